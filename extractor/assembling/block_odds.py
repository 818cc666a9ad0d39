"""What place, words and known headings say of each line outside the body, on top of the tagger's probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.assembling.block_shapes import Shapes
from extractor.assembling.headings import (
    MAX_PRINTED,
    STEM,
    heading_before,
    is_control,
    is_count,
    is_ruled,
    name_heading,
    says_neighbour,
)
from extractor.model import MAIN_KINDS, Draft, Kind, Line, Role
from extractor.vocabulary import cues

KNOWN_HEADING = 8.0    # odds that the words of a known heading give
CERTAIN = 50.0         # odds for words that leave no doubt: 上一篇：...
UNLIKELY = 0.1
BEFORE, INSIDE = 0.1, 0.05  # odds of a list before the headline, and between lines of the body
BELOW = 3.0            # odds that a known heading gives to what it announces
FLOOR = 0.02           # added to a probability before odds, so that words can speak against a tagger that is sure
MIN_HEADING = 0.3      # probability from which a line is heard as a heading
MIN_TITLE = 8          # characters of a line that may be a title
MAX_BOX, MAX_FLAT_BOX = 120, 12  # lines that a heading is heard over, in HTML and in plain text
TAG_CLASS = 10.0       # odds that the class words around a line of short links give to tags
NO_TAG = 0.3           # the same where they do not
MAX_TAG = 10           # characters of a tag, in the mean
MENU_LINKS = 8         # links of a line that make it a menu where they are short
MENU_LINK = 5          # characters of a menu's link, in the mean
SHORT_HEADING = 8      # characters of a heading in plain text that only its length makes known
LONGER = 1.6           # how many times longer the entries below it are
SHORT_ODDS = 4.0
LIST = (Role.HEADING, Role.ITEM, Role.DETAIL)
ROLES_OF = {
    **dict.fromkeys((Kind.RELATED, Kind.HOT, Kind.LATEST, Kind.RECOMMENDED, Kind.MORE_FROM_AUTHOR), LIST),
    Kind.COMMENTS: (Role.COMMENT,), Kind.FOOTER: (Role.FOOTER,), Kind.AUTHOR_BIO: (Role.BIO,), Kind.AD: (Role.AD,),
    Kind.COPYRIGHT: (Role.COPYRIGHT,), Kind.NAV: (Role.NAV,), Kind.LOGIN: (Role.LOGIN,), Kind.SHARE: (Role.SHARE,),
    Kind.OTHER: (Role.OTHER,),
}  # fmt: skip

Rows = NDArray[np.float64]


def weighed_rows(draft: Draft, outside: Sequence[int], shapes: Shapes) -> Rows:
    """Probabilities by Role of the lines outside the body: the tagger's, times all odds, each row with sum 1."""
    lines = [draft.page.lines[index] for index in outside]
    rows = np.array([draft.tagging.roles[index] for index in outside])
    rows[:, [Role.BODY, Role.TITLE]] = 0
    rows[:, LIST] *= _odds_of_places(draft)[outside, None]
    for row, line in zip(rows, lines, strict=True):
        if not says_neighbour(line.text):
            row[Role.PREV_NEXT] = 0  # needs its words
        among_tags = not shapes.flat and _stands_among_tags(line, draft)
        row[Role.TAGS] = (row[Role.TAGS] + FLOOR) * TAG_CLASS if among_tags else row[Role.TAGS] * NO_TAG
        for role, odds in _odds_of_words(line.text):
            row[role] = (row[role] + FLOOR) * odds
        if _is_menu(line):
            row[[*LIST]] *= UNLIKELY
    if shapes.flat:
        _hear_lengths(rows, lines)
    rows = _normal(rows)
    _hear_headings(rows, outside, lines, shapes)
    return _normal(rows)


def _normal(rows: Rows) -> Rows:
    return np.asarray(rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-9))


