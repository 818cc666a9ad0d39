"""What single lines say of an article's source, writers and editors, and how telling that is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.assembling.dates import find_relative
from extractor.assembling.info import Piece, take_apart
from extractor.assembling.names import NOBODY, ROLES, is_pen_name, is_person, may_be_account, named, people, words_of
from extractor.assembling.outlets import behind_outlet, is_noise, looks_like_outlet, outlet_name
from extractor.assembling.reporters import dateline, filed, is_filing, reporters, signature, slashed
from extractor.assembling.zones import AROUND, SURE, Zones
from extractor.model import Draft, Line, Page, Role
from extractor.vocabulary import labels

INFO_LINE = 160         # characters; a longer line is prose
SHORT = 48              # characters of a line inside the body that is a byline
BARE = 40               # characters of an unlabelled piece that may hold names
LONGEST_BARE = 20       # characters of an unlabelled outlet or account
LABELLED, SLASHED, AFTER, REPORTED, BARE_OUTLET, BARE_NAME = 0.0, 1.0, 1.2, 2.0, 2.5, 4.0    # ranks of clues
PLACEHOLDER = 5.0       # added to the rank of a source that names none: 网络, 本站
NEAR = 5                # lines from the date within which an unlabelled name stands
_PERSON_EDITOR = re.compile(r"^[（(]\s?(.{2,20}?)\s?(?:编辑|編輯)\s?[)）]$")
_DATE_PIECE = re.compile(r"(?:19|20)\d\d年?|[01]?\d\s?[/月-]\s?[0-3]?\d日?|[012]?\d:\d\d(?::\d\d)?")
_UNKNOWN_LABEL = re.compile(r"\s[\u3400-\u9fff]{2,6}\s?[:：]")
_CUT = labels().outlet.cut


class Clue(Struct, frozen=True):
    """Names that a line gives for a field (source, author, editor, account); the lower the rank the more telling."""

    field: str
    names: tuple[str, ...]
    line: int
    rank: float
    how: str
    url: str | None = None


def find_clues(draft: Draft, zones: Zones) -> list[Clue]:
    """The clues of a page, the most telling first, in page order where equally telling."""
    clues = [*_head(draft, zones), *_inside(draft, zones), *_tail(draft, zones)]
    return sorted(clues, key=lambda clue: clue.rank)


# ---------------------------------------------------------------- above the body

def _head(draft: Draft, zones: Zones) -> Iterator[Clue]:
    """Clues of the lines around the headline."""
    lines = {i: draft.page.lines[i] for i in zones.head if i != draft.title_line and not _is_around(draft, i)}
    apart = {i: take_apart(line.text) for i, line in lines.items() if len(line.text) <= INFO_LINE}
    dated = next((i for i, pieces in apart.items() if _has_date(lines[i], pieces)), None)
    for i, pieces in apart.items():
        line, closed = lines[i], _ends_in_label(apart.get(i - 1, []))
        if len(line.text) <= SHORT and (names := reporters(line.text)):
            yield Clue("author", tuple(names), i, REPORTED, "reporter")
        if draft.tagging.p(i, Role.INFO) < SURE and not any(piece.kind not in ("", "other") for piece in pieces):
            continue
        for piece in _filled(draft.page, i, pieces):
            yield from _labelled(line, i, piece, LABELLED)
        if not closed and (dated is None or abs(i - dated) <= NEAR):
            yield from _bare(line, i, pieces, dated is None or i < dated)


def _ends_in_label(pieces: list[Piece]) -> bool:
    """Whether a line ends in a label without a value, which the next line holds then."""
    last = max(pieces, key=lambda piece: piece.start, default=None)
    return last is not None and last.kind == "other" and not last.text


def _is_around(draft: Draft, line: int) -> bool:
    """Whether the tagger takes a line for something around the article."""
    row = draft.tagging.roles[line]
    return sum(row[role] for role in AROUND) > 0.6


def _has_date(line: Line, pieces: list[Piece]) -> bool:
    if any(piece.kind == "stamp" for piece in pieces):
        return True
    return len(line.text) < 20 and (find_relative(line.text) is not None or _DATE_PIECE.fullmatch(line.text) is not None)


def _filled(page: Page, i: int, pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces; an empty label that ends its line takes the next line for its value."""
    for piece in pieces:
        if piece.kind in ("source", "author", "editor") and not piece.text and i + 1 < len(page.lines):
            text, following = page.lines[i].text, page.lines[i + 1].text
            ends = not text[piece.label_end :].strip(" :：")
            if ends and len(following) <= 30 and not any(other.kind for other in take_apart(following)):
                yield Piece(piece.kind, following, 0, 0, piece.sure, piece.label)
                continue
        yield piece


