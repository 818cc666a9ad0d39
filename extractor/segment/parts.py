"""Where a body's parts stand in its text."""

from __future__ import annotations

from extractor.model import Body, PartType
from extractor.segment.sentences import Span

_NOT_IN_TEXT = frozenset(("image", "caption"))


def part_spans(body: Body, *types: PartType) -> list[Span]:
    """Places in body.text of the parts of these types, in order; a part that the text does not have is left out."""
    found: list[Span] = []
    at = 0
    for part in body.parts:
        if not part.text or part.type in _NOT_IN_TEXT:
            continue
        start = at if body.text.startswith(part.text, at) else _line(body.text, part.text, at)
        if start < 0:
            continue
        at = start + len(part.text)
        if part.type in types:
            found.append((start, at))
        at += 1  # the line end
    return found


def _line(text: str, wanted: str, at: int) -> int:
    """Start of the first whole line, or lines, from `at` on that read like this, or -1."""
    return f"\n{text}\n".find(f"\n{wanted}\n", at)  # the line end put before the text makes up for the one found