def _odds_of_places(draft: Draft) -> Rows:
    """For each line the odds that its place gives to a list: most stand after the body, hardly any inside of it."""
    odds = np.ones(len(draft.page.lines))
    if draft.body:
        first = draft.body[0] if draft.title_line is None else min(draft.title_line, draft.body[0])
        odds[:first] = BEFORE
        odds[first : draft.body[-1]] = INSIDE
    return odds


def _odds_of_words(text: str) -> Iterator[tuple[Role, float]]:
    """What a line's words say for and against its roles."""
    label = heading_before(text)
    if label is not None:
        if label.kind is Kind.PREV_NEXT:
            yield Role.PREV_NEXT, CERTAIN
        elif label.kind is Kind.TAGS:
            yield Role.TAGS, CERTAIN
        return
    if is_ruled(text):
        yield Role.HEADING, CERTAIN
    if len(text) > MAX_PRINTED:
        return
    if is_control(text) or is_count(text):
        yield Role.ITEM, UNLIKELY
        yield Role.HEADING, UNLIKELY
        return
    naming = name_heading(text)
    if naming is not None and naming.kind in MAIN_KINDS:
        yield Role.HEADING, 1 + (KNOWN_HEADING - 1) * naming.certainty


def _stands_among_tags(line: Line, draft: Draft) -> bool:
    """Whether a line of short links stands in a container whose class words speak of tags."""
    if not draft.body or not line.links or sum(link.end - link.start for link in line.links) > MAX_TAG * len(line.links):
        return False
    container = draft.page.containers[line.container]
    words = set(container.words)
    if container.parent >= 0:
        words.update(draft.page.containers[container.parent].words)
    return not words.isdisjoint(cues().classes["tags"])


def _is_menu(line: Line) -> bool:
    """Whether a line is a row of many short links."""
    return len(line.links) >= MENU_LINKS and sum(link.end - link.start for link in line.links) <= MENU_LINK * len(line.links)


def _hear_lengths(rows: Rows, lines: Sequence[Line]) -> None:
    """In plain text a heading stands out by being shorter than the entries below it and the line above it."""
    sizes = [len(line.text) for line in lines]
    for place in range(1, len(lines) - 2):
        size, below = sizes[place], min(sizes[place + 1], sizes[place + 2])
        if size > SHORT_HEADING or below < max(MIN_TITLE, LONGER * size) or sizes[place - 1] <= size:
            continue
        if not is_control(lines[place].text) and not is_count(lines[place].text):
            rows[place, Role.HEADING] = (rows[place, Role.HEADING] + FLOOR) * SHORT_ODDS


def _hear_headings(rows: Rows, outside: Sequence[int], lines: Sequence[Line], shapes: Shapes) -> None:
    """Lines below a known heading, in its box, are what it says: entries of a list, comments, links of the footer."""
    heads = list(_known_headings(rows, lines))
    for (place, kind), (end, _) in pairwise([*heads, (len(outside), Kind.OTHER)]):
        below = _box_below(place, end, outside, lines, shapes)
        if below:
            rows[np.ix_(below, ROLES_OF[kind])] *= BELOW


def _known_headings(rows: Rows, lines: Sequence[Line]) -> Iterator[tuple[int, Kind]]:
    for place, line in enumerate(lines):
        naming = name_heading(line.text)
        if naming is None or naming.certainty < STEM or naming.kind not in ROLES_OF:
            continue
        if rows[place, Role.HEADING] > MIN_HEADING:
            yield place, naming.kind


def _box_below(place: int, end: int, outside: Sequence[int], lines: Sequence[Line], shapes: Shapes) -> list[int]:
    """Places of the lines below a heading in the smallest container that holds it and a title."""
    stop = min(end, place + MAX_BOX)
    if shapes.flat:
        return list(range(place + 1, min(stop, place + MAX_FLAT_BOX)))
    title = next((n for n in range(place + 1, stop) if len(lines[n].text) >= MIN_TITLE), None)
    if title is None:
        return []
    _, last = shapes.reach(shapes.common(outside[place], outside[title]))
    return [n for n in range(place + 1, stop) if outside[n] <= last]
