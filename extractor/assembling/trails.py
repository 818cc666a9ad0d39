"""A line read as a breadcrumb trail: names between separators, each link one name whatever stands in it."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from extractor.assembling.dates import any_of, find_stamps
from extractor.model import Line
from extractor.vocabulary import labels

_WORDS = labels().trail
_ARROW = rf"(?:{any_of(_WORDS.strong)}|[\ue000-\uf8ff])"  # an icon font's characters too
_STRONG = re.compile(rf"\s?(?:{_ARROW}\s?){{1,3}}")
_STRONG_LAST = re.compile(rf"\s?{_ARROW}{{1,3}}\s?$")
_QUOTED = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")  # title marks, which part nothing
_WEAK = re.compile(rf"\s?(?:{any_of(_WORDS.slashes)})\s?|\s?(?:{any_of(_WORDS.bars)})\s?")
_SLASH = re.compile(any_of(_WORDS.slashes))
_HOME = re.compile(rf"(?:{any_of(_WORDS.home)})$")
_ENDS = frozenset(_WORDS.end)
_EDGES = " \t:：•·"


class Step(Struct, frozen=True):
    """One name of a trail; url is absolute as in Link, None where it is no link."""

    name: str
    url: str | None = None


class Trail(Struct, frozen=True):
    """The names of a line and how many separators of each sort part them; loose: names that only white space parts."""

    steps: tuple[Step, ...]
    strong: int
    slashes: int
    loose: int


class _Piece(Struct, frozen=True):
    """A name and what stands before it: 'strong', 'slash', 'bar', 'space' or ''."""

    name: str
    url: str | None
    before: str


def is_home(name: str) -> bool:
    """Whether a name is that of a site's or channel's front page."""
    return len(name) <= 16 and _HOME.search(name.lower()) is not None


def is_end(name: str) -> bool:
    """Whether a name only says that the article follows: 正文."""
    return name in _ENDS


def read_trail(line: Line, start: int, title: str) -> Trail | None:
    """The trail that a line holds from this character on, None where it holds no names."""
    if _QUOTED.search(line.text):
        return _unquoted(line, start, title)
    pieces = _pieces(line, start)
    if start and len(pieces) == 1 and pieces[0].name.count(" ") > 1 and is_home(pieces[0].name.split()[0]):
        names = pieces[0].name.split()
        last_home = max(n for n, name in enumerate(names) if is_home(name))
        pieces = [_Piece(name, None, "space") for name in names[last_home:]]
    if len(pieces) == 1 and pieces[0].before != "strong" and " " in pieces[0].name:
        pieces = _ended(pieces[0])
    pieces = _tidied(pieces, title)
    steps = tuple(Step(piece.name, piece.url) for piece in pieces)
    if not steps:
        return None
    befores = [piece.before for piece in pieces]
    loose = sum(mark in ("space", "") for mark in befores[1:])
    return Trail(steps, befores.count("strong"), befores.count("slash"), loose)


def _unquoted(line: Line, start: int, title: str) -> Trail | None:
    """The trail of a line with title marks, whose closing ones look like separators."""
    text = _QUOTED.sub(lambda match: f"\x02{match.group()[1:-1]}\x03", line.text)
    trail = read_trail(replace(line, text=text), start, title)
    if trail is None:
        return None
    steps = tuple(Step(step.name.replace("\x02", "《").replace("\x03", "》"), step.url) for step in trail.steps)
    return Trail(steps, trail.strong, trail.slashes, trail.loose)


def _pieces(line: Line, start: int) -> list[_Piece]:
    """The names of a line in order; strong separators leave no other one in force."""
    text = line.text
    inside = [(link.start, link.end, link.url) for link in line.links if link.start >= start and link.end > link.start]
    plain = _without(text, start, inside)
    separator = _STRONG if _STRONG.search(plain) else _WEAK
    pieces: list[_Piece] = []
    before, at = "", start
    for a, b, url in [*inside, (len(text), len(text), "")]:
        before = _plain(text[at:a], separator, before, pieces)
        if a < b:
            before = _linked(text[a:b], url, before, pieces)
        at = b
    return pieces


def _without(text: str, start: int, inside: list[tuple[int, int, str]]) -> str:
    """The text outside links, and the edges of links, where separators may stand."""
    parts, at = [], start
    for a, b, _ in inside:
        parts += [text[at : a + 2], text[b - 2 : b]]
        at = b
    return " ".join((*parts, text[at:]))


def _plain(text: str, separator: re.Pattern[str], before: str, pieces: list[_Piece]) -> str:
    """Add the names of a stretch without links; returns what stands before the next one."""
    at = 0
    for match in separator.finditer(text):
        before = _add(text[at : match.start()], None, before, pieces)
        before, at = _sort(match.group()), match.end()
    return _add(text[at:], None, before, pieces)


def _linked(text: str, url: str, before: str, pieces: list[_Piece]) -> str:
    """Add a link's text as one name, separators at its edges taken for what they are."""
    lead, tail = _STRONG.match(text), _STRONG_LAST.search(text)
    begin = lead.end() if lead else 0
    end = tail.start() if tail and tail.start() > begin else len(text)
    after = _add(text[begin:end], url or None, "strong" if lead else before, pieces)
    return "strong" if end < len(text) else after


