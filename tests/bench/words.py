"""What words cost: the whole run with jieba and with rjieba, against the run without words and jieba.lcut alone.

    python tests/bench/words.py [FOLDER] [ROUNDS]        samples/ and 5 unless said otherwise

Each page goes through all four in turn, in every round, so that whatever else the machine does falls on all alike;
times are CPU seconds of the process, ratios are medians over the rounds. Targets: with jieba no more than 1.15 times
what the run without words and jieba.lcut take together, with rjieba no more than 1.4 times the run without words.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads that wait count as CPU time

from extractor import ReadingError, Record, extract
from extractor.model import Source
from extractor.segment import SegmentOptions, prepare
from extractor.sources.files import load
from extractor.writers.jsonl import to_json

PLAIN, LCUT, JIEBA, RJIEBA = "without words", "jieba.lcut", "with jieba", "with rjieba"
TARGETS = {JIEBA: 1.15, RJIEBA: 1.4}


def main(folder: str = "samples", rounds: str = "5") -> int:
    """Print the table; 1 where a target is missed."""
    pages = [(source, record) for source in load([folder]) if isinstance(source, Source) and (record := _record(source))]
    lcut = _jieba()
    works: dict[str, Callable[[Source, Record], Any]] = {
        PLAIN: lambda page, _: to_json(extract(page)),
        LCUT: lambda _, record: lcut(record.body.text),
    }
    for name, backend in ((JIEBA, "jieba"), (RJIEBA, "rjieba")):
        options = SegmentOptions(backend=backend)
        prepare(options)
        works[name] = lambda page, _, options=options: to_json(extract(page, segment=options))
    times = [_round(works, pages) for _ in range(int(rounds))]
    print(f"{len(pages)} pages, {sum(len(record.body.text) for _, record in pages)} characters of body, {rounds} rounds")
    for name in works:
        print(f"{name:14s}{1000 * median(each[name] for each in times) / len(pages):8.2f} ms a page")
    ratios = {
        JIEBA: median(each[JIEBA] / (each[PLAIN] + each[LCUT]) for each in times),
        RJIEBA: median(each[RJIEBA] / each[PLAIN] for each in times),
    }
    print(f"{JIEBA}: {ratios[JIEBA]:.3f} x ({PLAIN} + {LCUT}), target {TARGETS[JIEBA]}")
    print(f"{RJIEBA}: {ratios[RJIEBA]:.3f} x {PLAIN}, target {TARGETS[RJIEBA]}")
    return int(any(ratios[name] > target for name, target in TARGETS.items()))


def _record(source: Source) -> Record | None:
    try:
        return extract(source)
    except ReadingError:
        return None


def _round(works: dict[str, Callable[[Source, Record], Any]], pages: list[tuple[Source, Record]]) -> dict[str, float]:
    times = dict.fromkeys(works, 0.0)
    for page, record in pages:
        for name, work in works.items():
            start = process_time()
            work(page, record)
            times[name] += process_time() - start
    return times


def _jieba() -> Callable[[str], list[str]]:
    """jieba as anybody would use it, its cache in a folder that is thrown away."""
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        jieba.dt.tmp_dir = folder
        jieba.initialize()
    return jieba.lcut  # type: ignore[no-any-return]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
