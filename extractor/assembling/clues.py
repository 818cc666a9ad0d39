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
FIELDS = ("source", "author", "account", "editor")
BARE = 40               # characters of an unlabelled piece that may hold names
LONGEST_BARE = 20       # characters of an unlabelled outlet or account
LABELLED, SLASHED, AFTER, REPORTED, BARE_OUTLET, BARE_NAME = 0.0, 1.0, 1.2, 2.0, 2.5, 4.0    # ranks of clues
ALONE = "alone before the date"
HINT = 0.12             # probability from which a line right before the date is taken for an info line
AT_ONCE = 4             # lines after the body where labels are believed whatever the tagger takes the line for
PLACEHOLDER = 5.0       # added to the rank of a source that names none: 网络, 本站
NEAR = 5                # lines from the date within which an unlabelled name stands
_BRACKETED_EDITOR = re.compile(r"^[（(]\s?(?:([^\s:：()（）]{2,8})\s?(?:编辑|編輯)|[^\s:：()（）]{0,12}(?:编辑|編輯)\s([^:：()（）]{2,16}))\s?[)）]$")
_DATE_PIECE = re.compile(r"(?:19|20)\d\d年?|[01]?\d\s?[/月-]\s?[0-3]?\d日?|[012]?\d:\d\d(?::\d\d)?")
_UNKNOWN_LABEL = re.compile(r"\s[\u3400-\u9fff]{2,6}\s?[:：]")
_PROSE = re.compile(r"[。！？!?…]|，.{8}")
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
    lines = {i: draft.page.lines[i] for i in zones.head if not _is_title(draft, i) and not _is_around(draft, i)}
    apart = {i: take_apart(line.text) for i, line in lines.items() if len(line.text) <= INFO_LINE}
    dates = [i for i, pieces in apart.items() if _has_date(lines[i], pieces)]
    dates = [i for i in dates if draft.tagging.p(i, Role.INFO) >= SURE] or dates
    for i, pieces in apart.items():
        line, closed = lines[i], _ends_in_label(apart.get(i - 1, []))
        if len(line.text) <= SHORT and (names := reporters(line.text)):
            yield Clue("author", tuple(names), i, REPORTED, "reporter")
        if not _is_info(draft, i, pieces, dates):
            continue
        for piece in _filled(draft.page, i, pieces):
            yield from _labelled(line, i, piece, LABELLED)
        if not closed and (not dates or min(abs(i - date) for date in dates) <= NEAR):
            yield from _bare(line, i, pieces, dates[0] - i if dates else i - (draft.title_line or 0))


def _is_title(draft: Draft, i: int) -> bool:
    """Whether a line is the headline or repeats it."""
    return i == draft.title_line or draft.page.lines[i].text == draft.title


def _is_info(draft: Draft, i: int, pieces: list[Piece], dates: list[int]) -> bool:
    """Whether a line above the body is an info line: the tagger, a label or a date says so, or a date follows at once."""
    p = draft.tagging.p(i, Role.INFO)
    if p >= SURE or any(piece.kind not in ("", "other") for piece in pieces):
        return True
    title = draft.title_line
    return p >= HINT and title is not None and title < i and any(i < date <= i + 2 for date in dates)


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
    elif piece.kind == "poster" and (names := people(_value(piece.text))):
        yield Clue("author", tuple(names), i, rank + 0.5, how)
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


def _bare(line: Line, i: int, pieces: list[Piece], distance: int) -> Iterator[Clue]:
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
        before = piece.end < stamp if stamp is not None else distance > 0
        for n, word in enumerate(words_of(piece.text)):
            alone = stamp is None and len(pieces) == 1 and word == piece.text
            yield from _word(word, i, _Place(before, abs(distance), alone, n, _url(line, piece)))


class _Place(Struct, frozen=True):
    """Where an unlabelled word stands: how far before the date, alone on its line, the n-th of its piece, in which link."""

    before: bool
    distance: int
    alone: bool
    n: int
    url: str | None


def _word(word: str, i: int, place: _Place) -> Iterator[Clue]:
    """The clue of one unlabelled word of an info line."""
    before = place.before
    if is_noise(word) or word.lower() in NOBODY or word.lower() in ROLES or is_filing(word) or word[-1] in "于於":
        return
    if found := people(word):
        yield Clue("author", tuple(found), i, BARE_NAME, "person " + ("before" if before else "behind") + " the date")
        return
    name = outlet_name(word)
    if name is None or len(name) > LONGEST_BARE:
        return
    if looks_like_outlet(name):
        rank = BARE_OUTLET + 0.1 * place.n + (0.5 if before else 0)
        yield Clue("source", (name,), i, rank, "outlet " + ("before" if before else "behind") + " the date", place.url)
    if before and may_be_account(name) and (place.alone or len(name) > 2 and not looks_like_outlet(name)):
        how = ALONE if place.alone else "account before the date"
        yield Clue("account", (name,), i, BARE_NAME + place.n + 0.1 * place.distance, how)


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
        edge = i in zones.opening or i in zones.closing
        if len(text) <= SHORT and (clues := list(_byline_inside(lines[i], i, edge))):
            yield from clues
        elif names := dateline(text) if i in zones.opening and not opened else filed(text[:60]):
            opened = True
            yield Clue("author", tuple(names), i, REPORTED, "dateline")
    for i in zones.closing[-1:]:
        if names := signature(lines[i].text, pen_names=True):
            yield Clue("author", tuple(names), i, REPORTED, "closing bracket")


def _byline_inside(line: Line, i: int, edge: bool) -> Iterator[Clue]:
    """A body line that is nothing but a byline; at the body's edge a label is believed whatever it names."""
    pieces = take_apart(line.text)
    labelled = [piece for piece in pieces if piece.kind in FIELDS and piece.sure]
    for piece in pieces:
        names = reporters(piece.text) if piece.kind == "" else []
        if names and len(piece.text) <= len("".join(names)) + 24:
            yield Clue("author", tuple(names), i, REPORTED, "reporter")
    if not edge and any(piece.kind == "" for piece in pieces):
        return
    for piece in labelled:
        strict = people(piece.text) if piece.kind != "source" else []
        whole = strict and len("".join(strict)) >= len(piece.text.replace(" ", "")) - 8
        if edge and not _PROSE.search(piece.text) or piece.kind == "source" or whole:
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
        if len(line.text) > INFO_LINE:
            continue
        if match := _BRACKETED_EDITOR.match(line.text):
            yield Clue("editor", tuple(named(match.group(1) or match.group(2))), i, AFTER, "bracket")
            continue
        yield from _signed_off(draft, i, line)


def _signed_off(draft: Draft, i: int, line: Line) -> Iterator[Clue]:
    """Clues of a line after the body: labels, reporters, names in a closing bracket."""
    pieces = take_apart(line.text)
    shown = draft.tagging.p(i, Role.INFO) >= SURE
    near = not draft.body or i <= draft.body[-1] + AT_ONCE
    around = _is_around(draft, i)
    for piece in _filled(draft.page, i, pieces):
        if shown or piece.sure and (not around or near or piece.kind == "editor"):
            yield from _labelled(line, i, piece, AFTER)
    if around and not near:
        return
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
