"""The words of a segmented record, as other tools take them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import UNSET

from extractor.errors import ExtractorError
from extractor.model import Record, Segments


class Token(NamedTuple):
    """A word of body.text at [start, end) and its tag, None where parts of speech were not asked for."""

    start: int
    end: int
    tag: str | None


def segments_of(record: Record) -> Segments:
    """A record's segments; raises ExtractorError if it has no words although it has a body."""
    segments = record.segments
    if segments is None or (segments.sentences and not segments.words):
        raise ExtractorError(f"{record.page.uri}: no words; ask for segments with words")
    return segments


def side_by_side(text: str, segments: Segments) -> Iterator[Token]:
    """Words that cover the text and do not overlap: from the left, the longest of those that start at one place."""
    tags = [None] * len(segments.words) if segments.pos is UNSET else segments.pos
    at = 0
    for (start, end), tag in sorted(zip(segments.words, tags, strict=True), key=_left_and_long):
        if start < at:
            continue
        if start > at:
            yield Token(at, start, None)
        yield Token(start, end, tag)
        at = end
    if at < len(text):
        yield Token(at, len(text), None)


def _left_and_long(word: tuple[tuple[int, int], str | None]) -> tuple[int, int]:
    (start, end), _ = word
    return start, -end