def _add(text: str, url: str | None, before: str, pieces: list[_Piece]) -> str:
    name = text.strip(_EDGES)
    if not name:
        return before or ("space" if text else "")
    pieces.append(_Piece(name, url, before or ("space" if text[:1] == " " else "")))
    return "space" if text[-1:] == " " else ""


def _sort(separator: str) -> str:
    if _STRONG.fullmatch(separator):
        return "strong"
    return "slash" if _SLASH.search(separator) else "bar"


# ---------------------------------------------------------------- tidying

def _tidied(pieces: list[_Piece], title: str) -> list[_Piece]:
    """The names without what only stands beside the trail: words before the front page, buttons behind its end."""
    pieces = [part for n, piece in enumerate(pieces) for part in _parted(piece, n == 0, n == len(pieces) - 1, title)]
    parted = any(piece.before in ("strong", "slash", "bar") for piece in pieces)
    for n, piece in enumerate(pieces):
        if n and is_home(piece.name) and piece.before in ("space", ""):
            pieces = pieces[n:]
            break
    kept: list[_Piece] = []
    for piece in pieces:
        loose = bool(kept) and piece.before in ("space", "")
        if kept and find_stamps(piece.name):  # today's date, printed beside the trail
            break
        if loose and (is_end(kept[-1].name) or (parted and not is_end(piece.name))):
            break
        kept.append(piece)
    return kept


def _parted(piece: _Piece, first: bool, last: bool, title: str) -> list[_Piece]:
    """A name without a link parted at white space where one part is the front page, the end, or a remark with a colon."""
    words = piece.name.split(" ")
    whole = len(words) == 1 or max(map(len, words)) == 1 or _squeeze(piece.name) in _squeeze(title)
    if whole or piece.url is not None:
        return [piece]
    if first and is_home(words[-1]):
        return [_Piece(words[-1], None, piece.before)]
    if last:
        stop = next((n for n, word in enumerate(words) if is_end(word)), None)
        if stop is not None:
            head = [_Piece(" ".join(words[:stop]), None, piece.before)] if stop else []
            return [*head, _Piece(words[stop], None, "space" if stop else piece.before)]
        if any(mark in piece.name for mark in ":："):
            return [_Piece(words[0], None, piece.before)]
    return [piece]


def _ended(piece: _Piece) -> list[_Piece]:
    """A line without any separator, parted before 正文 at its end."""
    head, _, tail = piece.name.rpartition(" ")
    return [_Piece(head, None, ""), _Piece(tail, None, "space")] if is_end(tail) and " " not in head else [piece]


def _squeeze(text: str) -> str:
    return "".join(text.split())
