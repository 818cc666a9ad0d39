"""Where lines stand to each other in the container tree: subtrees, repeated shapes, common ancestors."""

from __future__ import annotations

from functools import lru_cache
from threading import local

from extractor.model import Page
from extractor.vocabulary import cues

ENTRIES = ("li", "tr")  # elements that stand for the entries of a list
MIN_WORD = 3            # letters of their class words


class Shapes:
    """The container tree of a page, prepared for questions about lines. Built in time linear in the containers."""

    def __init__(self, page: Page) -> None:
        containers = page.containers
        self.flat = page.form == "text" or len(containers) < 2
        self.parent = [c.parent for c in containers]
        self.home = [line.container for line in page.lines]
        self.shape = _shapes(page)
        self.last = self._last_descendants()
        self.first_line, self.last_line = self._line_ranges()
        self.depth = [c.depth for c in containers]

    def inside(self, line: int, container: int) -> bool:
        """Whether a line stands in a container's subtree."""
        return container <= self.home[line] <= self.last[container]

    def common(self, first: int, second: int) -> int:
        """The innermost container that holds both lines."""
        return self.ancestor_over(self.home[first], self.home[second])

    def ancestor_over(self, container: int, other: int) -> int:
        """The innermost ancestor (or self) of a container whose subtree holds the other container."""
        while container > 0 and not container <= other <= self.last[container]:
            container = self.parent[container]
        return max(container, 0)

    def child_towards(self, ancestor: int, line: int) -> int:
        """The child of an ancestor in whose subtree a line stands; the ancestor itself where the line is its own."""
        node = self.home[line]
        while node > ancestor and self.parent[node] != ancestor:
            node = self.parent[node]
        return node

    def depth_of_common(self, first: int, second: int) -> int:
        """Depth of the innermost container that holds both lines; more says that they stand closer together."""
        return self.depth[self.common(first, second)]

    def column(self, line: int) -> int:
        """Key of the lines that stand at the same place of the entries of a list."""
        return self.shape[self.home[line]]

    def siblings(self, first: int, second: int) -> bool:
        """Whether two lines stand in containers of one shape under one parent."""
        one, other = self.home[first], self.home[second]
        return self.shape[one] == self.shape[other] and self.parent[one] == self.parent[other]

    def reach(self, container: int) -> tuple[int, int]:
        """Numbers of the first and last line in a container's subtree."""
        return self.first_line[container], self.last_line[container]

    def _last_descendants(self) -> list[int]:
        """Index of the last container in each subtree; containers are numbered in document order."""
        last = list(range(len(self.parent)))
        for index in range(len(last) - 1, 0, -1):
            parent = self.parent[index]
            if parent >= 0 and last[index] > last[parent]:
                last[parent] = last[index]
        return last

    def _line_ranges(self) -> tuple[list[int], list[int]]:
        """For each container the numbers of the first and last line in its subtree; (count, -1) where it has none."""
        first, last = [len(self.home)] * len(self.parent), [-1] * len(self.parent)
        for line, home in enumerate(self.home):
            if last[home] < 0:
                first[home] = line
            last[home] = line
        for index in range(len(self.parent) - 1, 0, -1):
            parent = self.parent[index]
            if parent >= 0 and last[index] >= 0:
                if first[index] < first[parent]:
                    first[parent] = first[index]
                if last[index] > last[parent]:
                    last[parent] = last[index]
        return first, last


def _shapes(page: Page) -> list[int]:
    """A number for each container; equal for containers whose tags and class words agree all the way up."""
    numbers: dict[tuple[int, str, tuple[str, ...]], int] = {}
    shapes: list[int] = []
    for c in page.containers:
        words = _lasting(c.tag, c.words) if c.words else ()
        key = (shapes[c.parent] if c.parent >= 0 else -1, c.tag, words)
        shapes.append(numbers.setdefault(key, len(numbers)))
    return shapes


@lru_cache(maxsize=8192)
def _lasting(tag: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Class words without those that mark a place in a list: <li class="first">, <div class="item current">."""
    least = MIN_WORD if tag in ENTRIES else 1  # what is left of ids made by machines: a, ae, f
    return tuple(word for word in words if word not in cues().places and len(word) >= least)


_LAST = local()


def shapes_of(page: Page) -> Shapes:
    """The shapes of a page. Those of the last page are kept, as several steps in a row ask for them."""
    if getattr(_LAST, "page", None) is not page:
        _LAST.shapes, _LAST.page = Shapes(page), page
    shapes: Shapes = _LAST.shapes
    return shapes
