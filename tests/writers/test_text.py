"""Records as plain text."""

from __future__ import annotations

from extractor.model import Body, PageInfo, Record
from extractor.writers.text import write_text


def test_text_is_title_and_body(record: Record) -> None:
    """The title, an empty line, the body's text; a form feed before the next page."""
    article = "渡口茶馆 #1\n\n一、缘起\n茶馆开在渡口边，*一开*就是百年。\n"
    assert b"".join(write_text([record, record])).decode() == f"{article}\f\n{article}"


def test_what_is_missing_leaves_no_gap() -> None:
    """A page without a title begins with its body."""
    assert b"".join(write_text([Record(page=PageInfo(uri="x"), body=Body("正文"))])).decode() == "正文\n"


def test_broken_characters_are_replaced() -> None:
    """A lone surrogate does not end the run."""
    assert b"".join(write_text([Record(page=PageInfo(uri="x"), body=Body("正\ud800"))])).decode() == "正\ufffd\n"
