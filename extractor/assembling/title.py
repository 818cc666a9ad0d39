"""The headline: the line that the tagger and the page's <title> agree on."""

from __future__ import annotations

import re

from extractor.assembling.ruled import ruled_evidence, ruled_lines
from extractor.model import Evidence, Found, Line, Page, PageType, Role, Tagging

HEAD_SEPARATORS = re.compile(r"\s*[_|｜\-–—»«>]+\s*|\s+·\s+")
LEADING_MARK = re.compile(r"^[》»›>•·◎●■★☆\s]+")
MIN_P = 0.02            # a title line needs at least this probability
MIN_SCORE = 0.12
SHORT_TITLE = 6         # characters; shorter lines are rarely a headline
BODY_LINES = 12         # lines of the body in which the headline's words are looked for
BODY_BONUS = 0.5        # added where every character pair of the line stands in the body
MAX_TITLE = 160         # characters
TITLE_METAS = ("og:title", "articletitle", "twitter:title", "weibo:article:title")
HEAD_BONUS = 0.35       # added where <title> holds the line's text


def find_title_line(page: Page, tagging: Tagging, body: tuple[int, ...]) -> int | None:
    """Index of the headline's line, None where no line can be it.

    The tagger's probability, raised where <title> holds the line or where, on a page without <title>, the body repeats its
    words, and lowered for lines that do not look like a headline.
    """
    if ruled := ruled_lines(page, "title"):
        return ruled[0]
    head = _squeeze(page.head.title)
    pairs = frozenset() if head else _pairs("".join(page.lines[i].text for i in body[:BODY_LINES]))
    best, best_score = None, MIN_SCORE
    for i, row in enumerate(tagging.roles):
        if row[Role.TITLE] < MIN_P or i in body:
            continue
        score = _score(page.lines[i], row, head, pairs)
        if body and i > body[0]:
            score *= 0.5
        if score > best_score:
            best, best_score = i, score
    return best


def _score(line: Line, row: list[float], head: str, pairs: frozenset[str]) -> float:
    text = _squeeze(line.text)
    if len(text) > MAX_TITLE:
        return 0.0
    score = row[Role.TITLE]
    if head:
        if len(text) > 3 and text in head:
            score += HEAD_BONUS * min(1.0, 2 * len(text) / len(head))
    elif len(text) >= SHORT_TITLE:
        own = _pairs(text)
        score += BODY_BONUS * len(own & pairs) / len(own)
    if len(text) < SHORT_TITLE and not (head and text in head):
        score *= 0.5
    if line.hidden:
        score *= 0.6
    return score * (1 - row[Role.INFO]) * (0.2 if "http" in text else 1.0)


def _pairs(text: str) -> frozenset[str]:
    """Adjacent character pairs."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def find_title(page: Page, tagging: Tagging, line: int | None, page_type: PageType) -> Found[str] | None:
    """The headline's text: as displayed, else as <title> and metas have it; a list page has none of its own."""
    if line is not None and line in ruled_lines(page, "title"):
        return Found(page.lines[line].text, ruled_evidence("title", line))
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
    """The line without a leading mark, and cut to what <title> begins with where it goes on with what <title> does not say.

    A headline may itself hold what separates it from the site's name in <title> ('一周回顾 | …').
    """
    text = LEADING_MARK.sub("", text) or text
    first = _first_piece(head)
    if len(first) > 5 and len(text) > len(first) and first in text and _letters(text) not in _letters(head):
        return first
    return text


def _first_piece(head: str) -> str:
    """<title> up to the site's name."""
    pieces = [piece for piece in HEAD_SEPARATORS.split(head) if piece]
    return pieces[0].strip() if pieces else head.strip()


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _letters(text: str) -> str:
    """A text without white space and punctuation, which <title> often has in another form."""
    return "".join(char for char in text if char.isalnum())
