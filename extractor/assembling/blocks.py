"""Blocks around the article: a heading with the list that belongs to it, found by structure, named by the heading."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractor.assembling.block_kinds import Kinds
from extractor.assembling.block_roles import judge_roles
from extractor.assembling.block_shapes import Shapes
from extractor.assembling.block_titles import settle_titles
from extractor.assembling.headings import CHANNEL, heading_before, is_control, name_heading
from extractor.assembling.items import list_items, neighbour_items, word_items
from extractor.model import MAIN_KINDS, Block, Draft, Kind, Line, Page, Role

MAX_GAP = 4   # lines from a heading to its list, and between two lines of a list
MAX_TABS = 8
WHOLE_LIST = 5  # titles of one shape that make a list of their own
FAR_GAP = 15  # lines between two entries of the same shape, with all that each entry holds
LISTED = (Role.ITEM, Role.DETAIL)
SINGLE = {Role.TAGS: Kind.TAGS, Role.PREV_NEXT: Kind.PREV_NEXT}
TEXT_KINDS = {
    Role.COMMENT: Kind.COMMENTS, Role.BIO: Kind.AUTHOR_BIO, Role.COPYRIGHT: Kind.COPYRIGHT, Role.SHARE: Kind.SHARE,
    Role.NAV: Kind.NAV, Role.FOOTER: Kind.FOOTER, Role.AD: Kind.AD, Role.LOGIN: Kind.LOGIN, Role.OTHER: Kind.OTHER,
}  # fmt: skip


class Run(Struct):
    """Lines that belong together: the headings before them, and the lines of the list itself."""

    role: Role
    heads: list[int]
    lines: list[int]
    scope: int = 0  # container that holds the headings and the list
    shapes: set[int] = set()  # shapes of the list's lines
    titled: bool = False  # a line with titles was seen
    tabs: int = 1  # names that stand side by side over the list
    panes: int = 1  # containers that hold the list so far


class Part(Struct, frozen=True):
    """The lines of one block: the names it is printed under, its lines, the headings over those names."""

    names: list[str]
    lines: list[int]
    above: list[str] = []


def find_blocks(draft: Draft) -> list[Block]:
    """Every block around the article in document order; those of MAIN_KINDS carry items, the others their text."""
    shapes = Shapes(draft.page)
    roles = judge_roles(draft, shapes)
    kinds = Kinds(draft, shapes)
    blocks = []
    for run in _runs(draft.page, roles, shapes):
        for part in _tabs(run, draft.page, shapes):
            block = _block(run, part, roles, draft, kinds)
            if block is not None:
                blocks.append(block)
    return blocks


# ---------------------------------------------------------------- lines to runs

def _runs(page: Page, roles: Sequence[Role], shapes: Shapes) -> list[Run]:
    """Cut the lines outside the body into runs, in one pass."""
    runs: list[Run] = []
    heads: list[int] = []
    current: Run | None = None  # the list that may go on
    for index, role in enumerate(roles):
        if role is Role.HEADING:
            if current is not None and not current.titled and index - current.lines[-1] <= MAX_GAP:
                heads = current.heads  # only buttons stood below these headings
                current = None
            heads = [*heads, index] if heads and index - heads[-1] <= MAX_GAP + 2 else [index]
        elif role in LISTED:
            if heads and index - heads[-1] > MAX_GAP:
                heads = []
            if heads or current is None or not _continues(current, index, roles, shapes):
                current = Run(Role.ITEM, heads, [], shapes.home[heads[-1] if heads else index])
                current.tabs = max(1, len(_names(heads, index, page, shapes)[0]))
                runs.append(current)
                heads = []
            _add(current, index, role, shapes)
        elif role in SINGLE:
            if runs and runs[-1].role is role and runs[-1].lines[-1] == index - 1:
                runs[-1].lines.append(index)
            else:
                runs.append(Run(role, heads, [index]))
            heads = []
        elif role in TEXT_KINDS:
            if runs and runs[-1].role is role and runs[-1].lines[-1] == index - 1:
                runs[-1].lines.append(index)
            else:
                runs.append(Run(role, [], [index]))
    return runs


def _add(run: Run, index: int, role: Role, shapes: Shapes) -> None:
    """Put a line into a list; its first title line settles how far the list reaches."""
    if not run.titled:
        run.scope = shapes.ancestor_over(run.scope, shapes.home[index])
        run.titled = role is Role.ITEM
    run.lines.append(index)
    run.shapes.add(shapes.shape_of(index))


def _continues(run: Run, index: int, roles: Sequence[Role], shapes: Shapes) -> bool:
    """Whether a line belongs to the list before it: in its container, or of its shape and near it."""
    gap = index - run.lines[-1]
    if shapes.flat or not run.titled:
        return gap <= MAX_GAP
    same_shape = shapes.shape_of(index) in run.shapes
    if shapes.inside(index, run.scope):
        near = gap <= MAX_GAP or same_shape
        return near and (same_shape or not run.heads or _same_box(run, index, roles, shapes))
    if run.heads or gap > FAR_GAP or not same_shape:
        return False
    run.scope = shapes.ancestor_over(run.scope, shapes.home[index])
    return True


def _same_box(run: Run, index: int, roles: Sequence[Role], shapes: Shapes) -> bool:
    """Whether a line of another shape belongs to a list: next to it, or below a few lines (pictures) in a box of their own."""
    if shapes.child_towards(run.scope, run.lines[-1]) == shapes.child_towards(run.scope, index):
        return True
    run.panes += 1
    if run.panes <= run.tabs:
        return True
    if sum(roles[i] is Role.ITEM for i in run.lines) >= WHOLE_LIST:
        return False
    first_line, last_line = shapes.reach(run.scope)
    known = set(run.heads)
    return not any(roles[i] is Role.HEADING and i not in known for i in range(first_line, last_line + 1))


# ---------------------------------------------------------------- tabs

def _tabs(run: Run, page: Page, shapes: Shapes) -> list[Part]:
    """Two headings side by side over two lists are two blocks; otherwise the run is one block."""
    if run.role is not Role.ITEM:
        return [Part([page.lines[i].text for i in run.heads[-1:]], run.lines)]
    names, over = _names(run.heads, run.lines[0], page, shapes)
    if len(names) > 1:
        panes = _panes(run.lines, len(names), shapes)
        if len(panes) >= len(names):
            rest = [line for pane in panes[len(names) - 1 :] for line in pane]
            lists = [*panes[: len(names) - 1], rest]
            return [Part([name], lines, over) for name, lines in zip(names, lists, strict=True)]
    if len(names) > 1:
        names = _leading(names, over)
    return [Part(names, run.lines, over)]


def _names(heads: Sequence[int], below: int, page: Page, shapes: Shapes) -> tuple[list[str], list[str]]:
    """The names side by side over a list, and the names above those. below: the list's first line."""
    group, above = _side_by_side(heads, below, shapes)
    names = [page.lines[index].text for index in group]
    if len(group) == 1:
        names = _names_in_line(page.lines[group[0]])
    return names, [page.lines[index].text for index in above]


