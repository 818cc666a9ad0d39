"""The headline: the line that the tagger and the page's <title> agree on."""

from __future__ import annotations

import re

from extractor.model import Evidence, Found, Page, PageType, Role, Tagging

HEAD_SEPARATORS = re.compile(r"\s*[_|｜\-–—»«>]+\s*|\s+·\s+")
LEADING_MARK = re.compile(r"^[》»›>•·◎●■★☆\s]+")
MIN_P = 0.15            # a title line needs at least this probability
MAX_TITLE = 160         # characters
TITLE_METAS = ("og:title", "articletitle", "twitter:title", "weibo:article:title")
HEAD_BONUS = 0.35       # added where <title> holds the line's text


def find_title_line(page: Page, tagging: Tagging, body: tuple[int, ...]) -> int | None:
    """Index of the headline's line, None where no line can be it."""
    best, best_score = None, MIN_P
    head = _squeeze(page.head.title)
    end = body[0] + 1 if body else len(page.lines)
    for i, row in enumerate(tagging.roles):
        p = row[Role.TITLE]
        if p < 0.02:
            continue
        text = _squeeze(page.lines[i].text)
        if head and 3 < len(text) and text in head:
            p += HEAD_BONUS * min(1.0, 2 * len(text) / len(head))
        if i > end:
            p *= 0.5
        if page.lines[i].hidden:
            p *= 0.6
        if p > best_score and len(text) <= MAX_TITLE:
            best, best_score = i, p
    return best


def find_title(page: Page, tagging: Tagging, line: int | None, page_type: PageType) -> Found[str] | None:
    """The headline's text: as displayed, else as <title> and metas have it; a list page has none of its own."""
    if line is not None:
        text = _trimmed(page.lines[line].text, page.head.title)
        return Found(text, Evidence("line", f"line {line + 1}", round(tagging.p(line, Role.TITLE), 3)))
    if page_type is PageType.LIST:
        return None
    for name in TITLE_METAS:
        if page.head.meta.get(name):
            return Found(page.head.meta[name].strip(), Evidence("meta", name, 0.6))
    if page.head.title:
        return Found(_first_piece(page.head.title), Evidence("title", "<title>", 0.5))
    return None


def find_subtitle(page: Page, tagging: Tagging, line: int | None) -> Found[str] | None:
    """A second headline right under the first: a line that begins with a dash, or that the tagger takes for a title too."""
    if line is None or line + 1 >= len(page.lines):
        return None
    text = page.lines[line + 1].text
    p = tagging.p(line + 1, Role.TITLE)
    if text == page.lines[line].text or len(text) > MAX_TITLE:
        return None
    if text.startswith(("——", "--", "—")) or p > 0.5:
        return Found(text.strip(), Evidence("line", f"line {line + 2}", round(max(p, 0.5), 3)))
    return None


def _trimmed(text: str, head: str) -> str:
    """The line without a leading mark, and cut to what <title> begins with where both share their beginning."""
    text = LEADING_MARK.sub("", text) or text
    first = _first_piece(head)
    if len(first) > 5 and len(text) > len(first) and first in text:
        return first
    return text


def _first_piece(head: str) -> str:
    """<title> up to the site's name."""
    pieces = [piece for piece in HEAD_SEPARATORS.split(head) if piece]
    return pieces[0].strip() if pieces else head.strip()


def _squeeze(text: str) -> str:
    return "".join(text.split())
