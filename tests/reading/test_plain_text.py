"""Plain text becomes lines."""

import pytest

from extractor.model import Line
from extractor.reading.text import ROOT, read_text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x0c", "\x85"])
def test_every_line_break_ends_a_line(end: str) -> None:
    """Line breaks of all systems and of Unicode part lines."""
    assert [line.text for line in read_text(f"茶馆{end}渡口")] == ["茶馆", "渡口"]


def test_white_space_collapses() -> None:
    """Runs of spaces, tabs, no-break and full-width spaces become one space; none is left at the ends."""
    assert [line.text for line in read_text("\u3000\u3000百年\t 茶馆\u00a0\u00a0渡口 ")] == ["百年 茶馆 渡口"]


def test_empty_lines_are_none() -> None:
    """A line of white space is no line; a text of them has no lines."""
    assert [line.text for line in read_text("一\n\n \u3000\n二\n")] == ["一", "二"]
    assert read_text(" \n\t\n") == ()


def test_nothing_is_known_but_the_text() -> None:
    """Lines of plain text stand in the root and have no tags, links or levels, markup in them is text."""
    assert read_text('# 茶馆 <a href="x">看</a>') == (Line(text='# 茶馆 <a href="x">看</a>', container=0),)
    assert [container.parent for container in ROOT] == [-1]
