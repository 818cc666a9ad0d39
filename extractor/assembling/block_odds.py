"""What place, words and known headings say of each line outside the body, on top of the tagger's probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.assembling.block_flat import hear_flat
from extractor.assembling.block_shapes import Shapes
from extractor.headings import (
    MAX_PRINTED,
    STEM,
    WEAK_STEM,
    heading_before,
    is_control,
    is_count,
    is_known,
    is_ruled,
    name_heading,
    says_neighbour,
)
from extractor.model import MAIN_KINDS, Draft, Kind, Line, Page, Role
from extractor.vocabulary import cues

KNOWN_HEADING = 8.0    # odds that the words of a known heading give
CERTAIN = 50.0         # odds for words that leave no doubt: 上一篇：...
UNLIKELY = 0.1
BEFORE, INSIDE = 0.1, 0.05  # odds of a list before the headline, and between lines of the body
DOTS, DOTTED = ("·", "•", "・", "‧", "●", "■", "□", "◆", "◇"), 4.0  # what is printed before titles, and its odds
BELOW = 3.0            # odds that a known heading gives to what it announces
FLOOR = 0.02           # added to a probability before odds, so that words can speak against a tagger that is sure
MIN_HEADING, SURE_HEADING = 0.3, 0.7  # probability from which a line is heard as a heading, and where its words are weak
MIN_TITLE = 8          # characters of a line that may be a title
MAX_BOX, MAX_FLAT_BOX = 120, 12  # lines that a heading is heard over, in HTML and in plain text
TAG_CLASS = 10.0       # odds that the class words around a line of short links give to tags
NO_TAG = 0.3           # the same where they do not
MAX_TAG = 10           # characters of a tag, in the mean
MENU_LINKS = 8         # links of a line that make it a menu where they are short
MENU_LINK = 5          # characters of a menu's link, in the mean
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
    _hear_words(rows, lines)
    if shapes.flat:
        hear_flat(rows, lines)
    elif draft.body:
        _hear_classes(rows, lines, draft.page)
    rows = _normal(rows)
    _hear_headings(rows, outside, lines, shapes)
    return _normal(rows)


def _hear_words(rows: Rows, lines: Sequence[Line]) -> None:
    """What the lines' words say for and against their roles; neighbours need their words, tags have them mostly."""
    neighbours = [n for n in np.flatnonzero(rows[:, Role.PREV_NEXT] >= FLOOR).tolist() if says_neighbour(lines[n].text)]
    kept = rows[neighbours, Role.PREV_NEXT]
    rows[:, Role.PREV_NEXT] = 0
    rows[neighbours, Role.PREV_NEXT] = kept
    rows[:, Role.TAGS] *= NO_TAG
    for place, line in enumerate(lines):
        for role, odds in _odds_of_words(line.text):
            rows[place, role] = (rows[place, role] + FLOOR) * odds
        if _is_menu(line):
            rows[place, LIST] *= UNLIKELY


def _normal(rows: Rows) -> Rows:
    return np.asarray(rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-9))


def _odds_of_places(draft: Draft) -> Rows:
    """For each line the odds that its place gives to a list: most stand after the body, hardly any inside of it."""
    odds = np.ones(len(draft.page.lines))
    if draft.body:
        first = draft.body[0] if draft.title_line is None else min(draft.title_line, draft.body[0])
        odds[:first] = [1 if _is_choice(draft.page, line) else BEFORE for line in draft.page.lines[:first]]
        odds[first : draft.body[-1]] = INSIDE
    return odds


def _is_choice(page: Page, line: Line) -> bool:
    """Whether a line is an entry of a drop-down, which old pages put above their articles."""
    return page.containers[line.container].tag == "option"


