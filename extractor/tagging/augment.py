"""Other pages made from labelled pages, so that the tagger learns templates it has never seen."""

from __future__ import annotations

import random

from msgspec import Struct
from msgspec.structs import replace

from extractor.model import Container, Head, Line, Page, Role
from extractor.tagging.gold import Gold

MAX_SWAPPED = 300       # lines of a body that another page takes in
SITE_WORDS_KEPT = 0.75  # share of class words kept where words are forgotten


class Example(Struct, frozen=True):
    """A page with the wanted values of its lines, and the site it is from."""

    page: Page
    gold: Gold
    site: str
    id: str


def as_text(example: Example) -> Example:
    """The page as a plain-text dump would have it: no tags, links or head."""
    page = example.page
    lines = tuple(Line(text=line.text, container=0) for line in page.lines)
    plain = replace(page, form="text", lines=lines, containers=(Container("body", (), -1, 1),), head=Head())
    return replace(example, page=plain)


def vary(example: Example, others: list[Example], rng: random.Random) -> Example:
    """A random variation: blocks dropped, moved or borrowed, the body shortened, markup forgotten, or flattened to text."""
    example = _forget(example, rng)
    if rng.random() < 0.15:
        example = _swap_body(example, rng.choice(others))
    if rng.random() < 0.5:
        example = _drop_blocks(example, rng)
    if rng.random() < 0.35:
        example = _borrow_block(example, rng.choice(others), rng)
    if rng.random() < 0.2:
        example = _shorten_body(example, rng)
    return example


def _keep(example: Example, kept: list[int]) -> Example:
    """The example with these lines only, in this order."""
    if not kept:
        return example
    gold = example.gold
    lines = tuple(example.page.lines[i] for i in kept)
    picked = Gold(
        tuple(gold.body[i] for i in kept),
        tuple(gold.weight[i] for i in kept),
        tuple(gold.role[i] for i in kept),
        tuple(gold.kind[i] for i in kept),
        gold.page_type,
    )
    return replace(example, page=replace(example.page, lines=lines), gold=picked)


def _runs(gold: Gold) -> list[tuple[int, int]]:
    """Half-open runs of lines of one block: the same kind, cut at headings."""
    runs: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(gold.kind) + 1):
        if i == len(gold.kind) or gold.kind[i] != gold.kind[start] or gold.role[i] == Role.HEADING:
            if gold.kind[start] >= 0:
                runs.append((start, i))
            start = i
    return runs


def _drop_blocks(example: Example, rng: random.Random) -> Example:
    share = rng.random() * 0.8
    dropped = {i for first, last in _runs(example.gold) if rng.random() < share for i in range(first, last)}
    return _keep(example, [i for i in range(len(example.gold.kind)) if i not in dropped])


