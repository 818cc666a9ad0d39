"""Who wrote and edited an article, and which outlet it comes from: clues from its lines, the most telling first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from extractor.assembling.info import GAP, Piece, take_apart
from extractor.assembling.names import NOBODY, is_outlet, is_person, named, people
from extractor.assembling.outlets import behind_outlet, is_noise, looks_like_outlet, outlet_name
from extractor.assembling.reporters import dateline, reporters, signature, slashed
from extractor.assembling.zones import AROUND, SURE, Zones, find_zones
from extractor.model import Draft, Evidence, Found, Line, Outlet, Page, Role
from extractor.vocabulary import labels

INFO_LINE = 160         # characters; a longer line is prose
SHORT = 48              # characters of a line inside the body that is a byline
_WORDS = labels()
_PERSON_EDITOR = re.compile(r"^[（(]\s?(.{2,20}?)\s?(?:编辑|編輯)\s?[)）]$")


class Byline(Struct, frozen=True):
    """The outlet named as origin, writers and editors, each None where the page names none."""

    source: Found[Outlet] | None = None
    authors: Found[list[str]] | None = None
    editors: Found[list[str]] | None = None


class _Clue(Struct, frozen=True):
    """Names that a line gives for a field; the lower the rank the more telling. how says by what."""

    field: str
    names: tuple[str, ...]
    line: int
    rank: float
    how: str
    url: str | None = None


def find_byline(draft: Draft) -> Byline:
    """Source, writers and editors of a page; what it shows beats its head."""
    zones = find_zones(draft)
    clues = sorted((*_head(draft, zones), *_inside(draft, zones), *_tail(draft, zones)), key=lambda clue: clue.rank)
    source = _source(draft, clues)
    authors = _authors(draft, clues, source)
    return Byline(source, authors, _editors(clues))


# ---------------------------------------------------------------- clues above the body

def _head(draft: Draft, zones: Zones) -> Iterator[_Clue]:
    """Clues of the lines around the headline."""
    for i in zones.head:
        line = draft.page.lines[i]
        if i == draft.title_line or len(line.text) > INFO_LINE or _is_around(draft, i):
            continue
        pieces = take_apart(line.text)
        shown = draft.tagging.p(i, Role.INFO) >= SURE
        if not shown and not any(piece.kind and piece.kind != "other" for piece in pieces):
            yield from _reported(line.text, i)
            continue
        for piece in _filled(draft.page, i, pieces):
            yield from _labelled(line, i, piece, 0.0)
        yield from _bare(draft, zones, i, pieces)


def _is_around(draft: Draft, line: int) -> bool:
    """Whether the tagger takes a line for something around the article."""
    row = draft.tagging.roles[line]
    return sum(row[role] for role in AROUND) > 0.6


def _filled(page: Page, line: int, pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, an empty label at the line's end filled from the next line."""
    for piece in pieces:
        last = piece.end >= len(page.lines[line].text.rstrip()) and not piece.text
        if last and piece.kind in ("source", "author", "editor") and line + 1 < len(page.lines):
            following = page.lines[line + 1].text
            if len(following) <= 30 and all(not other.kind for other in take_apart(following)):
                piece = Piece(piece.kind, following, 0, 0, piece.sure, piece.label)
        yield piece


def _labelled(line: Line, i: int, piece: Piece, rank: float) -> Iterator[_Clue]:
    """The clue of a labelled value."""
    if piece.kind == "source" and (name := outlet_name(piece.text)):
        yield _Clue("source", (name,), i, rank, f"label {piece.label}", _url(line, piece))
        writers = [word for word in behind_outlet(piece.text) if is_person(word)]
        if writers:
            yield _Clue("author", tuple(writers), i, rank + 1, "behind the source")
    if piece.kind in ("author", "editor") and (names := named(_until_noise(piece.text))):
        yield _Clue(piece.kind, tuple(names), i, rank + (0 if piece.sure else 0.5), f"label {piece.label}")


def _until_noise(text: str) -> str:
    """A value up to the first word that is a button or a count."""
    words = text.split()
    stop = next((n for n, word in enumerate(words) if is_noise(word)), len(words))
    return " ".join(words[:stop])