@lru_cache(maxsize=8192)
def _odds_of_words(text: str) -> tuple[tuple[Role, float], ...]:
    """Odds of roles that a line's text gives."""
    label = heading_before(text)
    if label is not None:
        return _odds_of_label(label.kind)
    if says_neighbour(text) and not is_known(text):
        return ((Role.PREV_NEXT, CERTAIN),)
    odds = [(Role.HEADING, CERTAIN)] if is_ruled(text) else []
    if text.startswith(DOTS) and len(text) >= MIN_TITLE:
        odds.append((Role.ITEM, DOTTED))
    if len(text) > MAX_PRINTED:
        return tuple(odds)
    if is_control(text) or is_count(text):
        return (*odds, (Role.ITEM, UNLIKELY), (Role.HEADING, UNLIKELY))
    naming = name_heading(text)
    if naming is not None and naming.kind in MAIN_KINDS:
        odds.append((Role.HEADING, 1 + (KNOWN_HEADING - 1) * naming.certainty))
    return tuple(odds)


def _odds_of_label(kind: Kind) -> tuple[tuple[Role, float], ...]:
    """Odds that the label before a line's words gives."""
    certain = {Kind.PREV_NEXT: Role.PREV_NEXT, Kind.TAGS: Role.TAGS}.get(kind)
    if certain is not None:
        return ((certain, CERTAIN),)
    roles = ROLES_OF.get(kind, LIST)
    return ((Role.TAGS, UNLIKELY), (roles[0], KNOWN_HEADING)) if roles is not LIST else ()


def _hear_classes(rows: Rows, lines: Sequence[Line], page: Page) -> None:
    """Short links in a container whose class words, or its parent's, speak of tags are tags."""
    words = frozenset(cues().classes["tags"])
    marked = [not words.isdisjoint(container.words) for container in page.containers]
    for row, line in zip(rows, lines, strict=True):
        if not line.links or heading_before(line.text) is not None or sum(link.end - link.start for link in line.links) > MAX_TAG * len(line.links):
            continue
        parent = page.containers[line.container].parent
        if marked[line.container] or (parent >= 0 and marked[parent]):
            row[Role.TAGS] = (row[Role.TAGS] / NO_TAG + FLOOR) * TAG_CLASS


def _is_menu(line: Line) -> bool:
    """Whether a line is a row of many short links."""
    return len(line.links) >= MENU_LINKS and sum(link.end - link.start for link in line.links) <= MENU_LINK * len(line.links)


def _hear_headings(rows: Rows, outside: Sequence[int], lines: Sequence[Line], shapes: Shapes) -> None:
    """Lines below a known heading, in its box, are what it says: entries of a list, comments, links of the footer."""
    heads = list(_known_headings(rows, lines))
    for (place, kind), (end, _) in pairwise([*heads, (len(outside), Kind.OTHER)]):
        # entries are as long as titles; what stands below other headings may be of any length
        size = MIN_TITLE if ROLES_OF[kind] is LIST else 1
        below = _box_below(range(place + 1, min(end, place + MAX_BOX)), outside, lines, shapes, size)
        if below:
            rows[np.ix_(below, ROLES_OF[kind])] *= BELOW


def _known_headings(rows: Rows, lines: Sequence[Line]) -> Iterator[tuple[int, Kind]]:
    for place, line in enumerate(lines):
        naming = name_heading(line.text)
        if naming is None or naming.certainty < WEAK_STEM or naming.kind not in ROLES_OF:
            continue
        if rows[place, Role.HEADING] > (MIN_HEADING if naming.certainty >= STEM else SURE_HEADING):
            yield place, naming.kind


def _box_below(below: range, outside: Sequence[int], lines: Sequence[Line], shapes: Shapes, size: int) -> list[int]:
    """Of the places below a heading those in the smallest container that holds it and a line of this size."""
    if shapes.flat:
        return list(below[: MAX_FLAT_BOX - 1])
    title = next((n for n in below if len(lines[n].text) >= size), None)
    if title is None:
        return []
    _, last = shapes.reach(shapes.common(outside[below.start - 1], outside[title]))
    return [n for n in below if outside[n] <= last]
