"""Labels reach the right lines."""

from pathlib import Path

import pytest

from extractor.errors import DataError
from extractor.model import Container, Kind, Line, Page, Role
from extractor.tagging.gold import KINDS, align, gold_of_page, gold_of_text, labels, norm

LABEL = {
    "id": "a",
    "page_type": "article",
    "text_lines": ["首页 > 文化", "渡口的茶馆", "2024-03-01 渡口晚报", "茶馆开了一百年。", "图：渡口", "相关阅读", "山里的春天", "雪化了的时候…"],
    "title_line": 2,
    "meta_lines": [3],
    "body": [[4, 4]],
    "optional": [[5, 5]],
    "breadcrumbs": ["首页", "文化"],
    "blocks": [
        {"kind": "related", "heading": "相关阅读", "heading_line": 6, "lines": [6, 8],
         "items": [{"title": "山里的春天", "snippet": "雪化了的时候…"}]},
    ],
}  # fmt: skip


def page_of(*texts: str) -> Page:
    return Page(
        uri="a", url=None, form="text", lines=tuple(Line(text, 0) for text in texts), containers=(Container("body", (), -1, 1),)
    )


def test_every_label_becomes_its_role() -> None:
    """Breadcrumb, title, info, body, aside, heading, item and snippet lines get the role that the label says."""
    gold = gold_of_text(LABEL)
    wanted = [Role.BREADCRUMB, Role.TITLE, Role.INFO, Role.BODY, Role.ASIDE, Role.HEADING, Role.ITEM, Role.DETAIL]
    assert list(gold.role) == wanted


def test_kind_covers_the_whole_block_and_nothing_else() -> None:
    """All lines of a block carry its kind, the others none."""
    assert list(gold_of_text(LABEL).kind) == [-1] * 5 + [KINDS.index(Kind.RELATED)] * 3


def test_lines_cut_at_other_places_keep_their_label() -> None:
    """A text line that our reading cuts in two gives both parts its role."""
    texts = [*LABEL["text_lines"][:2], "2024-03-01", "渡口晚报", *LABEL["text_lines"][3:]]  # type: ignore[index]
    gold = gold_of_page(LABEL, page_of(*texts))
    assert gold.role[2] == gold.role[3] == Role.INFO
    assert gold.body == (0, 0, 0, 0, 1, 0, 0, 0, 0)


def test_a_line_that_no_label_knows_is_unknown() -> None:
    """A line of ours that the labelled text lacks has neither role nor kind and hardly counts."""
    gold = gold_of_page(LABEL, page_of("从别处来的一行", *LABEL["text_lines"]))  # type: ignore[misc]
    assert (gold.role[0], gold.kind[0], gold.body[0]) == (-1, -1, 0)
    assert gold.weight[0] < 0.5


def test_align_prefers_equal_lines() -> None:
    """Equal lines find each other across lines that only one side has."""
    assert align(["a", "x", "b"], ["a", "b", "c"]) == [0, -1, 1]


def test_norm_ignores_white_space_and_width() -> None:
    """Full-width letters and spaces do not make a difference."""
    assert norm("ＡＢ　c \u200bd") == "ABcd"


def test_a_broken_label_names_file_and_line(tmp_path: Path) -> None:
    """A malformed labels.jsonl is a DataError that says where."""
    (tmp_path / "labels.jsonl").write_text('{"id": "a"}\n{broken\n', "utf-8")
    with pytest.raises(DataError, match=r"labels\.jsonl:2"):
        list(labels(tmp_path))
