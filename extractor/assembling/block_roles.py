"""The role of each line around the body: the tagger's probabilities, corrected by place, words and shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.assembling.block_cards import find_card_lists, title_column
from extractor.assembling.block_shapes import Shapes
from extractor.assembling.headings import (
    KNOWN,
    MAX_PRINTED,
    STEM,
    Naming,
    heading_before,
    is_control,
    is_count,
    is_ruled,
    name_heading,
)
from extractor.model import MAIN_KINDS, Draft, Kind, Line, Page, Role

COLUMN_WEIGHT = 0.9    # how far a line follows the mean of many lines of its shape
BAR_WEIGHT = 0.9       # how far the lines of a bar (tabs, a menu) are judged as one
DOUBT = 2.0            # lines that a group must have for half of these
MAX_BAR = 10
MAX_BAR_TEXT = 8       # characters
KNOWN_HEADING = 8.0    # odds that the words of a known heading give
CERTAIN = 50.0         # odds for words that leave no doubt: 上一篇：...
UNLIKELY = 0.1
BEFORE, INSIDE = 0.1, 0.05  # odds of a list before the headline, and between lines of the body
FLOOR = 0.02           # added to a probability before odds, so that words can speak against a tagger that is sure
BELOW = 3.0  # odds that a known heading gives to what it announces
MIN_HEADING = 0.3  # probability from which a line is heard as a heading
LONG_TITLE = 20        # characters from which a line is as like a title as any
NO_LINK = 0.5          # how much less a line without link is like a title
MENU_LINKS = 8         # links of a line that make it a menu where they are short
MENU_LINK = 5          # characters of a menu's link, in the mean
MIN_TITLE = 8          # characters of a line that may be a title
MAX_BOX, MAX_FLAT_BOX = 120, 12
LISTS = frozenset((Kind.RELATED, Kind.HOT, Kind.LATEST, Kind.RECOMMENDED, Kind.MORE_FROM_AUTHOR))
ROLE_OF = {
    Kind.COMMENTS: Role.COMMENT, Kind.FOOTER: Role.FOOTER, Kind.AUTHOR_BIO: Role.BIO, Kind.COPYRIGHT: Role.COPYRIGHT,
    Kind.AD: Role.AD, Kind.NAV: Role.NAV, Kind.LOGIN: Role.LOGIN, Kind.SHARE: Role.SHARE, Kind.OTHER: Role.OTHER,
}  # fmt: skip
MAX_TAG = 12           # characters of a word that can be a tag
MAX_TAG_LINES = 30
MAX_TAG_CLIMB = 3      # levels from a heading up to the container that it shares with its tags
LIST = (Role.HEADING, Role.ITEM, Role.DETAIL)
ROLES = list(Role)

Rows = NDArray[np.float64]


def judge_roles(draft: Draft, shapes: Shapes) -> list[Role]:
    """The most probable role of every line; lines of the body and the headline keep theirs."""
    lines = draft.page.lines
    outside = _outside(draft)
    roles = [Role.BODY] * len(lines)
    if draft.title_line is not None:
        roles[draft.title_line] = Role.TITLE
    if not outside:
        return roles
    rows = _weighed(draft, outside)
    _hear_headings(rows, outside, lines, shapes)
    if not shapes.flat:
        drawn = _shared(rows, [(shapes.column(index), bool(lines[index].links)) for index in outside], COLUMN_WEIGHT)
        for place, index in enumerate(outside):
            if _is_sure_heading(lines[index].text):
                drawn[place] = rows[place]
        rows = _shared(drawn, _bars(lines, outside, shapes), BAR_WEIGHT)
    for index, role in zip(outside, rows.argmax(axis=1).tolist(), strict=True):
        roles[index] = ROLES[role]
    if not shapes.flat:
        _settle_cards(roles, dict(zip(outside, rows[:, Role.ITEM].tolist(), strict=True)), draft.page, shapes)
        _demote_trailing_headings(roles, shapes)
    _spread_words(roles, lines, shapes)
    return roles


def _outside(draft: Draft) -> list[int]:
    taken = {*draft.body, draft.title_line}
    return [index for index in range(len(draft.page.lines)) if index not in taken]


# ---------------------------------------------------------------- place and words

def _weighed(draft: Draft, outside: Sequence[int]) -> Rows:
    """The tagger's rows for the lines outside the body, multiplied by what place and words say, each with sum 1."""
    rows = np.array([draft.tagging.roles[index] for index in outside])
    rows[:, [Role.BODY, Role.TITLE]] = 0
    rows[:, LIST] *= _odds_of_places(draft)[outside, None]
    for place, index in enumerate(outside):
        line = draft.page.lines[index]
        for role, odds in _odds_of_words(line.text):
            rows[place, role] = (rows[place, role] + FLOOR) * odds
        if len(line.links) >= MENU_LINKS and sum(link.end - link.start for link in line.links) <= MENU_LINK * len(line.links):
            rows[place, LIST] *= UNLIKELY
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


def _hear_headings(rows: Rows, outside: Sequence[int], lines: tuple[Line, ...], shapes: Shapes) -> None:
    """Lines below a known heading, in its box, are what it says: entries of a list, comments, links of the footer."""
    heads = [(place, naming.kind) for place, naming in _known_headings(rows, outside, lines)]
    for (place, kind), (end, _) in pairwise([*heads, (len(outside), Kind.OTHER)]):
        below = _box_below(place, end, outside, lines, shapes)
        if below:
            rows[np.ix_(below, LIST if kind in LISTS else (ROLE_OF[kind],))] *= BELOW
    rows /= np.maximum(rows.sum(axis=1, keepdims=True), 1e-9)