def _bare(draft: Draft, zones: Zones, i: int, pieces: list[Piece]) -> Iterator[_Clue]:
    """Clues of what stands on an info line without a label: behind the date the outlet, before it the account."""
    line = draft.page.lines[i]
    stamp = next((piece for piece in pieces if piece.kind == "stamp"), None)
    for piece in pieces:
        if piece.kind or is_noise(piece.text) or len(piece.text) > 40:
            continue
        if parts := slashed(piece.text):
            outlet, writers = parts
            if outlet and (name := outlet_name(outlet)):
                yield _Clue("source", (name,), i, 1.0, "before a slash", _url(line, piece))
            if writers:
                yield _Clue("author", tuple(writers), i, 1.0, "before a slash")
            continue
        before = stamp is not None and piece.end <= stamp.start
        for n, word in enumerate(piece.text.split()):
            yield from _word(word, i, n, before, _url(line, piece))


def _word(word: str, i: int, n: int, before: bool, url: str | None) -> Iterator[_Clue]:
    """The clue of one unlabelled word of an info line, the n-th of its piece."""
    if is_noise(word) or word.lower() in NOBODY:
        return
    if is_person(word):
        yield _Clue("author", (word,), i, 4.0, "on the info line")
        yield _Clue("account", (word,), i, 4.0 + n, "on the info line")
    elif found := people(word):
        yield _Clue("author", tuple(found), i, 4.0, "on the info line")
    elif name := outlet_name(word):
        if looks_like_outlet(name) or not before:
            yield _Clue("source", (name,), i, (2.0 if looks_like_outlet(name) else 3.0) + n / 10 + before / 2, "on the info line", url)
        yield _Clue("account", (name,), i, 4.0 + n, "on the info line")


def _url(line: Line, piece: Piece) -> str | None:
    """The address of the link that a piece's text is, or is part of."""
    return next((link.url for link in line.links if link.start < piece.end and piece.start < link.end and link.url), None)


# ---------------------------------------------------------------- clues inside and after the body

def _reported(text: str, i: int) -> Iterator[_Clue]:
    if len(text) <= SHORT and (names := reporters(text)):
        yield _Clue("author", tuple(names), i, 2.0, "reporter")


def _inside(draft: Draft, zones: Zones) -> Iterator[_Clue]:
    """Clues of the body's own lines: its dateline, short lines that name reporters, its closing bracket."""
    lines = draft.page.lines
    for i in zones.opening:
        if names := dateline(lines[i].text):
            yield _Clue("author", tuple(names), i, 2.0, "dateline")
            break
    for i in draft.body:
        if len(lines[i].text) <= SHORT:
            yield from _byline_inside(lines[i], i)
    for i in zones.closing[-1:]:
        if names := signature(lines[i].text):
            yield _Clue("author", tuple(names), i, 2.0, "closing bracket")


def _byline_inside(line: Line, i: int) -> Iterator[_Clue]:
    """A body line that is nothing but a byline."""
    pieces = [piece for piece in take_apart(line.text) if piece.kind != "other"]
    if any(piece.kind in ("source", "author", "editor") for piece in pieces) and not any(piece.kind == "" for piece in pieces):
        for piece in pieces:
            strict = people(piece.text) if piece.kind != "source" else []
            if piece.kind == "source" and piece.sure or strict and len("".join(strict)) >= len(piece.text.replace(" ", "")) - 8:
                yield from _labelled(line, i, piece, 1.5)
    elif (names := reporters(line.text)) and len(line.text) <= len("".join(names)) + 24:
        yield _Clue("author", tuple(names), i, 2.0, "reporter")


def _tail(draft: Draft, zones: Zones) -> Iterator[_Clue]:
    """Clues of the lines after the body, and of brackets at its very end."""
    lines = draft.page.lines
    for i in (*zones.closing, *zones.tail):
        text = lines[i].text
        inside = i in zones.closing
        if inside:
            text = _last_bracket(text)
        if not text or len(text) > INFO_LINE or not inside and _is_around(draft, i):
            continue
        if match := _PERSON_EDITOR.match(text):
            yield _Clue("editor", tuple(named(match.group(1))), i, 1.0, "bracket")
            continue
        pieces = take_apart(text)
        shown = draft.tagging.p(i, Role.INFO) >= SURE
        for piece in _filled(draft.page, i, pieces):
            if piece.sure or shown:
                yield from _labelled(lines[i], i, piece, 1.2)
        if not inside and not any(piece.kind for piece in pieces):
            yield from _signed(text, i)


