"""Clues above the body: labels of the info line, and the names that stand beside the date without a label.

An unlabelled outlet is the source; an unlabelled name before the date is the account that published the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.assembling.clues import (
    ABOVE_DATE,
    BARE_NAME,
    BARE_OUTLET,
    FIELDS,
    INFO_LINE,
    LABELLED,
    REPORTED,
    SHORT,
    Clue,
    filled,
    from_slashes,
    is_around,
    labelled,
    url_of,
)  # fmt: skip
from extractor.assembling.dates import find_relative
from extractor.assembling.info import Piece, take_apart
from extractor.assembling.names import (
    NOBODY,
    ROLES,
    is_medium,
    is_person,
    is_reporter,
    may_be_account,
    only_people,
    people,
    words_of,
)
from extractor.assembling.outlets import holds_noise, is_noise, looks_like_outlet, outlet_name
from extractor.assembling.reporters import credited, is_dateline, is_filing, reporters, slashed
from extractor.assembling.zones import SURE, Zones
from extractor.model import Draft, Line, Role
from extractor.vocabulary import labels

BARE = 40               # characters of an unlabelled piece that may hold names
LONGEST_BARE = 20       # characters of an unlabelled outlet
LONGEST_ACCOUNT = 12    # characters of an account that shares its line with the date
NEAR = 5                # lines from the date within which an unlabelled name of an info line counts
NEXT = 2                # lines from the date within which one counts that the tagger does not take for an info line
CLASSED = 6             # lines below the headline in which class words alone tell the writer
CLASSES = frozenset(labels().names.classes)
HINT = 0.12             # probability of an info line from which such a name may be an account's
ACCOUNT = "account before the date"
LABEL_FIRST = 6         # a label that ends before this character opens its line
ALONE = "alone before the date"
BESIDE_BADGE = 3.4      # rank of the account beside a platform's badge
BESIDE_DATE = 4.5       # rank of a name alone behind the date that does not end as outlets' names do
PLATFORM = frozenset(labels().outlet.platform)
_DATELINE = re.compile(r"【[^【】／╱/]*[日\d]\s?[讯訊电電]】")
_PARTED = re.compile(r"[、，,&]")
_DATE_PIECE = re.compile(r"(?:19|20)\d\d年?|[01]?\d\s?[/月-]\s?[0-3]?\d日?|[012]?\d:\d\d(?::\d\d)?")


class _Place(Struct, frozen=True):
    """Where a line's unlabelled words stand.

    distance: lines to the first date, negative behind it. shown: the tagger takes the line for an info line.
    hinted: it may be one. stamp: where a date begins in the line itself.
    """

    distance: int
    shown: bool
    hinted: bool
    stamp: int | None = None


def head_clues(draft: Draft, zones: Zones) -> Iterator[Clue]:
    """Clues of the lines around the headline."""
    lines = draft.page.lines
    title = draft.title_line if draft.title_line is not None else len(lines)
    inner = [i for i in zones.head if len(lines[i].text) <= INFO_LINE and (i > title or not is_around(draft, i))]
    apart = {i: take_apart(lines[i].text) for i in inner if not _is_title(draft, i)}
    dates = [i for i, pieces in apart.items() if _has_date(lines[i], pieces) and not is_around(draft, i)]
    dates = [i for i in dates if draft.tagging.p(i, Role.INFO) >= SURE] or dates
    before = {line.text for line in lines[: title if title < len(lines) else 0]}
    for i, pieces in apart.items():
        line = lines[i]
        if len(line.text) <= SHORT and (names := reporters(line.text) or credited(line.text)):
            yield Clue("author", tuple(names), i, REPORTED, "reporter")
        if title < i <= title + CLASSED and (name := _classed(draft, i)):
            yield Clue("account", (name,), i, REPORTED, ALONE)
        place = _place(draft, i, pieces, dates)
        for piece in filled(draft.page, i, pieces):
            if piece.sure or place is not None:
                yield from labelled(line, i, piece, LABELLED)
        inside = bool(draft.body) and i > draft.body[0]
        if i + 1 in apart and i > title and _badged(draft, i):
            yield Clue("source", (line.text,), i, BESIDE_BADGE, "account of a platform", line.links[0].url if line.links else None)
        if place is not None and not inside and not _ends_in_label(apart.get(i - 1, [])) and (place.shown or line.text not in before):
            yield from _bare(line, i, pieces, place)


def _classed(draft: Draft, i: int) -> str | None:
    """What stands alone in an element whose class words say that it holds the writer's name."""
    line = draft.page.lines[i]
    if line.hidden or len(line.text) > LONGEST_BARE or CLASSES.isdisjoint((*line.words, *draft.page.containers[line.container].words)):
        return None
    told = is_noise(line.text) or find_relative(line.text) or any(char.isdigit() or char.isspace() for char in line.text)
    return line.text if not told and may_be_account(line.text) else None


def _is_title(draft: Draft, i: int) -> bool:
    """Whether a line is the headline or repeats it; a dateline and a line that begins with a label are none."""
    text = draft.page.lines[i].text
    if (i != draft.title_line and text != draft.title) or is_dateline(text):
        return False
    return not any(piece.sure and piece.kind in FIELDS and piece.label_end < LABEL_FIRST for piece in take_apart(text))


def _has_date(line: Line, pieces: list[Piece]) -> bool:
    if any(piece.kind == "stamp" for piece in pieces):
        return True
    return len(line.text) < 20 and (find_relative(line.text) is not None or _DATE_PIECE.fullmatch(line.text) is not None)