def _known_headings(rows: Rows, outside: Sequence[int], lines: tuple[Line, ...]) -> Iterator[tuple[int, Naming]]:
    for place, index in enumerate(outside):
        naming = name_heading(lines[index].text)
        if naming is None or naming.certainty < STEM or rows[place, Role.HEADING] <= MIN_HEADING:
            continue
        if naming.kind in LISTS or naming.kind in ROLE_OF:
            yield place, naming


def _box_below(place: int, end: int, outside: Sequence[int], lines: tuple[Line, ...], shapes: Shapes) -> list[int]:
    """Places of the lines below a heading in the smallest container that holds it and a title."""
    heading, stop = outside[place], min(end, place + MAX_BOX)
    if shapes.flat:
        return list(range(place + 1, min(stop, place + MAX_FLAT_BOX)))
    titles = [n for n in range(place + 1, stop) if len(lines[outside[n]].text) >= MIN_TITLE]
    if not titles:
        return []
    _, last = shapes.reach(shapes.common(heading, outside[titles[0]]))
    return [n for n in range(place + 1, stop) if outside[n] <= last]


def _is_sure_heading(text: str) -> bool:
    naming = name_heading(text)
    return (naming is not None and naming.certainty >= STEM) or is_ruled(text)


# ---------------------------------------------------------------- shape

def _shared(rows: Rows, keys: Sequence[Hashable], cap: float) -> Rows:
    """Rows of probabilities, each drawn towards the mean of the rows with its key, further the more they are."""
    numbers: dict[Hashable, int] = {}
    group = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
    sizes = np.bincount(group).astype(np.float64)
    sums = np.zeros((len(numbers), rows.shape[1]))
    np.add.at(sums, group, rows)
    weight = np.where(sizes > 1, cap * sizes / (sizes + DOUBT), 0.0)[group, None]
    return np.asarray((1 - weight) * rows + weight * (sums / sizes[:, None])[group])


def _bars(lines: tuple[Line, ...], outside: Sequence[int], shapes: Shapes) -> list[int]:
    """A number for each line, equal for those of a bar: a few short siblings of one shape in a row (tabs)."""
    keys = [-1 - place for place in range(len(outside))]
    start = 0
    for place in range(1, len(outside) + 1):
        if place < len(outside) and _same_bar(lines, outside[place - 1], outside[place], shapes):
            continue
        if place - start <= MAX_BAR:
            keys[start:place] = [start] * (place - start)
        start = place
    return keys


def _same_bar(lines: tuple[Line, ...], first: int, second: int, shapes: Shapes) -> bool:
    short = len(lines[first].text) <= MAX_BAR_TEXT and len(lines[second].text) <= MAX_BAR_TEXT
    return short and second == first + 1 and shapes.siblings(first, second)


def _settle_cards(roles: list[Role], items: dict[int, float], page: Page, shapes: Shapes) -> None:
    """In a list of cards one column holds the titles; the other lines are its details, or what the titles' lines are."""
    for cards in find_card_lists(page, shapes):
        weight = {
            line: items[line] * min(len(page.lines[line].text), LONG_TITLE) * (1 if page.lines[line].links else NO_LINK)
            for card in cards.cards for line in card if line in items
        }
        column = title_column(cards, weight, shapes)
        titles = [line for card in cards.cards for line in card if line in items and shapes.column(line) == column]
        if not titles:
            continue
        role = Counter(roles[line] for line in titles).most_common(1)[0][0]
        if role not in LIST:
            continue
        for card in cards.cards:
            title = next((line for line in card if shapes.column(line) == column), None)
            for line in card:
                if line in items:
                    roles[line] = Role.ITEM if line == title else Role.DETAIL


def _demote_trailing_headings(roles: list[Role], shapes: Shapes) -> None:
    """A heading stands with what follows it; one that stands closer to the entry before it is that entry's detail."""
    listed = [index for index, role in enumerate(roles) if role in LIST]
    for before, index, after in zip(listed, listed[1:], listed[2:], strict=False):
        if roles[index] is not Role.HEADING or roles[before] is Role.HEADING:
            continue
        if shapes.depth_of_common(before, index) > shapes.depth_of_common(index, after):
            roles[index] = Role.DETAIL


# ---------------------------------------------------------------- tags and neighbours

def _spread_words(roles: list[Role], lines: tuple[Line, ...], shapes: Shapes) -> None:
    """Short lines below a heading that announces tags are tags; the line below 下一篇 is the neighbour's title."""
    for index, role in enumerate(roles):
        naming = name_heading(lines[index].text) if role is Role.HEADING else None
        if naming is None or naming.certainty < KNOWN:
            continue
        if naming.kind is Kind.TAGS:
            for below in _tags_below(index, lines, shapes):
                if roles[below] is Role.HEADING or heading_before(lines[below].text) or is_control(lines[below].text):
                    break
                roles[below] = Role.TAGS
        elif naming.kind is Kind.PREV_NEXT and index + 1 < len(lines):
            roles[index + 1] = Role.PREV_NEXT


def _tags_below(heading: int, lines: tuple[Line, ...], shapes: Shapes) -> Iterable[int]:
    """The lines of tags under their heading."""
    first = heading + 1
    if first >= len(lines) or not _may_be_tags(lines[first]):
        return
    if shapes.flat:
        yield first
        return
    scope = shapes.common(heading, first)
    if shapes.depth[shapes.home[heading]] - shapes.depth[scope] > MAX_TAG_CLIMB:
        return
    for index in range(first, min(len(lines), first + MAX_TAG_LINES)):
        if not shapes.inside(index, scope) or not _may_be_tags(lines[index]):
            return
        yield index


def _may_be_tags(line: Line) -> bool:
    return max((len(word) for word in line.text.split()), default=0) <= MAX_TAG
