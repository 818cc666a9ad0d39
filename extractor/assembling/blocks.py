"""Blocks around the article: a heading with the list that belongs to it, found by structure, named by the heading.

Lines get a role (block_roles), lines that belong together become runs (block_runs), runs under several headings are
parted (block_tabs), each list gets a kind (block_kinds) and its items (items).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.assembling.block_kinds import Kinds
from extractor.assembling.block_roles import judge_roles
from extractor.assembling.block_runs import Run, RunBuilder
from extractor.assembling.block_shapes import shapes_of
from extractor.assembling.block_tabs import Part, part_lists
from extractor.assembling.items import list_items, neighbour_items, word_items
from extractor.assembling.ruled import with_ruled_blocks
from extractor.headings import STEM, heading_before, name_heading, squeeze
from extractor.model import MAIN_KINDS, Block, Draft, Item, Kind, Line, Role
from extractor.vocabulary import cues

MIN_TITLE = 6  # characters of a list's titles, in the mean; shorter ones are names of columns, places, products
WORDED = {Role.TAGS: Kind.TAGS, Role.PREV_NEXT: Kind.PREV_NEXT}
PLAIN = {
    Role.COMMENT: Kind.COMMENTS, Role.BIO: Kind.AUTHOR_BIO, Role.COPYRIGHT: Kind.COPYRIGHT, Role.SHARE: Kind.SHARE,
    Role.NAV: Kind.NAV, Role.FOOTER: Kind.FOOTER, Role.AD: Kind.AD, Role.LOGIN: Kind.LOGIN, Role.OTHER: Kind.OTHER,
}  # fmt: skip


def find_blocks(draft: Draft) -> list[Block]:
    """Every block around the article in document order; those of MAIN_KINDS carry items, the others their text.

    Runs in time linear in the lines and containers of the page.
    """
    shapes = shapes_of(draft.page)
    roles = judge_roles(draft, shapes)
    kinds = Kinds(draft, shapes)
    blocks: list[tuple[Block | None, int]] = []  # a block and one of its lines
    for run in RunBuilder(draft.page, roles, shapes).build():
        if run.role in PLAIN:
            blocks.append((Block(kind=PLAIN[run.role], text=_text(draft, run.lines)), run.lines[0]))
        elif run.role in WORDED:
            blocks.append((_worded(run, draft), run.lines[0]))
        else:
            parts = part_lists(run.heads, run.lines, draft.page, shapes)
            blocks.extend((_listed(part, roles, draft, kinds), part.lines[-1]) for part in parts)
    blocks = with_ruled_blocks(draft, blocks)
    return _without_hidden_copies([(block, draft.page.lines[line]) for block, line in blocks if block is not None])


def _without_hidden_copies(blocks: Sequence[tuple[Block, Line]]) -> list[Block]:
    """Blocks without lists that the page hides and shows elsewhere (the other skin's copy, a second drop-down)."""
    shown = {item.title for block, line in blocks if not line.hidden for item in block.items}
    return [
        block for block, line in blocks
        if not (line.hidden and block.items and all(item.title in shown for item in block.items))
    ]


def _listed(part: Part, roles: Sequence[Role], draft: Draft, kinds: Kinds) -> Block | None:
    """The block of a list, None where it holds no item."""
    kind = kinds.of_list(part.names, part.lines, part.above)
    heading = part.names[0] if part.names else None
    if kind not in MAIN_KINDS:
        return Block(kind=kind, heading=heading, text=_text(draft, part.lines))
    lines = [draft.page.lines[index] for index in part.lines]
    items = list_items(lines, [roles[index] is Role.ITEM for index in part.lines])
    if not items:
        return None
    if _are_names(items) and not _announces_words(part.names):
        return Block(kind=Kind.OTHER, heading=heading, text=_text(draft, part.lines))
    return Block(kind=kind, heading=heading, items=items)


def _are_names(items: Sequence[Item]) -> bool:
    """Whether a list's titles are too short for headlines: columns, places, products."""
    return sum(len(item.title) for item in items) < MIN_TITLE * len(items)


def _announces_words(names: Sequence[str]) -> bool:
    """Whether a known heading says that single words stand below it: 热词, 热门话题."""
    known = (name for name in names if (naming := name_heading(name)) is not None and naming.certainty >= STEM)
    return any(word in squeeze(name) for name in known for word in cues().worded)


def _worded(run: Run, draft: Draft) -> Block | None:
    """The block of tags or neighbours, None where it holds no item."""
    lines = [draft.page.lines[index] for index in run.lines]
    kind, label = WORDED[run.role], heading_before(lines[0].text)
    heading = draft.page.lines[run.heads[-1]].text if run.heads else label.text if label else None
    items = word_items(lines) if kind is Kind.TAGS else neighbour_items(lines)
    return Block(kind=kind, heading=heading, items=items) if items else None


def _text(draft: Draft, lines: Sequence[int]) -> str:
    return "\n".join(draft.page.lines[index].text for index in lines)
