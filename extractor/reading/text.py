"""Plain text -> lines: one block a line, nothing known of tags or links."""

from __future__ import annotations

from extractor.model import Container, Line

ROOT = (Container("body", (), -1, 1),)


def read_text(text: str) -> tuple[Line, ...]:
    """The non-empty lines of a text, white space collapsed."""
    stripped = (" ".join(row.split()) for row in text.splitlines())
    return tuple(Line(text=row, container=0) for row in stripped if row)