def _labelled(line: Line, i: int, piece: Piece, rank: float) -> Iterator[Clue]:
    """The clue of a labelled value."""
    how = f"label {piece.label}"
    if piece.kind == "source" and (name := outlet_name(piece.text)):
        rank += PLACEHOLDER if name in NOBODY else 0
        yield Clue("source", (name,), i, rank, how, _url(line, piece))
        signed = rank >= AFTER  # （来源：某网 某某 编辑：某某）: behind the body a pen name may stand there
        writers = tuple(word for word in behind_outlet(piece.text) if is_person(word) or signed and is_pen_name(word))
        if writers:
            yield Clue("author", writers, i, rank + 1, "behind the source")
    elif piece.kind in ("author", "editor") and (names := named(_value(piece.text))):
        yield Clue(piece.kind, tuple(names), i, rank + (0 if piece.sure else 0.5), how)
        if piece.kind == "author" and looks_like_outlet(names[0]):
            yield Clue("source", (names[0],), i, BARE_OUTLET, "outlet as author", _url(line, piece))
    elif piece.kind == "account":
        yield from _account(line, i, piece)


def _account(line: Line, i: int, piece: Piece) -> Iterator[Clue]:
    """原创 Writer Account, or 原创 Account: the first is the writer, an outlet is the source too."""
    for n, word in enumerate(words_of(_value(piece.text))[:2]):
        outlet = outlet_name(word)
        if outlet and (n or looks_like_outlet(outlet)):
            yield Clue("source", (outlet,), i, BARE_OUTLET + 0.5 * n, "account", _url(line, piece))
        if n == 0 and (names := named(word)):
            yield Clue("account" if looks_like_outlet(word) else "author", tuple(names), i, REPORTED, "account")


def _value(text: str) -> str:
    """A value up to the first word that is a button or a count."""
    for cut in _CUT:
        text = text.partition(cut)[0] if cut in text else text
    text = _UNKNOWN_LABEL.split(text)[0]
    words = text.split()
    stop = next((n for n, word in enumerate(words) if is_noise(word)), len(words))
    return " ".join(words[:stop])


def _bare(line: Line, i: int, pieces: list[Piece], above: bool) -> Iterator[Clue]:
    """Clues of what stands on an info line without a label: behind the date the outlet, before it the account."""
    if find_relative(line.text) and len(line.text) < 20:
        return
    stamp = next((piece.start for piece in pieces if piece.kind == "stamp"), None)
    for piece in pieces:
        if piece.kind or is_noise(piece.text) or len(piece.text) > BARE:
            continue
        if parts := slashed(piece.text):
            outlet, writers = parts
            if outlet and (name := outlet_name(outlet)):
                yield Clue("source", (name,), i, SLASHED, "before a slash", _url(line, piece))
            if writers:
                yield Clue("author", tuple(writers), i, SLASHED, "before a slash")
            continue
        before = piece.end < stamp if stamp is not None else above
        for n, word in enumerate(words_of(piece.text)):
            yield from _word(word, i, n, before, _url(line, piece))


