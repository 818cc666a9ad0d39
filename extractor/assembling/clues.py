"""What a label on a line says of an article's source, writers and editors, and how telling that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter

from msgspec import Struct

from extractor.assembling.dates import any_of
from extractor.assembling.info import Piece, take_apart
from extractor.assembling.names import NOBODY, is_pen_name, is_person, named, people, unit_of, words_of
from extractor.assembling.outlets import behind_outlet, is_noise, looks_like_outlet, outlet_name
from extractor.assembling.zones import AROUND
from extractor.model import Draft, Line, Page
from extractor.vocabulary import labels

FIELDS = ("source", "author", "account", "poster", "editor")
INFO_LINE = 160         # characters; a longer line is prose
SHORT = 48              # characters of a line that may be nothing but a byline
VALUE_LINE = 30         # characters of a line that is the value of a label on the line above
# ranks of clues, the lower the more telling: a label above the body, a dateline with slashes, a label behind the body,
# a reporter named in running text, an unlabelled outlet, an unlabelled name
LABELLED, SLASHED, AFTER, REPORTED, BARE_OUTLET, BARE_NAME = 0.0, 1.0, 1.2, 2.0, 2.5, 4.0
FILED = 7.0             # an outlet that only signs the text: (某社), 某社北京9日电
ABOVE_DATE = "outlet before the date"
SIGNED = "outlet alone behind the body"
INSIDE = 3.2            # a source's label between the body's edges: of a picture or of one item among several
PLACEHOLDER = 5.0       # added to the rank of a source that names none: 网络, 本站
MOSTLY = 0.6            # probability from which a line is taken for something around the article
_AROUND = itemgetter(*AROUND)
_UNKNOWN_LABEL = re.compile(r"\s[\u3400-\u9fff]{2,6}\s?[:：]")
_ON_PLATFORM = re.compile(rf"(?:{any_of(labels().outlet.platform)})\s?[-–—·|]\s?(\S{{2,16}})")
_CUT = labels().outlet.cut


class Clue(Struct, frozen=True):
    """Names that a line gives for a field (source, author, editor, account); how tells by what."""

    field: str
    names: tuple[str, ...]
    line: int
    rank: float
    how: str
    url: str | None = None

    @property
    def labelled(self) -> bool:
        """Whether a label word announces the names."""
        return self.how.startswith("label ")


def labelled(line: Line, i: int, piece: Piece, rank: float) -> Iterator[Clue]:
    """The clues of a labelled value; without a colon a label is a little less telling."""
    how = f"label {piece.label}"
    rank += 0 if piece.sure else 0.5
    if piece.kind == "source":
        yield from _source(line, i, piece, rank)
    elif piece.kind == "poster" and (names := people(_value(piece.text))):
        yield Clue("author", tuple(names), i, rank, how)
    elif piece.kind in ("author", "editor") and (names := named(_value(piece.text))):
        if piece.kind == "editor" and not piece.sure and not any(map(is_person, names)):
            return  # 编辑 讨论: buttons
        yield Clue(piece.kind, tuple(names), i, rank, how)
        if piece.kind == "author" and (outlet := unit_of(piece.text)):
            yield Clue("source", (outlet,), i, FILED, how)
        if piece.kind == "author" and rank < SLASHED and looks_like_outlet(names[0]):
            yield Clue("source", (names[0],), i, BARE_OUTLET, how, url_of(line, piece))
    elif piece.kind == "account":
        yield from _account(line, i, piece)


def _source(line: Line, i: int, piece: Piece, rank: float) -> Iterator[Clue]:
    name = outlet_name(piece.text, quoted=piece.sure)
    if match := _ON_PLATFORM.fullmatch(piece.text):
        name = piece.text
        yield Clue("author", (match.group(1),), i, rank + 1, "account of the source")
    if name is None:
        return
    rank += PLACEHOLDER if name in NOBODY else 0
    yield Clue("source", (name,), i, rank, f"label {piece.label}", url_of(line, piece))
    signed = rank >= AFTER  # （来源：某网 某某 编辑：某某）: behind the body a pen name may stand there
    writers = tuple(word for word in behind_outlet(piece.text) if is_person(word) or (signed and is_pen_name(word)))
    if writers:
        yield Clue("author", writers, i, rank + 1, "behind the source")


def _account(line: Line, i: int, piece: Piece) -> Iterator[Clue]:
    """原创 Writer Account, or 原创 Account: the first is the writer, an outlet is the source too."""
    for n, word in enumerate(words_of(_value(piece.text))[:2]):
        outlet = outlet_name(word)
        if outlet and (n or looks_like_outlet(outlet)):
            yield Clue("source", (outlet,), i, BARE_OUTLET + 0.5 * n, "account", url_of(line, piece))
        if n == 0 and (names := named(word)):
            account = looks_like_outlet(word)
            yield Clue("account" if account else "author", tuple(names), i, REPORTED if account else BARE_NAME, "account")


def _value(text: str) -> str:
    """A value up to the first word that is a button, a count or an unknown label."""
    for cut in _CUT:
        text = text.partition(cut)[0] if cut in text else text
    words = _UNKNOWN_LABEL.split(text)[0].split()
    stop = next((n for n, word in enumerate(words) if is_noise(word)), len(words))
    return " ".join(words[:stop])


def filled(page: Page, i: int, pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces of a line; an empty label that ends it takes the next line for its value."""
    for piece in pieces:
        if piece.kind in ("source", "author", "editor") and not piece.text and i + 1 < len(page.lines):
            text, following = page.lines[i].text, page.lines[i + 1].text
            ends = not text[piece.label_end :].strip(" :：")
            if ends and len(following) <= VALUE_LINE and not any(other.kind for other in take_apart(following)):
                yield Piece(piece.kind, following, 0, 0, piece.sure, piece.label)
                continue
        yield piece


def from_slashes(line: Line, i: int, parts: tuple[str | None, list[str]], piece: Piece | None = None) -> Iterator[Clue]:
    """The clues of a line that slashes part into outlet, writers and place."""
    outlet, writers = parts
    if outlet and (name := outlet_name(outlet)):
        yield Clue("source", (name,), i, SLASHED, "before a slash", url_of(line, piece) if piece else None)
    if writers:
        yield Clue("author", tuple(writers), i, SLASHED, "before a slash")


def url_of(line: Line, piece: Piece) -> str | None:
    """The address of the link that a piece's text is, or is part of."""
    return next((link.url for link in line.links if link.start < piece.end and piece.start < link.end and link.url), None)


def is_around(draft: Draft, line: int) -> bool:
    """Whether the tagger takes a line for something around the article."""
    return bool(sum(_AROUND(draft.tagging.roles[line])) > MOSTLY)