def _shorten_body(example: Example, rng: random.Random) -> Example:
    body = [i for i, inside in enumerate(example.gold.body) if inside]
    if len(body) < 3:
        return example
    kept = rng.randint(1, max(1, len(body) // 2))
    first = rng.randint(0, len(body) - kept)
    away = set(body[:first] + body[first + kept :])
    return _keep(example, [i for i in range(len(example.gold.kind)) if i not in away])


def _borrow_block(example: Example, donor: Example, rng: random.Random) -> Example:
    """Put one of another page's blocks between two blocks of this page."""
    runs, own = _runs(donor.gold), _runs(example.gold)
    if not runs or not own or (donor.page.form != example.page.form):
        return example
    first, last = rng.choice(runs)
    last = min(last, first + 30)
    at = rng.choice(own)[rng.randint(0, 1)]
    offset = len(example.page.containers)
    borrowed = [
        replace(line, container=line.container + offset, pictures=(), cell=None) for line in donor.page.lines[first:last]
    ]
    containers = example.page.containers + tuple(
        replace(c, parent=c.parent + offset if c.parent >= 0 else 0) for c in donor.page.containers
    )
    lines = (*example.page.lines[:at], *borrowed, *example.page.lines[at:])
    ours, theirs = example.gold, donor.gold
    gold = Gold(
        (*ours.body[:at], *theirs.body[first:last], *ours.body[at:]),
        (*ours.weight[:at], *theirs.weight[first:last], *ours.weight[at:]),
        (*ours.role[:at], *theirs.role[first:last], *ours.role[at:]),
        (*ours.kind[:at], *theirs.kind[first:last], *ours.kind[at:]),
        ours.page_type,
    )
    return replace(example, page=replace(example.page, lines=lines, containers=containers), gold=gold)


def _swap_body(example: Example, donor: Example) -> Example:
    """The page around another page's body and headline, so that bodies are not learned together with their frames."""
    ours, theirs = _body_range(example.gold), _body_range(donor.gold)
    if example.gold.page_type or donor.gold.page_type or ours is None or theirs is None or theirs[1] - theirs[0] > MAX_SWAPPED:
        return example
    page = example.page
    home, root = _common(page, *ours), _common(donor.page, *theirs)
    containers, moved = _grafted(page.containers, donor.page.containers, root, home)
    body = [
        replace(line, container=moved[line.container], pictures=(), cell=None) for line in donor.page.lines[slice(*theirs)]
    ]
    lines = _entitled([*page.lines[: ours[0]], *body, *page.lines[ours[1] :]], example.gold, donor)
    own, lent = example.gold, donor.gold
    gold = Gold(
        (*own.body[: ours[0]], *lent.body[slice(*theirs)], *own.body[ours[1] :]),
        (*own.weight[: ours[0]], *lent.weight[slice(*theirs)], *own.weight[ours[1] :]),
        (*own.role[: ours[0]], *lent.role[slice(*theirs)], *own.role[ours[1] :]),
        (*own.kind[: ours[0]], *lent.kind[slice(*theirs)], *own.kind[ours[1] :]),
        own.page_type,
    )
    head = replace(page.head, title=donor.page.head.title)
    return replace(example, page=replace(page, lines=tuple(lines), containers=containers, head=head), gold=gold)


def _body_range(gold: Gold) -> tuple[int, int] | None:
    inside = [i for i, is_body in enumerate(gold.body) if is_body]
    return (inside[0], inside[-1] + 1) if inside else None


def _entitled(lines: list[Line], gold: Gold, donor: Example) -> list[Line]:
    """The lines with the donor's headline in the place of their own."""
    if Role.TITLE in gold.role and Role.TITLE in donor.gold.role:
        at = gold.role.index(Role.TITLE)
        text = donor.page.lines[donor.gold.role.index(Role.TITLE)].text
        if at < len(lines) and not gold.body[at]:
            lines[at] = replace(lines[at], text=text, links=())
    return lines


def _common(page: Page, first: int, last: int) -> int:
    """The innermost container around lines first to last - 1."""
    chains = [_chain_of(page.containers, page.lines[i].container) for i in range(first, last)]
    shared = set(chains[0]).intersection(*chains[1:])
    return next((index for index in chains[0] if index in shared), 0)


def _chain_of(containers: tuple[Container, ...], index: int) -> list[int]:
    chain = []
    while index >= 0:
        chain.append(index)
        index = containers[index].parent
    return chain


def _grafted(
    ours: tuple[Container, ...], theirs: tuple[Container, ...], root: int, home: int
) -> tuple[tuple[Container, ...], dict[int, int]]:
    """Our containers and, below the parent of `home`, theirs from `root` downwards; and their new numbers."""
    moved: dict[int, int] = {}
    result = list(ours)
    shift = ours[home].depth - theirs[root].depth
    for index, container in enumerate(theirs):
        if index == root or container.parent in moved:
            parent = ours[home].parent if index == root else moved[container.parent]
            moved[index] = len(result)
            result.append(replace(container, parent=parent, depth=container.depth + shift))
    return tuple(result), moved


def _forget(example: Example, rng: random.Random) -> Example:
    page = example.page
    if page.form == "text":
        return example
    lines, containers, head = page.lines, page.containers, page.head
    if rng.random() < 0.3:
        share = 0.0 if rng.random() < 0.5 else SITE_WORDS_KEPT
        containers = tuple(replace(c, words=tuple(w for w in c.words if rng.random() < share)) for c in containers)
        lines = tuple(replace(line, words=()) for line in lines)
    if rng.random() < 0.08:
        lines = tuple(replace(line, links=()) for line in lines)
    if rng.random() < 0.15:
        head = Head()
    return replace(example, page=replace(page, lines=lines, containers=containers, head=head))