def _ends_in_label(pieces: list[Piece]) -> bool:
    """Whether a line ends in a label without a value, which the next line holds then."""
    last = max(pieces, key=lambda piece: piece.start, default=None)
    return last is not None and last.kind == "other" and not last.text


def _place(draft: Draft, i: int, pieces: list[Piece], dates: list[int]) -> _Place | None:
    """Where the unlabelled words of a line stand; None where the line is not near enough to a date to mean anything."""
    p = draft.tagging.p(i, Role.INFO)
    title = draft.title_line if draft.title_line is not None else -1
    shown = p >= SURE or (i > title and is_dateline(draft.page.lines[i].text)) or any(piece.kind == "stamp" or (piece.kind not in ("", "other") and piece.sure) for piece in pieces)
    stamp = next((piece.start for piece in pieces if piece.kind == "stamp"), None)
    if not dates:
        return _Place(i - title, shown, p >= SURE, stamp) if shown else None
    nearest = min(abs(i - date) for date in dates)
    if nearest > (NEAR if shown else NEXT) or (not shown and (i < title or is_around(draft, i))):
        return None
    following = next((date for date in dates if i < date <= i + NEXT), dates[0])
    return _Place(following - i, shown, p >= SURE or (p >= HINT and i > title), stamp)


def _bare(line: Line, i: int, pieces: list[Piece], place: _Place) -> Iterator[Clue]:
    """Clues of what stands without a label on a line."""
    if (find_relative(line.text) and len(line.text) < 20) or _DATELINE.fullmatch(line.text):
        return  # 【某报2019年9月7日讯】 opens the text
    for piece in pieces:
        if piece.kind or is_noise(piece.text) or len(piece.text) > BARE:
            continue
        if (parts := slashed(piece.text)) and (place.shown or is_dateline(piece.text)):
            yield from from_slashes(line, i, parts, piece)
            continue
        if place.shown and _PARTED.search(piece.text) and len(names := only_people(piece.text)) > 1:
            yield Clue("author", tuple(names), i, BARE_NAME, "persons on the info line")
            continue
        words = words_of(piece.text)
        before = piece.end <= place.stamp if place.stamp is not None else place.distance > 0
        sole = len(words) == 1 and sum(other.kind != "stamp" for other in pieces) == 1
        for n, word in enumerate(words if place.shown or len(pieces) == len(words) == 1 else ()):
            for clue in _word(_Word(word, i, before, sole), place):
                yield Clue(clue.field, clue.names, i, clue.rank + 0.1 * n, clue.how, url_of(line, piece))


class _Word(Struct, frozen=True):
    """An unlabelled word of line i: before the date or behind it; sole: nothing but a date stands beside it."""

    text: str
    i: int
    before: bool
    sole: bool


def _word(word: _Word, place: _Place) -> Iterator[Clue]:
    """The clues of one unlabelled word."""
    text, where = word.text, "before the date" if word.before else "behind the date"
    if is_noise(text) or text.lower() in NOBODY or text.lower() in ROLES or is_filing(text) or text[-1] in "于於":
        return
    alone = word.sole and place.stamp is None
    believed = alone or (word.sole and word.before) or not text.isascii()
    persons = [text] if is_person(text) and believed else people(text) if is_reporter(text) else []
    name = outlet_name(text)
    if persons:
        yield Clue("author", tuple(persons), word.i, BARE_NAME, f"person {where}")
    elif name is None or len(name) > LONGEST_BARE or holds_noise(name):
        return
    else:
        yield from _outlet(name, word, place)
        if word.sole and not word.before and place.stamp is not None and place.shown and _may_be_origin(name):
            yield Clue("source", (name,), word.i, BESIDE_DATE, "alone behind the date")
        if word.before and place.hinted and may_be_account(name) and _stands_for_account(name, alone, place):
            yield Clue("account", (name,), word.i, BARE_NAME + 0.1 * abs(place.distance), ALONE if alone else ACCOUNT)


def _outlet(name: str, word: _Word, place: _Place) -> Iterator[Clue]:
    """The clue of an unlabelled outlet: a medium anywhere near the date, an office only behind it."""
    office = looks_like_outlet(name) and not name.endswith(labels().outlet.companies)
    if is_medium(name) or (office and place.shown and not word.before):
        rank = BARE_OUTLET + 0.5 * word.before + 0.8 * (not place.shown)
        yield Clue("source", (name,), word.i, rank, ABOVE_DATE if word.before else "outlet behind the date")


def _may_be_origin(name: str) -> bool:
    """Whether a name without an outlet's ending may be one, where it stands alone behind the date."""
    return 2 <= len(name) <= LONGEST_ACCOUNT and may_be_account(name) and not name.isascii()


def _badged(draft: Draft, i: int) -> bool:
    """Whether the line below is a platform's badge alone, as behind the name of an account."""
    text, badge = draft.page.lines[i].text, draft.page.lines[i + 1].text
    return badge in PLATFORM and 2 <= len(text) <= LONGEST_BARE and may_be_account(text) and not is_noise(text)


def _stands_for_account(name: str, alone: bool, place: _Place) -> bool:
    """Whether a name stands as accounts do: alone on its line, or short and no outlet's on the line of the date."""
    return alone or (place.stamp is not None and 2 < len(name) <= LONGEST_ACCOUNT and not looks_like_outlet(name))
