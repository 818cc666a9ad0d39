"""The role of each line around the body: the tagger's probabilities, corrected by shape and by words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from extractor.assembling.block_shapes import Shapes
from extractor.assembling.headings import STEM, heading_before, is_control, is_count, name_heading
from extractor.model import MAIN_KINDS, Draft, Kind, Line, Role

COLUMN_WEIGHT = 0.9    # how far a line follows the mean of many lines of its shape
DOUBT = 2.0            # lines that a group must have for half of that
KNOWN_HEADING = 8.0    # odds that the words of a known heading give
CERTAIN = 50.0         # odds for words that leave no doubt: 上一篇：...
UNLIKELY = 0.1
# Odds of a list before the headline and between lines of the body.
BEFORE, INSIDE = 0.1, 0.05
FLOOR = 0.02           # added to a probability before odds, so that words can speak against a tagger that is sure
BAR_WEIGHT = 0.9       # how far the lines of a bar (tabs, a menu) are judged as one
MAX_BAR = 10
MAX_BAR_TEXT = 8       # characters
MAX_HEADING_LINE = 40  # characters
MAX_TAG = 12           # characters of a line that can be one tag
MAX_TAG_LINES = 30
RULED = re.compile(r"[-=—─━]{3,}.*[-=—─━]{3,}$|請選擇|请选择")
LISTED = frozenset((Role.ITEM, Role.DETAIL))


def judge_roles(draft: Draft, shapes: Shapes) -> list[Role]:
    """The most probable role of every line; lines of the body and the headline keep theirs."""
    lines = draft.page.lines
    roles = [Role.BODY] * len(lines)
    body = set(draft.body)
    if draft.title_line is not None:
        roles[draft.title_line] = Role.TITLE
        body.add(draft.title_line)
    outside = [i for i in range(len(lines)) if i not in body]
    places = _odds_of_places(draft)
    rows = {index: _weighed(lines[index], draft.tagging.roles[index], places[index]) for index in outside}
    if not shapes.flat:
        own = {index: rows[index] for index in outside if _is_known_heading(lines[index].text)}
        rows = _shared(rows, [shapes.column(index) for index in rows], COLUMN_WEIGHT) | own
        rows = _shared(rows, _bars(lines, outside, shapes), BAR_WEIGHT)
    for index, row in rows.items():
        roles[index] = Role(row.index(max(row)))
    if not shapes.flat:
        _demote_trailing_headings(roles, shapes)
    _spread_words(roles, lines, shapes)
    return roles


def _shared(rows: dict[int, list[float]], keys: Sequence[Hashable], cap: float) -> dict[int, list[float]]:
    """Rows of probabilities, each drawn towards the mean of the rows with the same key. keys: one a row, None for none."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, key in zip(rows, keys, strict=True):
        if key is not None:
            groups[key].append(index)
    result = dict(rows)
    for members in groups.values():
        if len(members) < 2:
            continue
        weight = cap * len(members) / (len(members) + DOUBT)
        share = weight / len(members)
        mean = [share * sum(column) for column in zip(*(rows[index] for index in members), strict=True)]
        for index in members:
            result[index] = [(1 - weight) * own + shared for own, shared in zip(rows[index], mean, strict=True)]
    return result


def _bars(lines: tuple[Line, ...], outside: Sequence[int], shapes: Shapes) -> list[int | None]:
    """A number for each line that stands in a bar: a few short lines in a row, siblings of one shape (tabs, menus)."""
    keys: list[int | None] = [None] * len(outside)
    start = 0
    for place in range(1, len(outside) + 1):
        if place < len(outside) and _same_bar(lines, outside[place - 1], outside[place], shapes):
            continue
        if 1 < place - start <= MAX_BAR:
            keys[start:place] = [start] * (place - start)
        start = place
    return keys


def _same_bar(lines: tuple[Line, ...], first: int, second: int, shapes: Shapes) -> bool:
    short = len(lines[first].text) <= MAX_BAR_TEXT and len(lines[second].text) <= MAX_BAR_TEXT
    return short and second == first + 1 and shapes.siblings(first, second)


def _is_known_heading(text: str) -> bool:
    naming = name_heading(text) if len(text) <= MAX_HEADING_LINE else None
    return (naming is not None and naming.certainty >= STEM) or RULED.match(text) is not None


def _odds_of_places(draft: Draft) -> list[float]:
    """For each line the odds that its place gives to a list: most stand after the body, hardly any inside of it."""
    odds = [1.0] * len(draft.page.lines)
    if draft.body:
        first = draft.body[0] if draft.title_line is None else min(draft.title_line, draft.body[0])
        odds[:first] = [BEFORE] * first
        odds[first : draft.body[-1]] = [INSIDE] * (draft.body[-1] - first)
    return odds


def _weighed(line: Line, row: Sequence[float], place: float) -> list[float]:
    """The tagger's row for a line outside the body, multiplied by what place and words say, with sum 1."""
    weighed = list(row)
    weighed[Role.BODY] = weighed[Role.TITLE] = 0.0
    for role in (Role.HEADING, Role.ITEM, Role.DETAIL):
        weighed[role] *= place
    for role, odds in _odds_of_words(line.text):
        weighed[role] = (weighed[role] + FLOOR) * odds
    total = sum(weighed) or 1.0
    return [value / total for value in weighed]


def _odds_of_words(text: str) -> Iterable[tuple[Role, float]]:
    """What the line's words say for and against its roles."""
    label = heading_before(text)
    if label is not None:
        if label.kind is Kind.PREV_NEXT:
            yield Role.PREV_NEXT, CERTAIN
        elif label.kind is Kind.TAGS:
            yield Role.TAGS, CERTAIN
        return
    if RULED.match(text):
        yield Role.HEADING, CERTAIN
    if len(text) > MAX_HEADING_LINE:
        return
    if is_control(text) or is_count(text):
        yield Role.ITEM, UNLIKELY
        yield Role.HEADING, UNLIKELY
        return
    naming = name_heading(text)
    if naming is not None and naming.kind in MAIN_KINDS:
        yield Role.HEADING, 1 + (KNOWN_HEADING - 1) * naming.certainty


def _demote_trailing_headings(roles: list[Role], shapes: Shapes) -> None:
    """A heading stands with what follows it; one that stands closer to the entry before it is that entry's detail."""
    listed = [index for index, role in enumerate(roles) if role in LISTED or role is Role.HEADING]
    for before, index, after in zip(listed, listed[1:], listed[2:], strict=False):
        if roles[index] is not Role.HEADING or roles[before] is Role.HEADING:
            continue
        if shapes.depth_of_common(before, index) > shapes.depth_of_common(index, after):
            roles[index] = Role.DETAIL


def _spread_words(roles: list[Role], lines: tuple[Line, ...], shapes: Shapes) -> None:
    """Short lines below a heading that announces tags are tags; the line below 下一篇 is the neighbour's title."""
    for index, role in enumerate(roles):
        if role is not Role.HEADING:
            continue
        naming = name_heading(lines[index].text)
        if naming is None or naming.certainty < 1:
            continue
        if naming.kind is Kind.TAGS:
            for below in _tags_below(index, lines, shapes):
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
    for index in range(first, min(len(lines), first + MAX_TAG_LINES)):
        if not shapes.inside(index, scope) or not _may_be_tags(lines[index]):
            return
        yield index


def _may_be_tags(line: Line) -> bool:
    return max((len(word) for word in line.text.split()), default=0) <= MAX_TAG
