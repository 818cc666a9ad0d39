"""The role of each line around the body: the tagger's probabilities, corrected by place, words and shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from extractor.assembling.block_cards import find_card_lists, title_lines
from extractor.assembling.block_odds import LIST, Rows, weighed_rows
from extractor.assembling.block_shapes import Shapes
from extractor.headings import KNOWN, STEM, heading_before, is_control, is_known, is_ruled, name_heading
from extractor.model import Draft, Kind, Line, Page, Role
from extractor.vocabulary import cues

COLUMN_WEIGHT = 0.9    # how far a line follows the mean of many lines of its shape
BAR_WEIGHT = 0.9       # how far the lines of a bar (tabs, a menu) are judged as one
DOUBT = 2.0            # lines that a group must have for half of these
MAX_BAR = 10
MAX_BAR_TEXT = 8       # characters
LONG_TITLE = 20        # characters from which a line is as like a title as any
NO_LINK = 0.5          # how much less a line without link is like a title
NAMED_TITLE = 3.0      # how much more a line is like a title where class words call it one, less where they call it a snippet
MIN_TITLE = 6          # characters of a title below 下一篇
MAX_TAG = 12           # characters of a word that can be a tag
MAX_TAG_LINES = 30
MAX_TAG_CLIMB = 3      # levels from a heading up to the container that it shares with its tags
ROLES = list(Role)
KEPT = frozenset((Role.BODY, Role.TITLE))
COLONS = (":", "：")


def judge_roles(draft: Draft, shapes: Shapes) -> list[Role]:
    """The most probable role of every line; lines of the body and the headline keep theirs."""
    lines = draft.page.lines
    outside = _outside(draft)
    roles = [Role.BODY] * len(lines)
    if draft.title_line is not None:
        roles[draft.title_line] = Role.TITLE
    if not outside:
        return roles
    rows = weighed_rows(draft, outside, shapes)
    if not shapes.flat:
        rows = _hear_company(rows, lines, outside, shapes)
    for index, role in zip(outside, rows.argmax(axis=1).tolist(), strict=True):
        roles[index] = ROLES[role]
    if not shapes.flat:
        _settle_cards(roles, dict(zip(outside, rows[:, Role.ITEM].tolist(), strict=True)), draft.page, shapes)
        _demote_trailing_headings(roles, lines, shapes)
    _spread_words(roles, lines, shapes)
    return roles


def _outside(draft: Draft) -> list[int]:
    taken = {*draft.body, draft.title_line}
    return [index for index in range(len(draft.page.lines)) if index not in taken]


# ---------------------------------------------------------------- shape

def _hear_company(rows: Rows, lines: tuple[Line, ...], outside: Sequence[int], shapes: Shapes) -> Rows:
    """Rows drawn towards those of the lines of the same shape, and of the same bar; known headings stand alone."""
    drawn = _shared(rows, [2 * shapes.column(index) + bool(lines[index].links) for index in outside], COLUMN_WEIGHT)
    for place, index in enumerate(outside):
        if _is_sure_heading(lines[index].text):
            drawn[place] = rows[place]
    return _shared(drawn, _bars(lines, outside, shapes), BAR_WEIGHT)


def _is_sure_heading(text: str) -> bool:
    naming = name_heading(text)
    return (naming is not None and naming.certainty >= STEM) or is_ruled(text)


def _shared(rows: Rows, keys: Sequence[int], cap: float) -> Rows:
    """Rows of probabilities, each drawn towards the mean of the rows with its key, further the more they are."""
    group = np.unique(keys, return_inverse=True)[1]
    sizes = np.bincount(group).astype(np.float64)
    sums = np.zeros((len(sizes), rows.shape[1]))
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
        weight = {line: items[line] * _likeness(line, page, shapes) for card in cards.cards for line in card if line in items}
        titles = set(title_lines(cards, weight, page, shapes))
        if not titles:
            continue
        role = Counter(roles[line] for line in titles).most_common(1)[0][0]
        if role not in LIST:
            continue
        for line in (line for card in cards.cards for line in card if line in items):
            roles[line] = Role.ITEM if line in titles else Role.DETAIL


def _likeness(line: int, page: Page, shapes: Shapes) -> float:
    """How much a line of a card is like a title: long, linked, in a container whose class words say so."""
    size = min(len(page.lines[line].text), LONG_TITLE)
    home = shapes.home[line]
    words = {*page.containers[home].words, *page.containers[max(0, shapes.parent[home])].words}
    named = 1.0 if words.isdisjoint(cues().card.title) else NAMED_TITLE
    told = 1.0 if words.isdisjoint(cues().card.snippet) else 1 / NAMED_TITLE
    return size * named * told * (1 if page.lines[line].links else NO_LINK)


def _demote_trailing_headings(roles: list[Role], lines: tuple[Line, ...], shapes: Shapes) -> None:
    """A heading stands with what follows it; one that stands closer to the entry before it is that entry's detail."""
    listed = [index for index, role in enumerate(roles) if role in LIST]
    for before, index, after in zip(listed, listed[1:], listed[2:], strict=False):
        if roles[index] is not Role.HEADING or roles[before] is Role.HEADING or is_known(lines[index].text):
            continue
        if shapes.depth_of_common(before, index) > shapes.depth_of_common(index, after):
            roles[index] = Role.DETAIL


# ---------------------------------------------------------------- tags and neighbours

def _spread_words(roles: list[Role], lines: tuple[Line, ...], shapes: Shapes) -> None:
    """Short lines below a heading that announces tags are tags; the line below 下一篇 is the neighbour's title."""
    for index, role in enumerate(roles):
        text = lines[index].text
        announces = role in (Role.HEADING, Role.PREV_NEXT) or (role not in KEPT and text.endswith(COLONS))
        naming = name_heading(text) if announces else None
        if naming is None or naming.certainty < KNOWN:
            continue
        if naming.kind is Kind.TAGS:
            for below in _tags_below(index, lines, shapes):
                if roles[below] in KEPT or _says_else(lines[below].text):
                    break
                roles[below] = Role.TAGS
        elif naming.kind is Kind.PREV_NEXT and index + 1 < len(lines) and roles[index + 1] not in KEPT and _may_be_title(lines[index + 1]):
            roles[index + 1] = Role.PREV_NEXT


def _may_be_title(line: Line) -> bool:
    """Whether a line may be the title of one article."""
    return len(line.text) >= MIN_TITLE and len(line.links) <= 1 and not is_control(line.text)


def _says_else(text: str) -> bool:
    """Whether a line's own words say that it is no tag."""
    naming = name_heading(text)
    known = naming is not None and naming.certainty >= STEM and naming.kind is not Kind.TAGS
    return known or heading_before(text) is not None or is_control(text)


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
