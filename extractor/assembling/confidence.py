"""How far a body can be trusted: what the tagger's probabilities say of it as a whole."""

from __future__ import annotations

from extractor.model import Page, Tagging

SEAM = 20.0             # characters that any body may have wrong: what is left of a line, a credit; short bodies suffer most
CERTAIN = 0.8           # body probability from which a line outside the body was left out for a reason that the tagger does not know


def body_confidence(page: Page, tagging: Tagging, body: tuple[int, ...]) -> float:
    """The record's confidence: the expected F1, less what no line tells.

    The two constants are the only ones fitted (grid over SEAM 0-100, CERTAIN 0.5-1). A logistic regression over forty clues of
    the page was no better out of fold: too few bodies fail.
    """
    return expected_f1(page, tagging, body, SEAM, CERTAIN)


def expected_f1(page: Page, tagging: Tagging, body: tuple[int, ...], seam: float = 0.0, certain: float = 2.0) -> float:
    """The F1 by characters (0..1) that a body would have if the tagger's probabilities were true.

    seam: characters that are wrong in any case; certain: probability from which a line outside the body does not count as missed.
    """
    chosen = frozenset(body)
    hit = wrong = missed = 0.0
    for i, (line, p) in enumerate(zip(page.lines, tagging.body, strict=True)):
        size = len(line.text)
        if i in chosen:
            hit += size * p
            wrong += size * (1 - p)
        elif not line.hidden and p < certain:
            missed += size * p
    return 2 * hit / (2 * hit + wrong + missed + seam) if hit else 0.0
