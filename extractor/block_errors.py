"""Where the items of blocks go wrong: a count by cause for each run, and the pages that lose most.

Causes of a missing item: no block holds it (its lines stand in the body, in a block of a kind without items, or nowhere), a
block of another kind holds it, its title is not exact. A surplus item resembles no labelled one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from extractor.model import MAIN_KINDS, Block, Page
from extractor.tagging.gold import norm

MISSING = ("in the body", "in another block", "nowhere", "wrong kind", "title not exact")
CAUSES = (*MISSING, "surplus")
MIN_ALIKE = 4  # characters from which a title inside of another is taken for it

Items = Counter[tuple[str, str]]


class Fault(Struct, frozen=True):
    """An item that is missing or surplus: its kind and title in the scorer's form, why, and the kind it was given instead."""

    kind: str
    title: str
    cause: str
    given: str | None = None


def faults(wanted: Items, found: Items, blocks: Iterable[Block], page: Page) -> Iterator[Fault]:
    """What is wrong with a page's items. wanted, found: the scorer's pairs; blocks: of every kind."""
    missing, extra = wanted - found, found - wanted
    given = {title: kind for kind, title in extra}
    labelled = {title for _, title in wanted}
    found_titles = {title for _, title in found}
    other = "".join(norm(block.text) for block in blocks if block.kind not in MAIN_KINDS and isinstance(block.text, str))
    lines = "\n".join(norm(line.text) for line in page.lines)
    for (kind, title), count in missing.items():
        if title in given:
            cause = "wrong kind"
        elif _is_alike(title, found_titles):
            cause = "title not exact"
        elif title in other:
            cause = "in another block"
        else:
            cause = "in the body" if title in lines else "nowhere"
        yield from [Fault(kind, title, cause, given.get(title))] * count
    for (kind, title), count in extra.items():
        if title not in labelled and not _is_alike(title, labelled):
            yield from [Fault(kind, title, "surplus")] * count


def _is_alike(title: str, others: set[str]) -> bool:
    return any(len(other) >= MIN_ALIKE and (title in other or other in title) for other in others)


def print_faults(pages: dict[str, list[Fault]], total: int, count: int) -> None:
    """Faults by cause, the commonest mistaken kinds, and the `count` worst pages. pages: faults by page id; total: labelled items."""
    every = [fault for found in pages.values() for fault in found]
    causes = Counter(fault.cause for fault in every)
    print(f"\nblocks: {total} labelled items; " + ", ".join(f"{causes[cause]} {cause}" for cause in CAUSES))
    kinds = Counter((fault.kind, fault.given) for fault in every if fault.given)
    print("   kinds mistaken: " + ", ".join(f"{want} for {got} {number}" for (want, got), number in kinds.most_common(6)))
    for page, found in sorted(pages.items(), key=lambda pair: -len(pair[1]))[:count]:
        print(f"   {page}: " + ", ".join(f"{number} {cause}" for cause, number in Counter(f.cause for f in found).most_common()))
        for fault in found[:count]:
            print(f"      {fault.cause:16s} {fault.kind:12s} {fault.title[:60]}" + (f"  (given {fault.given})" if fault.given else ""))


def faults_by_page(results: Iterable[Any], scorer: Any) -> tuple[dict[str, list[Fault]], int]:
    """Faults of every page of a run (evaluate.Result, with blocks of every kind), and how many items are labelled."""
    pages: dict[str, list[Fault]] = {}
    total = 0
    for result in results:
        label = result.label
        if "blocks" not in label:
            continue
        wanted = scorer.block_pairs(label["blocks"])
        main = [{"kind": b.kind.value, "items": [{"title": item.title} for item in b.items]} for b in result.record.blocks]
        found = scorer.without_capped(scorer.block_pairs(main), wanted, label)
        total += wanted.total()
        pages[label["id"]] = list(faults(wanted, found, result.record.blocks, result.page))
    return pages, total
