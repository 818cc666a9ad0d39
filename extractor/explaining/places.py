"""Which lines of a page stand behind which part of its record, found again by comparing texts and addresses.

The record holds the page's words unchanged and in the page's order, so they lead back to their lines: fields by their
evidence, body parts in order, blocks in order, each from where the last one ended. It costs nothing when records
are made, and works for a record from any version. Where one text stands twice close together the wrong copy may be named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractor.model import Block, Item, Page, Part, Record, Use

LINES = re.compile(r"\blines? (\d+)(?:-(\d+))?")
HEADING_REACH = 12  # lines above a block's first item in which its heading is looked for
DETAIL_REACH = 3    # lines below a block's last item that may be its snippet, date or count


def find_places(page: Page, record: Record) -> tuple[tuple[Use, ...], ...]:
    """For every line of the page what became of it; several things of an info line, none of a line left out."""
    finder = _Finder(page)
    finder.fields(record)
    finder.body(record.body.parts, _first_line(record, len(page.lines)))
    plain = [number for number, block in enumerate(record.blocks) if not block.items]
    for number in plain:  # whole lines: the surest, so they go first
        finder.plain_block(number, record.blocks[number])
    for number, block in enumerate(record.blocks):
        if block.items:
            finder.list_block(number, block)
    return tuple(tuple(uses) for uses in finder.uses)


def lines_named(where: str, count: int) -> list[int]:
    """Line indexes that an evidence names, of a page with `count` lines.

    >>> lines_named("line 16, label 来源", 20), lines_named("lines 3-5", 4)
    ([15], [2, 3])
    """
    found: list[int] = []
    for first, last in LINES.findall(where):
        found.extend(range(int(first) - 1, min(int(last or first), count)))
    return found


def _first_line(record: Record, count: int) -> int:
    body = record.evidence.get("body")
    named = lines_named(body.where, count) if body else []
    return named[0] if named else 0


class _Finder:
    """The lines of one page, and what is known so far of each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.texts = [line.text for line in page.lines]
        self.uses: list[list[Use]] = [[] for _ in page.lines]
        self.taken: set[int] = set()  # lines that body or blocks own; fields may share theirs
        self.place = 0                # where the last block ended
        self.of_block: dict[int, list[int]] = defaultdict(list)
        self.by_text: dict[str, list[int]] = defaultdict(list)
        self.by_url: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(page.lines):
            self.by_text[line.text].append(number)
            for link in line.links:
                self.by_url[link.url].append(number)

    def fields(self, record: Record) -> None:
        """Fields say themselves where they come from."""
        for name, evidence in record.evidence.items():
            if name == "body":
                continue
            for number in lines_named(evidence.where, len(self.uses)):
                self.uses[number].append(Use(name))
                if name in ("title", "subtitle"):
                    self.taken.add(number)

    # ------------------------------------------------------------ body

    def body(self, parts: list[Part], start: int) -> None:
        """The parts' lines in order; a table's cells and the rows of code are lines of their own."""
        place = start
        for number, part in enumerate(parts):
            for text in _texts(part):
                found = self._next(self.by_text.get(text, ()), place, start)
                if found is not None:
                    self._take(found, Use("body", number, part="text"))
                    place = found + 1

    # ------------------------------------------------------------ blocks

    def plain_block(self, number: int, block: Block) -> None:
        """A block that is text: the longest stretch of lines that reads like it."""
        rows = block.text.split("\n") if isinstance(block.text, str) else []
        starts = [start for start in self.by_text.get(rows[0], ()) if start not in self.taken] if rows else []
        if not starts:
            return
        place = max(starts, key=lambda start: (self._agreeing(rows, start), -abs(start - self.place)))
        for row in rows:
            found = self._next(self.by_text.get(row, ()), place, place)
            if found is not None:
                self._take(found, Use("blocks", number, part="text"))
                place = found + 1
        self.place = place
        self._heading(number, block, min(self.of_block[number]))

    def list_block(self, number: int, block: Block) -> None:
        """A block of items: each by its address or title, then what stands between them."""
        first, last = None, self.place
        for position, item in enumerate(block.items):
            found = self._line_of(item, last, number)
            if found is None:
                continue
            self._take(found, Use("blocks", number, position, "item"))
            first, last = found if first is None else min(first, found), found
        if first is None:
            return
        self._details(number, block)
        self._heading(number, block, first)
        self.place = max(self.of_block[number]) + 1

    def _line_of(self, item: Item, place: int, block: int) -> int | None:
        """The line with the item's address and title, else its title; a line of the same block may hold several."""
        linked = [n for n in self.by_url.get(item.url or "", ()) if item.title in self.texts[n]]
        for candidates in (linked, self.by_text.get(item.title, ())):
            found = self._next(candidates, place, block=block)
            if found is not None:
                return found
        holding = (n for n in (*range(place, len(self.texts)), *range(place)) if item.title in self.texts[n])
        return next((n for n in holding if self._free(n, block)), None)

    def _details(self, number: int, block: Block) -> None:
        """Lines between two items belong to the first, lines right below the last if the item repeats their words."""
        owners = {line: use.item for line in self.of_block[number] for use in self.uses[line] if use.index == number}
        lines = sorted(owners)
        current = owners[lines[0]]
        for line in range(lines[0], lines[-1]):
            current = owners.get(line, current)
            if line not in self.taken:
                self._take(line, Use("blocks", number, current, "detail"))
        tail = owners[lines[-1]]
        for line in range(lines[-1] + 1, min(lines[-1] + 1 + DETAIL_REACH, len(self.texts))):
            if tail is not None and line not in self.taken and self.texts[line] in (block.items[tail].snippet or ""):
                self._take(line, Use("blocks", number, tail, "detail"))

    def _heading(self, number: int, block: Block, first: int) -> None:
        """The nearest line above the block that reads like its heading; it may share the first item's line."""
        if not block.heading:
            return
        for line in range(first, max(-1, first - HEADING_REACH - 1), -1):
            text = self.texts[line]
            free = line == first or line not in self.taken or any(use.part == "heading" for use in self.uses[line])
            if free and (text == block.heading or (block.heading in text and len(text) < 4 * len(block.heading) + 20)):
                self._take(line, Use("blocks", number, part="heading"))
                return

    # ------------------------------------------------------------ help

    def _next(self, candidates: Sequence[int], place: int, start: int = 0, block: int | None = None) -> int | None:
        """The first free candidate from `place` on, else the last free one before it (but not before `start`)."""
        middle = bisect_left(candidates, place)
        for number in map(candidates.__getitem__, range(middle, len(candidates))):
            if self._free(number, block):
                return number
        for number in map(candidates.__getitem__, range(middle - 1, bisect_left(candidates, start) - 1, -1)):
            if self._free(number, block):
                return number
        return None

    def _free(self, number: int, block: int | None) -> bool:
        """Whether a line is nobody's, or the block's own: a line may hold several items."""
        if number not in self.taken:
            return True
        return block is not None and any(use.field == "blocks" and use.index == block for use in self.uses[number])

    def _take(self, number: int, use: Use) -> None:
        self.taken.add(number)
        if use in self.uses[number]:
            return
        self.uses[number].append(use)
        if use.field == "blocks" and use.index is not None:
            self.of_block[use.index].append(number)

    def _agreeing(self, rows: list[str], start: int) -> int:
        """How many rows in a row stand at a place of the page."""
        pairs = zip(rows, range(start, len(self.texts)), strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == self.texts[pair[1]], pairs))


def _texts(part: Part) -> Iterator[str]:
    """What the lines of a body part read; a picture is no line."""
    if part.type == "image":
        return
    if isinstance(part.rows, list):
        for row in part.rows:
            for cell in row:
                yield from cell.split("\n")
    else:
        yield from part.text.split("\n")
