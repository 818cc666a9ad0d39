"""The headline: the line that the tagger and the page's <title> agree on."""

from __future__ import annotations

import re

from extractor.assembling.names import is_medium
from extractor.assembling.reporters import is_dateline
from extractor.assembling.ruled import ruled_evidence, ruled_lines
from extractor.model import Evidence, Found, Line, Page, PageType, Role, Tagging
from extractor.vocabulary import labels

HEAD_SEPARATORS = re.compile(r"\s*[_|｜\-–—»«>]+\s*|\s+·\s+")
LEADING_MARK = re.compile(r"^[》»›>•·◎●■★☆\s]+")
MIN_P = 0.02            # a title line needs at least this probability
MIN_SCORE = 0.12
SHORT_TITLE = 6         # characters; shorter lines are rarely a headline
BODY_LINES = 12         # lines of the body in which the headline's words are looked for
BODY_BONUS = 0.5        # added where every character pair of the line stands in the body
BUTTONS = 6         # characters of a line of buttons beside a headline, above the second one
MAX_TITLE = 160         # characters
TITLE_METAS = ("og:title", "articletitle", "twitter:title", "weibo:article:title")
INFO_BELOW = 1.2        # times the score of a line with an info line right below
LONGEST_OUTLET = 12     # characters of an outlet's name
FIRST = 3               # first lines of a flattened page, one of which may be its <title>
_TRAIL = tuple(mark for mark in labels().trail.strong if mark not in "》〉")
_NO_START = ("——", *labels().trail.here)
_NO_END = ("。", "；", "：")
FIRST_BONUS = 0.3       # added where <title> begins with it
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
    best, best_score, members = None, MIN_SCORE, frozenset(body)
    for i, row in enumerate(tagging.roles):
        if row[Role.TITLE] < MIN_P or (i in members and (head or i != body[0] or tagging.role(i) is not Role.TITLE)):
            continue
        score = _score(page.lines[i], row, head, frozenset() if i in members else pairs)
        if not head:
            score *= _look(page.lines[i].text)
            score = score * _above_info(page, tagging, i) + _named_first(page, i)
        if body and i >= body[0]:
            score *= 0.5 if i > body[0] else 0.9
        if score > best_score:
            best, best_score = i, score
    return best


def _look(text: str) -> float:
    """What a line's text alone says on a page without <title>: a trail, a remark, a sentence and a name are no headlines."""
    trail = any(mark in text for mark in _TRAIL) or text.startswith(_NO_START)
    return 0.3 if trail or text.endswith(_NO_END) or (len(text) <= LONGEST_OUTLET and is_medium(text)) or is_dateline(text) else 1.0


def _above_info(page: Page, tagging: Tagging, i: int) -> float:
    """What an info line right below says for a line."""
    return INFO_BELOW if i + 1 < len(page.lines) and tagging.p(i + 1, Role.INFO) >= 0.5 else 1.0


def _named_first(page: Page, i: int) -> float:
    """What one of the page's first lines says for a line whose words it begins with, as <title> does."""
    text = page.lines[i].text
    named = len(text) >= SHORT_TITLE and any(line.text.startswith(text) and len(line.text) > len(text) for line in page.lines[:FIRST])
    return HEAD_BONUS if named else 0.0


def _score(line: Line, row: list[float], head: str, pairs: frozenset[str]) -> float:
    text = _squeeze(line.text)
    if len(text) > MAX_TITLE:
        return 0.0
    score = row[Role.TITLE]
    if head:
        if len(text) > 3 and text in head:
            score += HEAD_BONUS * min(1.0, 2 * len(text) / len(head)) + (FIRST_BONUS if head.startswith(text) else 0.0)
    elif len(text) >= SHORT_TITLE:
        own = _pairs(text)
        score += BODY_BONUS * len(own & pairs) / len(own)
    if len(text) < SHORT_TITLE and line.level != 1 and not (head and text in head):
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
    below = line + 1
    if below + 1 < len(page.lines) and len(page.lines[below].text) <= BUTTONS and page.lines[below + 1].level:
        below += 1
    text, p = page.lines[below].text, tagging.p(below, Role.TITLE)
    if text == page.lines[line].text or len(text) > MAX_TITLE:
        return None
    if (below == line + 1 and text.startswith(("——", "--", "—"))) or p > 0.5:
        return Found(text.strip(), Evidence("line", f"line {below + 1}", round(max(p, 0.5), 3)))
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