def _side_by_side(heads: Sequence[int], below: int, shapes: Shapes) -> tuple[Sequence[int], Sequence[int]]:
    """The last headings that stand side by side, and the heading above them. below: the first line under them."""
    if shapes.flat or not heads:
        return heads, ()
    first = len(heads) - 1
    while first > 0 and shapes.shape_of(heads[first - 1]) == shapes.shape_of(heads[-1]):
        first -= 1
    above = heads[max(0, first - 1) : first]
    together = shapes.depth_of_common(heads[-1], below)
    return heads[first:], [index for index in above if shapes.depth_of_common(index, heads[first]) >= together]


def _leading(names: list[str], over: list[str]) -> list[str]:
    """The name of a list under several headings: the first that says a kind, else the heading above them."""
    sure = [name for name in names if (naming := name_heading(name)) and naming.certainty > CHANNEL]
    return sure[:1] or over[-1:] or names[:1]


def _names_in_line(line: Line) -> list[str]:
    """Headings that share one line, each a link or a word of its own."""
    if len(line.links) > 1:
        names = [line.text[link.start : link.end] for link in line.links]
    else:
        names = line.text.split()
    names = [name for name in names if not is_control(name)]
    tabs = 1 < len(names) <= MAX_TABS and (len(line.links) > 1 or all(map(name_heading, names)))
    return names if tabs else [line.text]


def _panes(lines: list[int], count: int, shapes: Shapes) -> list[list[int]]:
    """The lists below several headings: the first level of containers that parts the lines in so many."""
    if shapes.flat:
        size = len(lines) // count
        return [lines[n * size : (n + 1) * size] for n in range(count)] if len(lines) % count == 0 else [lines]
    scope = shapes.common(lines[0], lines[-1])
    panes: dict[int, list[int]] = {}
    for line in lines:
        panes.setdefault(shapes.child_towards(scope, line), []).append(line)
    found = list(panes.values())
    return found if len(found) <= max(count, MAX_TABS) and min(map(len, found)) > 1 else [lines]


# ---------------------------------------------------------------- runs to blocks

def _block(run: Run, part: Part, roles: Sequence[Role], draft: Draft, kinds: Kinds) -> Block | None:
    lines = [draft.page.lines[i] for i in part.lines]
    heading = part.names[0] if part.names else None
    if run.role in TEXT_KINDS:
        return Block(kind=TEXT_KINDS[run.role], text="\n".join(line.text for line in lines))
    if run.role in SINGLE:
        return _single(SINGLE[run.role], heading, lines)
    kind = kinds.of_list(part.names, part.lines, part.above)
    if kind not in MAIN_KINDS:
        return Block(kind=kind, heading=heading, text="\n".join(line.text for line in lines))
    items = list_items(lines, settle_titles(draft.page, part.lines, roles, kinds.shapes))
    return Block(kind=kind, heading=heading, items=items) if items else None


def _single(kind: Kind, heading: str | None, lines: list[Line]) -> Block | None:
    label = heading_before(lines[0].text)
    if heading is None and label is not None:
        heading = label.text
    items = word_items(lines, heading) if kind is Kind.TAGS else neighbour_items(lines)
    return Block(kind=kind, heading=heading, items=items) if items else None
