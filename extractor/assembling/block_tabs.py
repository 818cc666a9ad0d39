"""Headings that stand side by side over several lists: their names, and which list is whose."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractor.assembling.block_shapes import Shapes
from extractor.headings import CHANNEL, STEM, is_control, name_heading
from extractor.model import Line, Page

MAX_TABS = 8


class Part(Struct, frozen=True):
    """The lines of one block: the names it is printed under, its lines, the headings over those names."""

    names: list[str]
    lines: list[int]
    above: list[str] = []


def part_lists(heads: Sequence[int], lines: list[int], page: Page, shapes: Shapes) -> list[Part]:
    """Two names side by side over two lists are two blocks; otherwise the list is one."""
    names, above = names_over(heads, lines[0], page, shapes)
    if len(names) < 2:
        return [Part(names, lines, above)]
    panes = _panes(lines, len(names), page, shapes)
    if len(panes) < len(names):
        return [Part(_leading(names, above), lines, above)]
    rest = [line for pane in panes[len(names) - 1 :] for line in pane]
    lists = [*panes[: len(names) - 1], rest]
    return [Part([name], pane, above) for name, pane in zip(names, lists, strict=True)]


def names_over(heads: Sequence[int], below: int, page: Page, shapes: Shapes) -> tuple[list[str], list[str]]:
    """The names side by side over a list, and the names above those. below: the list's first line."""
    if not heads:
        return [], []
    first = len(heads) - 1
    while first > 0 and _beside(heads[first - 1], heads[first], shapes):
        first -= 1
    group = heads[first:]
    names = [page.lines[index].text for index in group]
    known = None if any(map(name_heading, names)) else _nearest_known(heads[:first], page)
    if known is not None:
        return [known], []
    above = [page.lines[i].text for i in heads[max(0, first - 1) : first] if _over(i, group, below, shapes)]
    return names if len(names) > 1 else _names_in_line(page.lines[group[0]]), above


def _beside(first: int, second: int, shapes: Shapes) -> bool:
    if shapes.flat:
        return second == first + 1
    return shapes.column(first) == shapes.column(second)


def _over(heading: int, group: Sequence[int], below: int, shapes: Shapes) -> bool:
    """Whether a heading shares a box with the headings below it, not only with the page around them."""
    if shapes.flat:
        return False
    return shapes.depth_of_common(heading, group[0]) >= shapes.depth_of_common(group[-1], below)


def _nearest_known(heads: Sequence[int], page: Page) -> str | None:
    """The last known heading before others that say nothing: notes and buttons taken for headings."""
    for index in reversed(heads):
        naming = name_heading(page.lines[index].text)
        if naming is not None and naming.certainty >= STEM:
            return page.lines[index].text
    return None


def _leading(names: list[str], above: list[str]) -> list[str]:
    """The name of a list under several: the first that says a kind, else the heading above them."""
    sure = [name for name in names if (naming := name_heading(name)) and naming.certainty > CHANNEL]
    return sure[:1] or above[-1:] or names[:1]


def _names_in_line(line: Line) -> list[str]:
    """Names that share one line, each a link or a word of its own."""
    linked = [line.text[link.start : link.end] for link in line.links]
    names = [name for name in (linked if len(linked) > 1 else line.text.split()) if not is_control(name)]
    tabs = 1 < len(names) <= MAX_TABS and (len(linked) > 1 or all(map(name_heading, names)))
    return names if tabs else [line.text]


# ---------------------------------------------------------------- lists

def _panes(lines: list[int], count: int, page: Page, shapes: Shapes) -> list[list[int]]:
    """The lists below `count` names: the first level of containers that parts the lines, in plain text equal parts."""
    if shapes.flat:
        return _restarts(lines, count, page) or _equal_parts(lines, count)
    scope = shapes.common(lines[0], lines[-1])
    panes: dict[int, list[int]] = {}
    for line in lines:
        panes.setdefault(shapes.child_towards(scope, line), []).append(line)
    found = list(panes.values())
    return found if len(found) <= max(count, MAX_TABS) and min(map(len, found)) > 1 else [lines]


def _restarts(lines: list[int], count: int, page: Page) -> list[list[int]]:
    """Lists that begin with the number 1 each, if they are as many as the names."""
    starts = [n for n, index in enumerate(lines) if page.lines[index].text.lstrip("0").startswith("1")]
    starts = [n for n in starts if n + 1 < len(lines) and page.lines[lines[n + 1]].text.lstrip("0").startswith("2")]
    if len(starts) != count or starts[0] != 0:
        return []
    return [lines[start:stop] for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _equal_parts(lines: list[int], count: int) -> list[list[int]]:
    size, rest = divmod(len(lines), count)
    return [lines] if rest else [lines[n * size : (n + 1) * size] for n in range(count)]
