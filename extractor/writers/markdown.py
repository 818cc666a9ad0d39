"""Record -> Markdown: headline, a line of facts, the body part by part; escaped, so that it reads as the page did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from extractor.model import Part, Record
from extractor.writers.utf8 import encode

INLINE = re.compile(r"[\\`*_\[\]<>&~]")
"""Characters that Markdown reads as markup anywhere in a line."""
LINE_START = re.compile(r"^(?=#|[-+=] |[-=+]{2}|\|)|^(\d{1,9})(?=[.)](?:\s|$))")
"""What Markdown reads as a heading, a list item, a rule or a table where a line begins with it."""
BACKTICKS = re.compile(r"`{3,100}")
RUNS = ("list_item", "quote")  # neighbours of these types are one list, one quotation


def write_markdown(records: Iterable[Record]) -> Iterator[bytes]:
    """The article of each record as Markdown, a rule between pages."""
    for number, record in enumerate(records):
        yield encode(("\n---\n\n" if number else "") + to_markdown(record))


def to_markdown(record: Record) -> str:
    """One record's article: title, published · source · authors · address, body."""
    pieces = [f"# {escape(record.title)}"] if record.title else []
    pieces += _facts(record)
    for kind, run in groupby(record.body.parts, key=lambda part: part.type):
        parts = [markdown_part(part) for part in run]
        pieces += ["\n".join(parts) if kind == "list_item" else "\n>\n".join(parts)] if kind in RUNS else parts
    return "\n\n".join(pieces) + "\n"


def _facts(record: Record) -> list[str]:
    facts = [record.published, record.source and record.source.name, *record.authors]
    shown = [escape(fact) for fact in facts if fact]
    if record.page.url:
        shown.append(f"<{_address(record.page.url)}>")
    return [" · ".join(shown)] if shown else []


def markdown_part(part: Part) -> str:
    """One part of the body."""
    match part.type:
        case "heading":
            return f"{'#' * min(max(part.level or 2, 2), 6)} {escape(part.text)}"
        case "list_item":
            return f"- {escape(part.text)}"
        case "quote":
            return "\n".join(f"> {escape(row)}" for row in part.text.split("\n"))
        case "code":
            return _fenced(part.text)
        case "table":
            return _table(part.rows) if part.rows else escape(part.text)
        case "image":
            return f"![{escape(part.caption or '')}](<{_address(part.src or '')}>)"
        case "caption":
            return f"*{escape(part.text)}*"
        case _:
            return escape(part.text)


def escape(text: str) -> str:
    """Text as Markdown that shows exactly this text.

    >>> escape("1. 用 *星号*")
    '1\\\\. 用 \\\\*星号\\\\*'
    """
    return LINE_START.sub(r"\1\\", INLINE.sub(r"\\\g<0>", text))


def _fenced(code: str) -> str:
    fence = "`" * (max(map(len, BACKTICKS.findall(code)), default=2) + 1)
    return f"{fence}\n{code}\n{fence}"


def _table(rows: list[list[str]]) -> str:
    """Rows of cells, the first one as the header and as wide as any; readers fill up the others."""
    width = max(map(len, rows))
    header = [*rows[0], *[""] * (width - len(rows[0]))]
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in (header, *rows[1:])]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cell(text: str) -> str:
    return INLINE.sub(r"\\\g<0>", text).replace("|", r"\|").replace("\n", " ")


def _address(url: str) -> str:
    """A url as it may stand between angle brackets."""
    return url.replace("<", "%3C").replace(">", "%3E").replace("\n", "%0A")
