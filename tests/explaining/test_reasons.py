"""Sentences that say why."""

from __future__ import annotations

from extractor.explaining import explain
from extractor.explaining.reasons import tell_evidence
from extractor.model import Evidence, Kind
from extractor.pipeline import as_source


def test_every_line_and_block_has_its_reason(page: bytes) -> None:
    """The info line names its fields' evidence, a body line the tagger, a block its heading's words and class words."""
    explained = explain(as_source(page))
    texts = [line.text for line in explained.traced.page.lines]
    reason = dict(zip(texts, explained.line_reasons, strict=True))
    assert all(explained.line_reasons) and len(explained.block_reasons) == len(explained.traced.record.blocks)
    assert "label 来源" in next(told for text, told in reason.items() if text.startswith("2023"))
    assert "tagger" in next(told for text, told in reason.items() if text.startswith("五月"))
    told = dict(zip((block.kind for block in explained.traced.record.blocks), explained.block_reasons, strict=True))
    assert "heading's words name related" in told[Kind.RELATED] and "class word “related”" in told[Kind.RELATED]


def test_a_line_that_was_left_out_says_so(page: bytes) -> None:
    """A hidden line that nothing uses is told as hidden."""
    hidden = page.replace(b"</body>", '<p style="display:none">看不见的一句话，写在这里没有人读。</p></body>'.encode())
    explained = explain(as_source(hidden))
    told = [reason for reason, uses in zip(explained.line_reasons, explained.uses, strict=True) if not uses]
    assert all(reason.startswith("left out") for reason in told)


def test_evidence_as_words() -> None:
    """Where from and how sure."""
    assert tell_evidence(Evidence("meta", "og:title", 0.6)) == "from meta (og:title), 60% sure"
