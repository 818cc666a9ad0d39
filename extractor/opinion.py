"""The second opinion: trafilatura's view of a page whose body is in doubt. The only trafilatura.

Trafilatura alone was worse than the tagger even where the tagger is in doubt; where it takes all that the tagger took and somewhat
more, the longer body was the better one on most pages.
"""

from __future__ import annotations

import logging
import re

from msgspec.structs import replace

from extractor.model import Page, Tagging

DOUBT = 0.85        # confidence below which trafilatura is asked
CONTAINED = 0.9     # share of our body's characters that it must have too
LONGEST = 1.5       # how many times longer than ours its body may be
AGREED = 0.95       # body probability of the lines that it adds
MIN_LINE = 6        # characters of a line that is looked for in its text
MOST_TAGS = 10_000  # of a page that is still given to it: its time grows with the square of a table's cells
SPANS = re.compile(r"\b(?:col|row)span(?=\s*=)", re.IGNORECASE)
"""Not given to it: it multiplies them out, and a thousand cells of a thousand columns take it many seconds."""


def second_opinion(page: Page, tagging: Tagging, body: str, html: str) -> Tagging | None:
    """The tagging with trafilatura's lines as body, where it confirms and completes ours; None where it does not.

    body: the text of our body, a line each; html: the page's decoded markup.
    """
    theirs = _bare(_extracted(html))
    lines = [_bare(line.text) for line in page.lines]
    ours = {_bare(row) for row in body.split("\n")} - {""}
    taken = [len(text) >= MIN_LINE and text in theirs for text in lines]
    size = sum(len(text) for text in ours)
    shared = sum(len(text) for text, known in zip(lines, taken, strict=True) if known and text in ours)
    whole = sum(len(text) for text, known in zip(lines, taken, strict=True) if known or text in ours)
    if not ours or shared < CONTAINED * size or not size < whole <= LONGEST * size:
        return None
    return replace(tagging, body=[max(p, AGREED) if known else p for p, known in zip(tagging.body, taken, strict=True)])


def _extracted(html: str) -> str:
    """Trafilatura's text of a page, '' where it finds none or fails, and of a page that would take it too long."""
    import trafilatura

    if html.count("<") > MOST_TAGS:
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot parse is no news to the user
    return trafilatura.extract(SPANS.sub("data-span", html), include_comments=False, include_tables=True, with_metadata=False) or ""


def _bare(text: str) -> str:
    return "".join(text.split())