def _signed(text: str, i: int) -> Iterator[_Clue]:
    """A line after the body that names reporters, alone or in brackets."""
    names = reporters(text) if len(text) <= 2 * SHORT else []
    if names := names or signature(text):
        yield _Clue("author", tuple(names), i, 2.0, "sign-off")


def _last_bracket(text: str) -> str:
    """The bracket that a text ends with, '' where it ends without one."""
    text = text.rstrip()
    if not text.endswith((")", "）", "】", "]")):
        return ""
    start = max(text.rfind(mark, max(0, len(text) - 80)) for mark in "(（【[")
    return text[start:] if start >= 0 else ""


# ---------------------------------------------------------------- choice

def _source(draft: Draft, clues: list[_Clue]) -> Found[Outlet] | None:
    for clue in clues:
        if clue.field == "source":
            return Found(Outlet(clue.names[0], clue.url), _evidence(clue))
    for name in _WORDS.meta.source:
        value = draft.page.head.meta.get(name, "")
        labelled = [piece.text for piece in take_apart(value) if piece.kind == "source"]
        if outlet := outlet_name(labelled[0] if labelled else value):
            return Found(Outlet(outlet), Evidence("meta", name, 0.6))
    return None


def _authors(draft: Draft, clues: list[_Clue], source: Found[Outlet] | None) -> Found[list[str]] | None:
    """The writers: those of a label above the body alone, else all that are named; an account where nobody is."""
    outlet = source.value.name if source else None
    chosen = [clue for clue in clues if clue.field == "author" and clue.rank < 3]
    if chosen and chosen[0].rank < 1 and any(map(is_person, chosen[0].names)):
        chosen = [clue for clue in chosen if clue.rank < 1]
    chosen = chosen or [clue for clue in clues if clue.field == "author"][:1]
    names = list(dict.fromkeys(name for clue in chosen for name in clue.names))
    names = [name for name in names if name != outlet and not is_outlet(name)] or names[:1]
    if names:
        return Found(names, _evidence(chosen[0]))
    return _account(draft, clues, source) or _given_author(draft, clues, outlet)


def _account(draft: Draft, clues: list[_Clue], source: Found[Outlet] | None) -> Found[list[str]] | None:
    """The account that published the page where nobody else is named: any on a platform, elsewhere one that is no outlet."""
    account = next((clue for clue in clues if clue.field == "account"), None)
    if _on_platform(draft):
        if account is None and source is not None:
            return Found([source.value.name], source.evidence)
        return Found(list(account.names), _evidence(account)) if account else None
    taken = source is not None and account is not None and account.names[0] == source.value.name
    if account is None or taken or is_outlet(account.names[0]):
        return None
    return Found(list(account.names), _evidence(account))


def _on_platform(draft: Draft) -> bool:
    """Whether a self-publishing platform names itself around the article."""
    zones = find_zones(draft)
    text = "\n".join(draft.page.lines[i].text for i in (*zones.head, *zones.tail))
    return any(word in text for word in _WORDS.outlet.platform)


def _given_author(draft: Draft, clues: Iterable[_Clue], outlet: str | None) -> Found[list[str]] | None:
    """The head's author where it looks like a person and is not the editor."""
    editors = {name for clue in clues if clue.field == "editor" for name in clue.names}
    for name in _WORDS.meta.author:
        value = draft.page.head.meta.get(name, "")
        if is_person(value) and value not in editors and value != outlet:
            return Found([value], Evidence("meta", name, 0.5))
    return None


def _editors(clues: Iterable[_Clue]) -> Found[list[str]] | None:
    """All editors named above or after the body."""
    chosen = [clue for clue in clues if clue.field == "editor"]
    names = list(dict.fromkeys(name for clue in chosen for name in clue.names))
    return Found(names, _evidence(chosen[0])) if names else None


def _evidence(clue: _Clue) -> Evidence:
    return Evidence("line", f"line {clue.line + 1}, {clue.how}", round(max(0.4, 0.95 - 0.12 * clue.rank), 2))
