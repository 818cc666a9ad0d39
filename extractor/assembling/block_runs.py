"""Lines outside the body, cut into runs: a list with the headings before it, or neighbours of one role."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from extractor.assembling.block_flat import numbered
from extractor.assembling.block_shapes import Shapes
from extractor.assembling.block_tabs import names_over
from extractor.headings import heading_before
from extractor.model import Page, Role

MAX_GAP = 4       # lines from a heading to its list, and between two lines of a list
HEADING_GAP = 6   # lines between two headings of one list: tabs, buttons and a note may stand between them
FAR_GAP = 15      # lines between two entries of the same shape, with all that an entry holds
WHOLE_LIST = 5    # titles of one shape that make a list of their own
MIN_FULL = 1      # headings around with lists in their boxes that make one without a list in its box an empty one
STRAY, MUCH = 8, 2.0  # characters of a line, and how many times shorter than a list's titles, that is none of them
LISTED = frozenset((Role.ITEM, Role.DETAIL))
WORDED = frozenset((Role.TAGS, Role.PREV_NEXT))
PLAIN = frozenset(
    (Role.COMMENT, Role.BIO, Role.COPYRIGHT, Role.SHARE, Role.NAV, Role.FOOTER, Role.AD, Role.LOGIN, Role.OTHER)
)


class Run(Struct):
    """Lines that belong together: the headings before them, and the lines themselves; role ITEM for a list."""

    role: Role
    heads: list[int]
    lines: list[int]
    scope: int = 0            # container that holds the headings and the list
    shapes: set[int] = set()  # shapes of the list's lines
    titles: int = 0           # lines with titles seen so far
    characters: int = 0       # of those lines
    tabs: int = 1             # names that stand side by side over the list
    panes: int = 1            # containers that hold the list so far


class RunBuilder:
    """Walks over the lines once; `current` is the list that may go on, `heads` the headings that wait for one."""

    def __init__(self, page: Page, roles: Sequence[Role], shapes: Shapes) -> None:
        self.page, self.roles, self.shapes = page, roles, shapes
        texts = [line.text for line in page.lines] if shapes.flat else []
        self.starts = {ranking[0] for ranking in numbered(texts)}  # in plain text a ranking begins a list
        self.empty = set() if shapes.flat else _empty_headings(roles, shapes)
        self.runs: list[Run] = []
        self.heads: list[int] = []
        self.current: Run | None = None

    def build(self) -> list[Run]:
        """The runs in document order."""
        for index, role in enumerate(self.roles):
            if role is Role.HEADING:
                self._heading(index)
            elif role in LISTED:
                self._listed(index, role)
            elif role in WORDED:
                self._neighbour(index, role, self.heads)
                labelled = role is Role.TAGS and heading_before(self.page.lines[index].text) is not None
                self.heads = [index] if labelled else []  # articles about the keywords may follow
            elif role in PLAIN:
                self._neighbour(index, role, [])
        return self.runs

    def _heading(self, index: int) -> None:
        if self.current is not None and not self.current.titles and index - self.current.lines[-1] <= MAX_GAP:
            self.heads = self.current.heads  # only buttons stood below these headings
            self.current = None
        near = self.heads and index - self.heads[-1] <= HEADING_GAP
        self.heads = [*self.heads, index] if near else [index]

    def _listed(self, index: int, role: Role) -> None:
        if self.heads and index - self.heads[-1] > MAX_GAP:
            self.heads = []
        elif self.heads and self.heads[-1] in self.empty:
            self.heads, self.current = [], None
        if self.heads or self.current is None or not self._continues(self.current, index):
            self.current = Run(Role.ITEM, self.heads, [], self.shapes.home[self.heads[-1] if self.heads else index])
            self.current.tabs = max(1, len(names_over(self.heads, index, self.page, self.shapes)[0]))
            self.runs.append(self.current)
            self.heads = []
        self._add(self.current, index, role)

    def _neighbour(self, index: int, role: Role, heads: list[int]) -> None:
        """A line that goes with the one right before it if that has the same role."""
        last = self.runs[-1] if self.runs else None
        if last is not None and last.role is role and last.lines[-1] == index - 1:
            last.lines.append(index)
        else:
            self.runs.append(Run(role, heads, [index]))

    def _add(self, run: Run, index: int, role: Role) -> None:
        """Put a line into a list; its first title settles how far the list reaches."""
        if not run.titles:
            run.scope = self.shapes.ancestor_over(run.scope, self.shapes.home[index])
        if role is Role.ITEM:
            run.titles += 1
            run.characters += len(self.page.lines[index].text)
        run.lines.append(index)
        run.shapes.add(self.shapes.column(index))

    def _continues(self, run: Run, index: int) -> bool:
        """Whether a line belongs to the list before it: in its container, or of its shape and near it."""
        gap = index - run.lines[-1]
        if self.shapes.flat and run.titles:
            return gap <= MAX_GAP and index not in self.starts and not self._is_stray(run, index)
        if not run.titles:
            return gap <= MAX_GAP
        same_shape = self.shapes.column(index) in run.shapes
        if self.shapes.inside(index, run.scope):
            return same_shape or (gap <= MAX_GAP and (not run.heads or self._same_box(run, index)))
        if run.heads or gap > FAR_GAP or not same_shape:
            return False
        run.scope = self.shapes.ancestor_over(run.scope, self.shapes.home[index])
        return True

    def _is_stray(self, run: Run, index: int) -> bool:
        """Whether a line of plain text is much shorter than the titles of the list before it: something else begins."""
        size = len(self.page.lines[index].text)
        return self.roles[index] is Role.ITEM and size < STRAY and run.titles > 1 and size * MUCH * run.titles < run.characters

    def _same_box(self, run: Run, index: int) -> bool:
        """Whether a line of another shape belongs to a list: in its box, its next pane, or below its pictures."""
        shapes = self.shapes
        if shapes.child_towards(run.scope, run.lines[-1]) == shapes.child_towards(run.scope, index):
            return True
        run.panes += 1
        if run.panes <= run.tabs:
            return True
        if run.titles >= WHOLE_LIST:
            return False
        first, last = shapes.reach(run.scope)
        return not any(self.roles[i] is Role.HEADING and i not in run.heads for i in range(first, last + 1))


def _empty_headings(roles: Sequence[Role], shapes: Shapes) -> set[int]:
    """Headings whose own lists are left to scripts: each fills a box, while the others around have their lists in theirs.

    The title that comes next stands in a box of its own then, and the container around both holds other headings' lists.
    """
    pairs = [(heading, shapes.common(heading, title)) for heading, title in _first_titles(roles)]
    scopes = sorted(scope for _, scope in pairs)
    empty = set()
    for heading, scope in pairs:
        here, after = bisect_left(scopes, scope), bisect_right(scopes, scope)
        full = bisect_right(scopes, shapes.last[scope]) - after
        boxed = shapes.child_towards(scope, heading) not in (scope, shapes.home[heading])
        if boxed and after - here == 1 and full >= MIN_FULL:
            empty.add(heading)
    return empty


def _first_titles(roles: Sequence[Role]) -> Iterator[tuple[int, int]]:
    """(heading, title): each last heading before a list with the list's first title."""
    heading = None
    for index, role in enumerate(roles):
        if role is Role.HEADING:
            heading = index
        elif role is Role.ITEM and heading is not None:
            if index - heading <= MAX_GAP:
                yield heading, index
            heading = None
