"""Milliseconds a page, step by step: the best of several rounds over every page below a folder.

    PYTHONPATH=. python tests/bench/speed.py [FOLDER] [ROUNDS]        samples/ and 5 unless said otherwise

Processor time of one thread, which depends less on what else the machine does; every round meets the pages as if for the first time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time
from typing import Any

from extractor.batch.options import one_thread

one_thread()  # before numpy is loaded

from extractor.assembling import assemble  # noqa: E402
from extractor.model import Source  # noqa: E402
from extractor.reading import read  # noqa: E402
from extractor.sources.files import load  # noqa: E402
from extractor.tagging import tag  # noqa: E402
from extractor.writers.jsonl import to_json  # noqa: E402
from tests.bench.fresh import forget  # noqa: E402


def best(rounds: int, work: Callable[[], list[Any]]) -> tuple[float, list[Any]]:
    """Seconds of the quickest round, and what it gave."""
    took = []
    for _ in range(rounds):
        forget()
        start = process_time()
        result = work()
        took.append(process_time() - start)
    return min(took), result


def main(folder: str = "samples", rounds: str = "5") -> None:
    """Print the table."""
    sources = [source for source in load([folder]) if isinstance(source, Source)]
    times: dict[str, float] = {}
    times["read"], pages = best(int(rounds), lambda: [read(source) for source in sources])
    times["tag"], taggings = best(int(rounds), lambda: [tag(page) for page in pages])
    pairs = list(zip(pages, taggings, strict=True))
    times["assemble"], records = best(int(rounds), lambda: [assemble(page, tagging) for page, tagging in pairs])
    times["write"], _ = best(int(rounds), lambda: [to_json(record) for record in records])
    print(f"{len(sources)} pages, {sum(len(page.lines) for page in pages) // len(pages)} lines a page on average")
    for step, seconds in [*times.items(), ("all", sum(times.values()))]:
        print(f"{step:10s}{1000 * seconds / len(sources):8.2f} ms a page")


if __name__ == "__main__":
    main(*sys.argv[1:])
