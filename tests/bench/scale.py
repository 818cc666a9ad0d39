"""Pages a second with one process and with two, and bytes a record: PYTHONPATH=. python tests/bench/scale.py [FOLDER]

One process and two in turn, the same pages, best of the rounds; the start of the processes is counted. Processor seconds do
not depend on what else the machine does; pages a second and their ratio do.
"""

from __future__ import annotations

import argparse
import gzip
import os
import time
from pathlib import Path

from extractor.batch.options import BatchOptions, one_thread
from extractor.writers import WRITERS

one_thread()  # before numpy is loaded

from extractor import batch  # noqa: E402
from extractor.model import Record, Source  # noqa: E402
from extractor.pipeline import Options  # noqa: E402
from extractor.sources.files import load  # noqa: E402

SAMPLES = Path(__file__).parents[2] / "samples"


def timed(pages: list[Source], jobs: int) -> tuple[float, float, list[Record]]:
    """Seconds by the clock, processor seconds of all processes, the records."""
    start, before = time.perf_counter(), os.times()
    found = list(batch.records(pages, Options(), BatchOptions(jobs=jobs)))
    took, after = time.perf_counter() - start, os.times()
    return took, sum(after[:4]) - sum(before[:4]), [each for each in found if isinstance(each, Record)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=str(SAMPLES), help="pages (default: samples/)")
    parser.add_argument("--pages", type=int, default=400, help="taken from the folder, again if there are fewer")
    parser.add_argument("--rounds", type=int, default=3)
    words = parser.parse_args()
    there = [page for page in load([words.folder]) if isinstance(page, Source)]
    pages = [there[number % len(there)] for number in range(words.pages)]
    runs: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(words.rounds):
        for jobs, seen in runs.items():
            took, busy, records = timed(pages, jobs)
            seen.append((took, busy))
    print(f"{len(pages)} pages of {sum(len(page.data) for page in pages) / len(pages) / 1000:.0f} kB")
    for jobs, seen in runs.items():
        took, busy = min(each[0] for each in seen), min(each[1] for each in seen)
        print(f"{jobs} process{'es'[:2 * jobs - 2]}: {len(pages) / took:.1f} pages a second, {busy / len(pages) * 1000:.1f} ms of processor a page")
    best = {jobs: min(each[0] for each in seen) for jobs, seen in runs.items()}
    print(f"two over one: {best[1] / best[2]:.2f}")
    for name in ("jsonl", "parquet"):
        data = b"".join(WRITERS[name](records))
        print(f"{name}: {len(data) / len(records):.0f} bytes a record")
    print(f"jsonl.gz: {len(gzip.compress(b''.join(WRITERS['jsonl'](records)), 6)) / len(records):.0f} bytes a record")


if __name__ == "__main__":
    main()
