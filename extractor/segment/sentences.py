"""Text -> sentences as a reader would cut them.

A line end always ends a sentence. Within a line 。！？；… and their half-width kin do, unless they stand inside
quotation marks or brackets, go on behind them, or are part of a number, an abbreviation, an address or a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extractor.vocabulary import segment_words

Span = tuple[int, int]

_WINDOW = 32
"""How many characters before and behind a mark are looked at."""

LONGEST_ASIDE = 250
"""A quotation or bracket longer than this (in characters) is cut inside like any text."""

_PAIRS = dict(zip("“‘「『﹁﹃《〈（(［[【〔｛{〝«", "”’」』﹂﹄》〉）)］]】〕｝}〞»", strict=True))
_QUOTES = frozenset('“‘「『﹁﹃〝«"')
_LABELS = frozenset("《〈【[［")  # titles, labels, emoticons: a mark inside never ends what is around
_CLOSERS = "".join(_PAIRS.values()) + '"'
_BRACKET = re.compile("[" + re.escape("".join(_PAIRS) + _CLOSERS) + "]")
_MARKS = re.compile(r"[。｡！!？?；;…⋯‼⁇⁈⁉.．]+")
_ELLIPSIS = re.compile(r"[…⋯]+|[.．]{2,}|。{2,}")
_DOTS = frozenset(".．")
_PAUSES = frozenset("，,、：:；;。？?！!")  # after a closing mark these go on with the sentence
_TAIL = re.compile(
    "(?:[" + re.escape(_CLOSERS) + "～~"
    "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]"  # emoji
    r"|[\[［]\d{1,3}[\]］])+"  # footnote
)
_WORD = re.compile(r"\w")
_NOT_SPACE = re.compile(r"\S")
_LATIN_BEFORE_DOT = re.compile(r"(?a:(?:\b[A-Za-z]\.)*\b([A-Za-z]+)$)")
_NUMBER_BEFORE_DOT = re.compile(r"(?a:(?:^|[^\w.,])\d{1,3}$)")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ENTITY = re.compile(r"(?a:&#?\w{1,10};$)")


class _Line(NamedTuple):
    """A line of a text: where it starts and ends, and its outermost quotations and brackets."""

    text: str
    start: int
    end: int
    asides: Sequence[Span]


def sentences(text: str, whole: Sequence[Span] = ()) -> list[Span]:
    """Sentences as (start, end) in characters, in order, without the white space around them.

    whole: spans, in order, that are one sentence a line whatever marks they hold: headings, code.
    """
    found: list[Span] = []
    dotted = "。" not in text
    uncut = iter([*whole, (len(text), len(text))])
    low, high = next(uncut)
    for start, end in _lines(text):
        while start >= high and high < len(text):
            low, high = next(uncut)
        cuts = () if low <= start and end <= high else _cuts(text, start, end, dotted)
        found += _strip(text, pairwise([start, *cuts, end]))
    return found


def _lines(text: str) -> Iterator[Span]:
    """Lines that are not empty, without the white space at their ends."""
    start = 0
    for line in text.splitlines(keepends=True):
        if stripped := line.rstrip():
            yield start, start + len(stripped)
        start += len(line)


def _strip(text: str, pieces: Iterator[Span]) -> list[Span]:
    """Pieces of one line without outer white space; one that has no word joins the piece before it."""
    found: list[Span] = []
    for start, end in pieces:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start >= end:
            continue
        if found and not _WORD.search(text, start, end):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _cuts(text: str, start: int, end: int, dotted: bool) -> Iterator[int]:
    """Where sentences of the line end, but for the last; dotted: the text has no 。 and may use full stops for it."""
    line: _Line | None = None
    first, word = start, _first_word(text, start, end)
    for mark in _MARKS.finditer(text, start, end):
        if mark.start() < word or mark.end() == end:  # what has no word is no sentence
            continue
        line = line or _Line(text, start, end, _asides(text, start, end))
        aside = _aside_around(line, mark.start())
        cut = _after_aside(line, first, aside, mark) if aside else _after_mark(line, first, mark, dotted)
        if cut is not None:
            first = _tail(line, cut)
            word = _first_word(text, first, end)
            yield first


def _first_word(text: str, start: int, end: int) -> int:
    found = _WORD.search(text, start, end)
    return found.start() if found else end


def _aside_around(line: _Line, at: int) -> Span | None:
    place = bisect_left(line.asides, (at,))
    return line.asides[place - 1] if place and line.asides[place - 1][1] > at else None


def _tail(line: _Line, at: int) -> int:
    """Where closing marks, footnotes and emoji that belong to the sentence before `at` end."""
    aside = _aside_around(line, at + 1)  # a straight quotation mark at `at` may open the next one
    tail = None if aside and line.text[at] == '"' else _TAIL.match(line.text, at, line.end)
    return tail.end() if tail else at


# ---------------------------------------------------------------- quotations and brackets

def _asides(text: str, start: int, end: int) -> list[Span]:
    """Outermost pairs of quotation marks or brackets, (first character, last character); lone ones are passed over."""
    pairs: list[Span] = []
    stack: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        at, mark = match.start(), match.group()
        opener = _partner(text, stack, mark)
        if opener is not None:
            pairs.append((stack[opener], at))
            del stack[opener:]
        elif mark in _PAIRS or mark == '"':
            stack.append(at)
    outer: list[Span] = []
    for opening, closing in sorted(pairs):
        if closing - opening <= LONGEST_ASIDE and (not outer or opening > outer[-1][1]):
            outer.append((opening, closing))
    return outer


def _partner(text: str, stack: list[int], mark: str) -> int | None:
    """Place on the stack of the nearest open mark that this one closes."""
    for place in range(len(stack) - 1, max(-1, len(stack) - 9), -1):
        opener = text[stack[place]]
        if _PAIRS.get(opener) == mark or opener == mark == '"':
            return place
    return None


def _after_aside(line: _Line, first: int, aside: Span, mark: re.Match[str]) -> int | None:
    """Where the sentence ends whose quotation or bracket closes behind this mark; None where it goes on."""
    text, (opening, closing) = line.text, aside
    if text[mark.end():closing].strip(_CLOSERS + " ") or text[opening] in _LABELS:
        return None
    rest = text[closing + 1:min(line.end, closing + _WINDOW)].lstrip()
    lead = text[max(first, opening - _WINDOW):opening].strip()
    if not rest or rest[0] in _PAUSES or rest[0].islower() or rest.startswith(segment_words().continuing):
        return None
    if text[opening] not in _QUOTES:
        ends = not lead
    elif not lead:
        ends = not _speech_tag().match(rest)
    elif lead[-1] in "：:，," or lead.endswith(segment_words().speech):
        ends = True
    else:
        ends = mark.group()[-1] not in "！!？?"  # “……！” may be a part of the clause around it, “……。” is not
    return _with_source(line, closing + 1) if ends else None


def _with_source(line: _Line, at: int) -> int:
    """Where a short bracket ends that stands right behind a quotation: its source, a laugh."""
    aside = _aside_around(line, at + 1)
    if not aside or line.text[at] not in "（(" or aside[1] - at > _WINDOW or _MARKS.search(line.text, *aside):
        return at
    return aside[1] + 1


@cache
def _speech_tag() -> re.Pattern[str]:
    """Who said what stands before: a short clause that ends with a verb of speech, and does not open a quotation."""
    verbs = "|".join(sorted(map(re.escape, segment_words().speech), key=len, reverse=True))
    return re.compile(rf"[^\s，,。！!？?；;：:…“”「」『』\"]{{0,14}}?(?:{verbs})(?=[，,。！!.…]|$)")


# ---------------------------------------------------------------- marks outside of them

def _after_mark(line: _Line, first: int, mark: re.Match[str], dotted: bool) -> int | None:
    """Where the sentence ends that closes with this mark; None where it goes on."""
    text, run = line.text, mark.group()
    following = text[mark.end()]
    if run in _DOTS:
        ends = _dot_ends(line, first, mark.start(), dotted)
    elif following in _PAUSES:
        ends = False
    elif _ELLIPSIS.fullmatch(run):
        ends = _ellipsis_ends(line, mark)
    elif run[-1] in "!?;.":
        glued = following.isascii() and not following.isspace() and following not in _CLOSERS + "([{~"
        ends = not (glued or _ENTITY.search(text, max(first, mark.end() - 13), mark.end()))
    else:
        ends = True
    if ends and run[-1] in "!！?？" and text.endswith(segment_words().names, first, mark.end()):
        ends = False
    return mark.end() if ends else None


def _ellipsis_ends(line: _Line, mark: re.Match[str]) -> bool:
    """An ellipsis ends a sentence, but not between stammered characters (我……我) nor before 等."""
    text = line.text
    following = _following(line, mark.end())
    stammered = any(text[mark.start() - size:mark.start()] == text[following:following + size] for size in (1, 2, 3))
    return not (stammered or text[following].islower() or text.startswith(segment_words().after_ellipsis, following))


def _following(line: _Line, at: int) -> int:
    """Where the first character at or behind `at` stands that is no white space; the line does not end in any."""
    found = _NOT_SPACE.search(line.text, at, line.end)
    return found.start() if found else at


def _dot_ends(line: _Line, first: int, at: int, dotted: bool) -> bool:
    """Whether the full stop at `at` ends a sentence; numbers, abbreviations, addresses and names hold some too."""
    text = line.text
    following = text[at + 1]
    if not following.isspace() and not _HAN.match(following) and following not in _CLOSERS:
        return False
    window = text[max(first, at - _WINDOW):at].lstrip()
    if _NUMBER_BEFORE_DOT.search(window) and (len(window) <= 3 or not following.isspace()):
        return False  # the number of a list item
    latin = _LATIN_BEFORE_DOT.search(window)
    if latin and (len(latin[1]) == 1 or latin[1].lower() in segment_words().abbreviations):
        return False
    if _HAN.match(following) and at > first and _HAN.match(text[at - 1]):
        return dotted  # 约翰.史密斯 where 。 ends the sentences
    return not text[_following(line, at + 1)].islower()
