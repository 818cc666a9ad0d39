"""Which lines of a list hold its titles: one column of a card, not its author, tag or date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import mean

from msgspec import Struct

from extractor.assembling.block_shapes import Shapes
from extractor.model import Page, Role

ALTERNATING = 0.6  # share of a column's lines that stand between lines of other columns, in a list of cards
LINKED = 0.6       # share of lines with links that makes a list one of links
SHORT = 0.6        # a column whose lines are this much shorter than the titles' holds authors, tags, channels


class Column(Struct, frozen=True):
    """The lines of a list at the same place of its entries."""

    lines: list[int]
    length: float
    linked: float


def settle_titles(page: Page, lines: Sequence[int], roles: Sequence[Role], shapes: Shapes) -> list[bool]:
    """For each line of a list whether it holds titles."""
    titled = [roles[index] is Role.ITEM for index in lines]
    import os
    if os.environ.get("TIT"): return titled
    if shapes.flat or sum(titled) < 3:
        return titled
    columns = _columns(page, [i for i, wanted in zip(lines, titled, strict=True) if wanted], shapes)
    best = max(columns.values(), key=lambda column: len(column.lines) * column.length * (0.2 + column.linked))
    dropped = {
        key for key, column in columns.items()
        if column is not best and _is_beside(column, best, lines, shapes)
    }
    return [wanted and shapes.column(index) not in dropped for index, wanted in zip(lines, titled, strict=True)]


def _columns(page: Page, lines: Sequence[int], shapes: Shapes) -> dict[int, Column]:
    members: dict[int, list[int]] = defaultdict(list)
    for index in lines:
        members[shapes.column(index)].append(index)
    return {
        key: Column(
            found,
            mean(len(page.lines[index].text) for index in found),
            mean(bool(page.lines[index].links) for index in found),
        )
        for key, found in members.items()
    }


def _is_beside(column: Column, best: Column, lines: Sequence[int], shapes: Shapes) -> bool:
    """Whether a column stands beside the titles in every entry: it alternates with them, shorter or without links."""
    weaker = column.length < SHORT * best.length or (column.linked < 1 - LINKED and best.linked >= LINKED)
    if not weaker or len(column.lines) * 3 < len(best.lines):
        return False
    own = set(column.lines)
    place = {index: number for number, index in enumerate(lines)}
    alone = sum(
        1 for index in column.lines
        if not own & {lines[n] for n in (place[index] - 1, place[index] + 1) if 0 <= n < len(lines)}
    )
    return alone >= ALTERNATING * len(column.lines)
