"""What the words of the vocabulary say of each line, as numbers for the tagger.

A heading's words name the kind of the list below it, labels announce the fields, class words the place: what is known of them need not be
learned from a few hundred pages.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.headings import STEM, heading_before, is_control, is_count, name_heading, says_neighbour
from extractor.model import Kind, Page, PageType
from extractor.vocabulary import cues, labels, markup, page_types

Floats = NDArray[np.floating[Any]]

NAMED = (
    Kind.RELATED, Kind.HOT, Kind.LATEST, Kind.RECOMMENDED, Kind.MORE_FROM_AUTHOR, Kind.PREV_NEXT, Kind.TAGS, Kind.COMMENTS, Kind.FOOTER,
    Kind.COPYRIGHT,
)  # fmt: skip
KINDS = len(NAMED) + 1      # the last column stands for all other kinds
COLUMN = {kind: NAMED.index(kind) if kind in NAMED else KINDS - 1 for kind in Kind}
TYPES = (PageType.FORUM, PageType.QA, PageType.ENCYCLOPEDIA)
PLACES = ("related", "hot", "latest", "recommended", "prev_next", "tags", "reply", "body")
OWN = KINDS + 5 + 4 + len(TYPES)
WIDTH = OWN + KINDS + 1 + 2 * len(PLACES)

FADE = 12.0         # lines after which a heading's word is worth a third
REACH = 2           # how many levels above a heading its list may hang
LONGEST = 160       # characters; longer lines are prose
LONGEST_MARK = 40
FLOOR = r"\s?(?:#\s?\d{1,4}|\d{1,4}\s?[#楼樓])"


def of_cues(page: Page, chain: NDArray[np.int64]) -> Floats:
    """(N, WIDTH) the vocabulary's view of each line, of the last heading above it, and of the class words around it.

    chain: (N, levels) containers of each line, innermost first.
    """
    own = np.zeros((len(page.lines), OWN), np.float32)
    for row, line in zip(own, page.lines, strict=True):
        for column, value in _of_text(line.text):
            row[column] = value
    places = np.array([_places_of(container.words) for container in page.containers])[chain[:, :4]]
    near, far = places[:, 0] | places[:, 1], places[:, 2] | places[:, 3]
    flags = [(part[:, None] >> np.arange(len(PLACES))) & 1 for part in (near, far)]
    return np.concatenate([own, _of_heading_above(own[:, :KINDS], chain), *flags], axis=1, dtype=np.float32)


def _of_heading_above(named: Floats, chain: NDArray[np.int64]) -> Floats:
    """(N, KINDS + 1) what the last known heading above a line says, fading with distance; whether its container, or one near it, holds the line."""
    index = np.arange(len(named))
    sure = np.where(named.max(axis=1) >= STEM, index, -1)
    last = np.maximum.accumulate(np.concatenate([[-1], sure[:-1]]))
    heard = (last >= 0)[:, None]
    words = np.where(heard, named[last] * np.exp((last - index) / FADE)[:, None], 0)
    inside = heard & (chain == chain[last, REACH][:, None]).any(axis=1, keepdims=True)
    return np.concatenate([words, inside], axis=1)


@lru_cache(maxsize=8192)
def _of_text(text: str) -> tuple[tuple[int, float], ...]:
    """What is not 0 of the OWN columns of one line: kinds, control and count, labels before items, fields' labels, marks of page types."""
    if len(text) > LONGEST:
        return ()
    naming, label = name_heading(text), heading_before(text)
    named = [(COLUMN[naming.kind], naming.certainty)] if naming is not None else []
    short, labelled = len(text) <= LONGEST_MARK, ":" in text or "：" in text
    said = (
        is_control(text), is_count(text), label is not None and label.kind is Kind.TAGS,
        label is not None and label.kind is Kind.PREV_NEXT, says_neighbour(text),
        *[labelled and pattern.search(text) for pattern in _labels()],
        *[short and pattern.match(text) for pattern in _marks()],
    )  # fmt: skip
    return (*named, *[(KINDS + column, 1.0) for column, true in enumerate(said) if true])


@cache
def _labels() -> list[re.Pattern[str]]:
    known = labels()
    return [re.compile(rf"(?:{_any_of(words)})\s?[:：]") for words in (known.date, known.source, known.author, known.editor)]


@cache
def _marks() -> list[re.Pattern[str]]:
    return [
        re.compile((FLOOR + "|" if kind is PageType.FORUM else "") + rf"\W{{0,2}}(?:{_any_of(page_types()[kind].marks)})")
        for kind in TYPES
    ]


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


@lru_cache(maxsize=65536)
def _places_of(words: tuple[str, ...]) -> int:
    """The PLACES that class words name, a bit each."""
    known = _places()
    found = 0
    for word in words:
        found |= known.get(word, 0)
    return found


@cache
def _places() -> dict[str, int]:
    words = {**cues().classes, "reply": markup().reply_words, "body": markup().body_words}
    known: dict[str, int] = {}
    for bit, place in enumerate(PLACES):
        for word in words[place]:
            known[word] = known.get(word, 0) | 1 << bit
    return known
