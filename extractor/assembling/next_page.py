"""The address of the next page of an article or list: 下一页 links and numbered page lists, never 下一篇."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from extractor.assembling.page_series import page_step
from extractor.headings import squeeze
from extractor.model import Evidence, Found, Page
from extractor.vocabulary import paging

NEAR = 12          # lines around a link in which a pager's other links may stand
SHORT = 12         # characters of a line that may be a part of a pager
PROVEN, NUMBERED, AMONG_PAGES, ALONE = 0.95, 0.85, 0.7, 0.5  # confidence by what speaks for a link


class _Anchor(Struct, frozen=True):
    """A link with its words, the line that holds it and what stands before it there, from the link before on."""

    line: int
    text: str
    url: str
    before: str


def find_next_page(page: Page) -> Found[str] | None:
    """The next page's address; what the addresses say of each other beats the words of the links.

    A link that says 下一页 must lead to an address that can be the next page's, or stand among links to other pages. A
    number must be the next one after this page's, told by its address or by the number without a link.
    """
    anchors = [anchor for anchor in _anchors(page) if anchor.url.partition("#")[0] != (page.url or "").partition("#")[0]]
    numbers = [anchor for anchor in anchors if anchor.text.isdigit() and len(anchor.text) <= 4]
    found = [_named(page, anchor, numbers) for anchor in anchors if _says_next(anchor.text)]
    found += [_numbered(page, anchor) for anchor in numbers]
    best = max((f for f in found if f is not None), key=lambda f: f.evidence.confidence, default=None)
    return best


def _anchors(page: Page) -> Iterator[_Anchor]:
    for i, line in enumerate(page.lines):
        end = 0
        for link in line.links:
            if link.url:
                yield _Anchor(i, line.text[link.start : link.end].strip(), link.url, line.text[end : link.start].strip())
            end = link.end


def _says_next(text: str) -> bool:
    return text.strip("[]() ") in paging().arrows or squeeze(text) in paging().next


def _named(page: Page, anchor: _Anchor, numbers: list[_Anchor]) -> Found[str] | None:
    """A link that says 下一页."""
    step = page_step(page.url, anchor.url) if page.url else None
    if step is not None:
        return _found(anchor, PROVEN) if step.there > step.here else None
    if any(abs(number.line - anchor.line) <= NEAR for number in numbers) or _stands_in_pager(page, anchor.line):
        return _found(anchor, AMONG_PAGES)
    if page.url or squeeze(anchor.text) not in paging().next:
        return None  # an address that is known and another one's: the next picture, the next article
    return _found(anchor, ALONE)


def _stands_in_pager(page: Page, line: int) -> bool:
    """Whether links to other pages stand beside a line: 上一页, 尾页."""
    lines = range(max(0, line - NEAR), min(len(page.lines), line + NEAR + 1))
    texts = [page.lines[i].text for i in lines if i == line or len(page.lines[i].text) <= SHORT]
    return any(word in text for text in texts for word in paging().pager)


def _numbered(page: Page, anchor: _Anchor) -> Found[str] | None:
    """A link whose text is the number of the next page."""
    number = int(anchor.text)
    step = page_step(page.url, anchor.url) if page.url else None
    if step is not None:
        return _found(anchor, NUMBERED) if step.there == number == step.here + 1 else None
    if page.url or not (anchor.before == str(number - 1) or _number_above(page, anchor.line) == number - 1):
        return None
    return _found(anchor, ALONE)


def _number_above(page: Page, line: int) -> int | None:
    """The number without a link that is the line above."""
    above = page.lines[line - 1] if line else None
    return int(above.text) if above is not None and not above.links and above.text.isdigit() and len(above.text) <= 4 else None


def _found(anchor: _Anchor, confidence: float) -> Found[str]:
    return Found(anchor.url, Evidence("link", f"line {anchor.line + 1}, {anchor.text}", confidence))
