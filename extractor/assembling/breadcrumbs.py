"""The breadcrumb trail: the line, or the run of lines, above the headline that leads from the home page to the article.

The trail is kept as shown: its last crumb may be 正文 or the headline itself; the words before it (当前位置) are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.assembling.dates import any_of
from extractor.model import Crumb, Draft, Evidence, Found, Line, Role
from extractor.vocabulary import labels

LONGEST = 160           # characters of a trail line, its headline left out
LONGEST_CRUMB = 40      # characters of a crumb that is not the headline
MOST_CRUMBS = 8
MOST_LINES = 12         # lines of a trail that is split over lines
ABOVE = 200             # lines above the headline that are looked at
ENOUGH = 3.0            # score from which a line is taken for a trail
SURE = 0.4              # probability from which the tagger's word for a trail replaces separators
_WORDS = labels().trail
_SPACED = {word: r"\s?".join(map(re.escape, word)) for word in _WORDS.home if not word.isascii() and " " not in word}
_HERE = re.compile(rf"^[\s【\[◎●■·»>]*(?:{any_of(_WORDS.here)})\s?(?:[:：︰]|(?=\s|[>›»]))[\s:：]*", re.IGNORECASE)
_HERE_INSIDE = re.compile(rf"(?:{any_of(word for word in _WORDS.here if len(word) > 3)})\s?[:：]\s?")
_HOME = re.compile(rf"(?:{any_of(_WORDS.home)}|{'|'.join(_SPACED.values())})$|^(?:{any_of(_WORDS.home)})", re.IGNORECASE)
_STRONG = re.compile(rf"\s*(?:{any_of(_WORDS.strong)})[\s>]*")
_WEAK = {mark: re.compile(rf"\s*{re.escape(mark)}\s*") for mark in (*_WORDS.slashes, *_WORDS.bars)}
_ANY_STRONG = re.compile(rf"[{re.escape(''.join({word[0] for word in _WORDS.strong}))}]")
_ENDS = frozenset(_WORDS.end)
_EDGES = " \t:：|,，;；>»›·"


class _Trail(Struct, frozen=True):
    """A candidate: its crumbs, the lines they come from, and how much speaks for it."""

    crumbs: tuple[Crumb, ...]
    line: int
    score: float


def find_breadcrumbs(draft: Draft) -> Found[list[Crumb]] | None:
    """The trail of a page, None where nothing looks enough like one."""
    best = max(_candidates(draft), key=lambda trail: trail.score, default=None)
    if best is None or best.score < ENOUGH:
        return None
    confidence = round(min(0.99, 0.4 + 0.1 * best.score), 2)
    return Found(list(best.crumbs), Evidence("line", f"line {best.line + 1}", confidence))


# ---------------------------------------------------------------- candidates

def _candidates(draft: Draft) -> Iterator[_Trail]:
    lines = draft.page.lines
    end = draft.title_line if draft.title_line is not None else (draft.body[0] if draft.body else 0)
    i, last = max(0, end - ABOVE), min(len(lines), end + 2)
    while i < last:
        if i == draft.title_line or not _may_begin(draft, i):
            i += 1
            continue
        joined, following = _joined(draft, i, last)
        crumbs, strong = split_trail(joined, draft.title or "", draft.tagging.p(i, Role.BREADCRUMB) >= SURE or _has_class(draft, i))
        if crumbs:
            yield _Trail(tuple(crumbs), i, _score(draft, i, joined, crumbs, strong))
        i = following


def _may_begin(draft: Draft, i: int) -> bool:
    """Whether a line may be a trail, or the first line of one."""
    line = draft.page.lines[i]
    text = line.text
    if draft.tagging.p(i, Role.BREADCRUMB) >= SURE:
        return True
    if len(text) > LONGEST + len(draft.title or ""):
        return False
    if _ANY_STRONG.search(text) or _HERE.match(text) or text.split(" ")[-1] in _ENDS:
        return True
    return _has_class(draft, i) or _HOME.search(text[:8]) is not None and (len(text) < 8 or any(mark in text for mark in _WEAK))


def _has_class(draft: Draft, i: int) -> bool:
    """Whether one of the two innermost elements around a line is named as trails are."""
    number = draft.page.lines[i].container
    for _ in range(2):
        if not 0 <= number < len(draft.page.containers):
            return False
        container = draft.page.containers[number]
        if any(word.lower() in _WORDS.classes for word in container.words):
            return True
        number = container.parent
    return False


def _joined(draft: Draft, i: int, last: int) -> tuple[Line, int]:
    """A trail's line together with those that go on with it, and the index behind them."""
    lines, text, links = draft.page.lines, draft.page.lines[i].text, list(draft.page.lines[i].links)
    j = i + 1
    while j < last and j < i + MOST_LINES and j != draft.title_line and _goes_on(draft, text, i, j):
        glue = " " if _STRONG.match(lines[j].text) or _STRONG.search(text[-2:]) or _HERE.fullmatch(text + " ") else " > "
        shift = len(text) + len(glue)
        links += [link.__class__(link.start + shift, link.end + shift, link.url) for link in lines[j].links]
        text, j = f"{text}{glue}{lines[j].text}", j + 1
    return Line(text=text, container=lines[i].container, links=tuple(links)), j


