"""Two explanations -> one HTML file: what differs between two versions of a page, or between two sets of weights."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from msgspec import Struct

from extractor.model import Block, Explanation
from extractor.writers.explain import FROZEN, render
from extractor.writers.explain_record import FIELDS, RecordView, record_view, values_of
from extractor.writers.explain_rows import PageView, Row, page_view, row_view
from extractor.writers.explain_safe import shown

SAME, MOVED, EDITED, ALONE = "same", "moved", "edited", "alone"
"""A pair of lines: equal in text and place, equal in text alone, one in the place of the other, or without a partner."""
SHIFT = 0.1  # change of the body probability from which a line is worth a look though its place is the same


class Pair(Struct, frozen=True):
    """One row of the comparison."""

    state: str
    left: Row | None
    right: Row | None
    shift: str


class Change(Struct, frozen=True):
    """A field or block on both sides, in short; changed: whether the values differ, not only what is shown of them."""

    name: str
    left: str
    right: str
    changed: bool


class Side(Struct, frozen=True):
    """What the head of one side shows."""

    record: RecordView
    page: PageView


def diff_html(before: Explanation, after: Explanation) -> bytes:
    """The comparison of two pages, UTF-8: fields, blocks, then line beside line."""
    pairs = tuple(pair_lines(before, after))
    return render(
        "diff.html",
        FROZEN,
        sides=[Side(record_view(each), page_view(each)) for each in (before, after)],
        changes=[*_fields(before, after), *_blocks(before, after)],
        pairs=pairs,
        differing=sum(pair.state != SAME for pair in pairs),
    )


def pair_lines(before: Explanation, after: Explanation) -> Iterator[Pair]:
    """Lines of equal text beside each other, in the order of both pages; what was put in place of others beside those."""
    lefts, rights = ([line.text for line in each.traced.page.lines] for each in (before, after))
    for name, a, b, c, d in SequenceMatcher(None, lefts, rights, autojunk=False).get_opcodes():
        if name == "equal":
            yield from (_pair(before, after, i, j) for i, j in zip(range(a, b), range(c, d), strict=True))
            continue
        for i, j in zip_longest(range(a, b), range(c, d)):
            left = row_view(before, i) if i is not None else None
            right = row_view(after, j) if j is not None else None
            yield Pair(EDITED if left and right else ALONE, left, right, "")


def _pair(before: Explanation, after: Explanation, i: int, j: int) -> Pair:
    left, right = row_view(before, i), row_view(after, j)
    shift = after.traced.tagging.body[j] - before.traced.tagging.body[i]
    told = f"body {shift:+.0%}" if abs(shift) >= SHIFT else ""
    same = left.shade == right.shade and [t.name for t in left.targets] == [t.name for t in right.targets]
    return Pair(SAME if same else MOVED, left, right, told)


def _fields(before: Explanation, after: Explanation) -> Iterator[Change]:
    left, right = (each.traced.record for each in (before, after))
    for name in FIELDS:
        values = values_of(left, name), values_of(right, name)
        one, other = (" / ".join(text for text, _ in value) for value in values)
        yield Change(name.replace("_", " "), one, other, values[0] != values[1])
    one, other = (f"{len(record.body.text)} characters, {len(record.body.parts)} parts" for record in (left, right))
    yield Change("body", one, other, left.body != right.body)
    one, other = (f"{record.confidence:.2f}" for record in (left, right))
    yield Change("confidence", one, other, one != other)


def _blocks(before: Explanation, after: Explanation) -> Iterator[Change]:
    """Blocks beside those of the same heading, or of the same kind where they have none."""
    lefts, rights = (each.traced.record.blocks for each in (before, after))
    matcher = SequenceMatcher(None, list(map(_key, lefts)), list(map(_key, rights)), autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        for left, right in zip_longest(lefts[a:b], rights[c:d]):
            named = left or right
            assert named is not None
            yield Change(f"block {_key(named)}", _told(left), _told(right), left != right)


def _key(block: Block) -> str:
    return shown(block.heading) if block.heading else block.kind.value.replace("_", " ")


def _told(block: Block | None) -> str:
    if block is None:
        return ""
    size = f"{len(block.items)} items" if block.items else "text"
    return f"{block.kind.value.replace('_', ' ')}, {size}"
