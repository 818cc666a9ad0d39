"""Info lines taken apart."""

from __future__ import annotations

import pytest

from extractor.assembling.info import take_apart


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("日期: 来源:渡口发布收集编辑:渡口发布", [("date", ""), ("source", "渡口发布"), ("editor", "渡口发布")]),
        ("来 源：渡口网", [("source", "渡口网")]),
        ("2019-09-07 来源: 渡口网 举报", [("stamp", "2019-09-07"), ("source", "渡口网 举报")]),
        ("[作者: 刘石 责任编辑: 杨小河 ]", [("author", "刘石"), ("editor", "杨小河")]),
        ("编辑 刘石 校对 李河", [("editor", "刘石"), ("other", "李河")]),
        ("摄影/张石 编辑/苏河", [("other", "张石"), ("editor", "苏河")]),
        ("文 | 栗石", [("author", "栗石")]),
        ("来源 - 渡口网", [("source", "渡口网")]),
        ("新闻来源网", [("source", "网")]),
        ("他说来源不明", [("", "他说来源不明")]),
        ("稿源： 2020-01-23 爆料热线：8185", [("stamp", "2020-01-23"), ("source", ""), ("other", "8185")]),
        ("Photo by Mary Smith on Example", [("other", "Mary Smith on Example")]),
        ("撰文．圖/渡口醫院 施秉河醫師", [("author", "渡口醫院 施秉河醫師")]),
        ("By Mary SmithPublished: 2020/09/15", [("author", "Mary Smith"), ("date", ""), ("stamp", "2020/09/15")]),
        ("资料来源：http://www.example.com/a?b=1", [("source", "")]),
    ],
)
def test_pieces(text: str, pieces: list[tuple[str, str]]) -> None:
    """Labels are found glued, spaced and with slashes; a value ends at the next label, a date, a bar or a bracket."""
    found = [(piece.kind, piece.text) for piece in take_apart(text) if piece.text or piece.kind]
    assert sorted(found) == sorted(pieces)


def test_offsets_point_into_the_line() -> None:
    """start and end of a piece are characters of the line, full width and upper case notwithstanding."""
    text = "２０１９年９月７日 来源：RIVER晚报 作者：王石"
    assert [text[piece.start : piece.end] for piece in take_apart(text)] == [piece.text for piece in take_apart(text)]


def test_a_very_long_line_is_taken_apart(no_hang: None) -> None:
    """A line of a hundred thousand characters full of labels costs its length's share."""
    assert len(take_apart("来源作者编辑 来源:" * 10_000)) >= 10_000
