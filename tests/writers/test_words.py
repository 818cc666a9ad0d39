"""Words that overlap, laid side by side."""

from __future__ import annotations

from extractor.model import Body, PageInfo, Record, Segments
from extractor.segment import SegmentOptions, segment_record
from extractor.writers.words import side_by_side

TEXT = "我来到北京清华大学！\n很好 。"


def segmented(**options: str) -> Record:
    """A record with words."""
    page = Record(page=PageInfo(uri="a"), body=Body(TEXT))
    page.segments = segment_record(page, SegmentOptions(**options))  # type: ignore[arg-type]
    return page


def test_overlapping_words_are_laid_side_by_side() -> None:
    """Of overlapping words the longest from the left are taken, and nothing of the text is lost."""
    for mode in ("precise", "search", "full"):
        page = segmented(mode=mode)
        assert page.segments is not None
        tokens = list(side_by_side(TEXT, page.segments))
        assert "".join(TEXT[token.start:token.end] for token in tokens) == TEXT
        assert "清华大学" in [TEXT[token.start:token.end] for token in tokens]


def test_what_no_word_has_is_a_word() -> None:
    """Characters that only a passed-over word has, or none at all, come as words without a tag."""
    tokens = side_by_side("甲乙丙丁", Segments(words=[(0, 2), (1, 3)], pos=["n", "v"]))
    assert list(tokens) == [(0, 2, "n"), (2, 4, None)]
