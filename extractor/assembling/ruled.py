"""What a user's site rule marked on the lines while reading: it has the last word wherever it says something."""

from __future__ import annotations

from extractor.assembling.items import list_items, neighbour_items, word_items
from extractor.headings import name_heading
from extractor.model import Block, Draft, Evidence, Item, Kind, Line, Page
from extractor.site_rules import BLOCKS, MARK

RULE = "rule"           # value_from of what a rule gave


def ruled_lines(page: Page, key: str) -> tuple[int, ...]:
    """Indexes of the lines that the selectors of a rule's key take."""
    mark = MARK + key
    return tuple(i for i, line in enumerate(page.lines) if line.marks and mark in line.marks)


def ruled_evidence(key: str, line: int) -> Evidence:
    """Evidence of a value that a rule's selector found."""
    return Evidence(RULE, f"{key}, line {line + 1}", 1.0)


def with_ruled_blocks(draft: Draft, found: list[tuple[Block | None, int]]) -> list[tuple[Block | None, int]]:
    """Blocks with one of their lines each: those that a rule selects instead of whatever was found on their lines."""
    groups = _groups(draft.page)
    if not groups:
        return found
    taken = {i for members in groups.values() for i in members}
    ruled = [(_block(Kind(mark.split(".")[1]), [draft.page.lines[i] for i in members]), members[0]) for mark, members in groups.items()]
    return sorted([*ruled, *(pair for pair in found if pair[1] not in taken)], key=lambda pair: pair[1])


def _groups(page: Page) -> dict[str, list[int]]:
    """The lines of each selected block by its mark."""
    groups: dict[str, list[int]] = {}
    for i, line in enumerate(page.lines):
        for mark in line.marks:
            if mark.startswith(MARK + BLOCKS):
                groups.setdefault(mark, []).append(i)
    return groups


def _block(kind: Kind, lines: list[Line]) -> Block:
    heading = lines[0] if _is_heading(lines) else None
    rest = lines[1:] if heading else lines
    return Block(kind=kind, heading=heading.text if heading else None, items=_items(kind, rest))


def _is_heading(lines: list[Line]) -> bool:
    """Whether the first line heads the others: set as a heading, known as one, or the only one without a link."""
    first, rest = lines[0], lines[1:]
    return bool(rest) and (first.level > 0 or name_heading(first.text) is not None or (not first.links and all(line.links for line in rest)))


def _items(kind: Kind, lines: list[Line]) -> list[Item]:
    if kind is Kind.TAGS:
        return word_items(lines)
    if kind is Kind.PREV_NEXT:
        return neighbour_items(lines)
    linked = any(line.links for line in lines)
    return list_items(lines, [bool(line.links) or not linked for line in lines])
