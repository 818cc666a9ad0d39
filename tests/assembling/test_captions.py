"""Captions without a tag."""

import pytest

from extractor.assembling.captions import is_caption
from extractor.model import Line


@pytest.mark.parametrize(
    "text", ["▲图/林青", "图为渡口的茶馆。", "渡口的茶馆 林青 摄", "茶馆重新开张。（记者林青摄）", "▲ 渡口的茶馆。摄影：林青", "（記者周以棠攝）", "摄影：林青", "茶馆的客人（资料图）", "图片来源：渡口晚报"]
)
def test_captions_are_known_by_their_ends(text: str) -> None:
    """Marks, openings and credits make a short line a caption."""
    assert is_caption(Line(text, 0))


@pytest.mark.parametrize("text", ["茶馆开了一百年。", "他的图书馆也在渡口", "摄氏三十度的下午，茶馆里没有人说话", "拍摄的人来了。大家都停下来看他摄。"])
def test_prose_is_none(text: str) -> None:
    """Sentences that only hold such a word are no captions."""
    assert not is_caption(Line(text, 0))


def test_a_tag_is_enough() -> None:
    """A figcaption is a caption whatever it says."""
    assert is_caption(Line("渡口", 0, form="caption"))