def _goes_on(draft: Draft, text: str, i: int, j: int) -> bool:
    """Whether line j continues the trail that begins in line i and reads `text` so far."""
    following = draft.page.lines[j].text
    if len(following) > LONGEST_CRUMB and following != draft.title or following in ("|", "/"):
        return False
    if _STRONG.match(following) and len(text) < LONGEST:
        return True
    if _STRONG.fullmatch(text[-1:]) or _HERE.fullmatch(text + " "):
        return True
    both = draft.tagging.p(i, Role.BREADCRUMB) >= SURE and draft.tagging.p(j, Role.BREADCRUMB) >= SURE
    return both and not _HERE.match(following)


# ---------------------------------------------------------------- splitting

def split_trail(line: Line, title: str, known: bool) -> tuple[list[Crumb], bool]:
    """The crumbs of a line, and whether strong marks stand between them; links are never split.

    known: something else says that this is a trail, so white space and bare links may separate crumbs.
    """
    start = _beginning(line.text)
    masked = _masked(line, start)
    strong = _STRONG.search(masked) is not None
    if strong:
        spans = _spans(_STRONG, masked)
    else:
        mark = max(_WEAK, key=lambda mark: masked.count(mark)) if any(mark in masked for mark in _WEAK) else None
        spans = _spans(_WEAK[mark], masked) if mark else [(0, len(masked))]
    crumbs: list[Crumb] = []
    for number, (a, b) in enumerate(spans):
        pieces = _pieces(line, start + a, start + b, known and not strong, number == 0)
        for piece in pieces:
            crumbs.append(piece)
            if piece.name in _ENDS:
                return crumbs, strong
    return (crumbs, strong) if len(crumbs) > 1 or known and crumbs else ([], strong)


def _beginning(text: str) -> int:
    """Where the trail begins: behind 当前位置, also where buttons stand before it."""
    if match := _HERE.match(text):
        return match.end()
    match = _HERE_INSIDE.search(text)
    return match.end() if match else 0


def _masked(line: Line, start: int) -> str:
    """The text with the marks inside links, and 《》, made harmless."""
    text = line.text
    for link in line.links:
        inside = _STRONG.sub(lambda match: "x" * len(match.group()), text[link.start : link.end].strip())
        if inside and _STRONG.fullmatch(text[link.start : link.end]) is None:
            bare = text[link.start : link.end]
            kept = "".join("x" if not mark.isspace() and mark in "/-|·—–~\\" else mark for mark in bare)
            text = text[: link.start] + (kept if bare[:1] not in _EDGES else bare) + text[link.end :]
    if "《" in text:
        text = text.replace("》", "x")
    return text[start:]


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The stretches between the matches."""
    spans, start = [], 0
    for match in pattern.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    return [(a, b) for a, b in (*spans, (start, len(text))) if text[a:b].strip(_EDGES)]


def _pieces(line: Line, start: int, end: int, known: bool, first: bool) -> list[Crumb]:
    """The crumbs of one stretch: usually one; a link's text wins over what stands around it, 正文 stands by itself."""
    links = [link for link in line.links if link.start >= start - 1 and link.end <= end + 1 and line.text[link.start : link.end].strip(_EDGES)]
    text = line.text[start:end].strip(_EDGES)
    words = text.split(" ")
    if links and (known or first):
        links = links if known else links[-1:]
        return [Crumb(line.text[link.start : link.end].strip(_EDGES), link.url or None) for link in links]
    url = links[0].url if links else None
    if len(words) > 1 and (ending := next((word for word in words if word in _ENDS), None)):
        head = " ".join(words[: words.index(ending)]).strip(_EDGES)
        return [*([Crumb(head, url or None)] if head else []), Crumb(ending)]
    if links and len(words) > 1:  # what stands behind a link is no part of its crumb
        text = line.text[links[0].start : links[0].end].strip(_EDGES)
    elif len(words) > 1 and first and _HOME.search(words[-1]):
        text = words[-1]
    elif len(words) > 1 and re.search(r"[:：]", text):
        text = words[0]
    return [Crumb(text, url or None)] if text else []


# ---------------------------------------------------------------- judging

def _score(draft: Draft, i: int, line: Line, crumbs: list[Crumb], strong: bool) -> float:
    """How much speaks for a trail: opening words, home page first, 正文 or the headline last, marks, the tagger, its place."""
    names = [crumb.name for crumb in crumbs]
    distance = (draft.title_line - i) if draft.title_line is not None else 10
    score = 3.0 * draft.tagging.p(i, Role.BREADCRUMB) + (1.5 if _has_class(draft, i) else 0)
    score += 2.5 if _beginning(line.text) else 0
    score += 1.5 if _HOME.search(names[0]) else 0
    score += 2.5 if names[-1] in _ENDS else 1.5 if names[-1] == draft.title else 0
    score += 1.5 if strong else 0
    score += 1.0 if 0 < distance <= 3 else 0.5 if distance <= 12 else 0 if distance <= 40 else -0.5
    score -= 1.0 if draft.page.lines[i].hidden else 0
    score -= 2.0 if len(crumbs) > MOST_CRUMBS else 0
    score -= 2.0 if any(len(name) > LONGEST_CRUMB and name != draft.title and name not in line.text[-len(name) - 3 :] for name in names) else 0
    score -= 1.0 if len(crumbs) == 1 else 0
    return score
