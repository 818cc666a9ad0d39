"""A first pass over pages that learns which lines recur on each host."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from extractor.batch import Pages
from extractor.errors import SourceError
from extractor.model import Page, PageLimits, Source
from extractor.reading import read
from extractor.tagging.recurring import host_of, line_keys

LEAST_PAGES = 5
"""Pages that a host must have for anything to be said of it."""
LEAST_TIMES = 3
"""Pages that a line must stand on."""
MOST_PAGES = 200
"""Pages of a host that are learned from; more tell little more, and memory is bounded by hosts."""


def learn_sites(pages: Pages, limits: PageLimits) -> frozenset[int]:
    """Keys of the lines that recur. Pages without an address, and what is no page, are passed over."""
    known = (page for source in pages if (page := _read(source, limits)) is not None)
    return recurring((page, host) for page in known if (host := host_of(page.url)))


def recurring(pages: Iterable[tuple[Page, str]]) -> frozenset[int]:
    """Keys of the lines that recur over these pages of these hosts."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    many: Counter[str] = Counter()
    for page, host in pages:
        if many[host] < MOST_PAGES:
            many[host] += 1
            seen[host].update(set(line_keys(page, host)))
    known = [lines for host, lines in seen.items() if many[host] >= LEAST_PAGES]
    return frozenset(key for lines in known for key, times in lines.items() if times >= LEAST_TIMES)


def _read(source: Source | SourceError, limits: PageLimits) -> Page | None:
    if isinstance(source, SourceError):
        return None
    try:
        return read(source, limits)
    except Exception:  # the pass that extracts will say so
        return None