def _word(word: str, i: int, n: int, before: bool, url: str | None) -> Iterator[Clue]:
    """The clue of one unlabelled word of an info line, the n-th of its piece."""
    if is_noise(word) or word.lower() in NOBODY or word.lower() in ROLES or is_filing(word) or word[-1] in "于於":
        return
    if found := people(word):
        yield Clue("author", tuple(found), i, BARE_NAME, "person " + ("before" if before else "behind") + " the date")
        return
    name = outlet_name(word)
    if name is None or len(name) > LONGEST_BARE:
        return
    if looks_like_outlet(name):
        rank = BARE_OUTLET + 0.1 * n + (0.5 if before else 0)
        yield Clue("source", (name,), i, rank, "outlet " + ("before" if before else "behind") + " the date", url)
    if before and may_be_account(name):
        yield Clue("account", (name,), i, BARE_NAME + n, "account before the date")


def _url(line: Line, piece: Piece) -> str | None:
    """The address of the link that a piece's text is, or is part of."""
    return next((link.url for link in line.links if link.start < piece.end and piece.start < link.end and link.url), None)


# ---------------------------------------------------------------- inside the body

def _inside(draft: Draft, zones: Zones) -> Iterator[Clue]:
    """Clues of the body's own lines: datelines, short lines that name reporters, the closing bracket."""
    lines = draft.page.lines
    opened = False
    for i in range(draft.body[0], draft.body[-1] + 1) if draft.body else ():
        text = lines[i].text
        names = dateline(text) if i in zones.opening and not opened else filed(text[:60])
        if names:
            opened = True
            yield Clue("author", tuple(names), i, REPORTED, "dateline")
        elif len(text) <= SHORT and not _is_around(draft, i):
            yield from _byline_inside(lines[i], i)
    for i in zones.closing[-1:]:
        if names := signature(lines[i].text, pen_names=True):
            yield Clue("author", tuple(names), i, REPORTED, "closing bracket")


def _byline_inside(line: Line, i: int) -> Iterator[Clue]:
    """A body line that is nothing but a byline."""
    names = reporters(line.text)
    if names and len(line.text) <= len("".join(names)) + 24:
        yield Clue("author", tuple(names), i, REPORTED, "reporter")
        return
    pieces = [piece for piece in take_apart(line.text) if piece.kind != "other"]
    if not pieces or any(piece.kind not in ("source", "author", "editor") for piece in pieces):
        return
    for piece in pieces:
        strict = people(piece.text) if piece.kind != "source" else []
        if piece.kind == "source" and piece.sure or strict and len("".join(strict)) >= len(piece.text.replace(" ", "")) - 8:
            yield from _labelled(line, i, piece, AFTER)


# ---------------------------------------------------------------- after the body

def _tail(draft: Draft, zones: Zones) -> Iterator[Clue]:
    """Clues of the lines after the body, and of the bracket at its very end."""
    for i in zones.closing:
        if text := _last_bracket(draft.page.lines[i].text):
            for piece in take_apart(text):
                if piece.sure:
                    yield from _labelled(draft.page.lines[i], i, piece, AFTER)
    for i in zones.tail:
        line = draft.page.lines[i]
        if len(line.text) > INFO_LINE or _is_around(draft, i):
            continue
        if match := _PERSON_EDITOR.match(line.text):
            yield Clue("editor", tuple(named(match.group(1))), i, AFTER, "bracket")
            continue
        yield from _signed_off(draft, i, line)


def _signed_off(draft: Draft, i: int, line: Line) -> Iterator[Clue]:
    """Clues of a line after the body: labels, reporters, names in a closing bracket."""
    pieces = take_apart(line.text)
    shown = draft.tagging.p(i, Role.INFO) >= SURE
    for piece in _filled(draft.page, i, pieces):
        if piece.sure or shown:
            yield from _labelled(line, i, piece, AFTER)
    for text in (line.text,) if not any(piece.kind for piece in pieces) else [piece.text for piece in pieces if not piece.kind]:
        if len(text) <= 2 * SHORT and (names := reporters(text) or signature(text)):
            yield Clue("author", tuple(names), i, REPORTED, "sign-off")


def _last_bracket(text: str) -> str:
    """The bracket that a text ends with, '' where it ends without one."""
    text = text.rstrip()
    if not text.endswith((")", "）", "】", "]")):
        return ""
    start = max(text.rfind(mark, max(0, len(text) - 80)) for mark in "(（【[")
    return text[start:] if start >= 0 else ""
