"""However many threads or processes work, and whatever Python's hashes are, the same bytes give the same record."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from extractor import ReadingError, extract
from extractor.writers.jsonl import to_json

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in (".html", ".txt"))


def work(page: bytes | Path) -> bytes:
    """The record of a page with its words, as JSON, or what is wrong with it."""
    try:
        return to_json(extract(page, all_blocks=True, segment="all"))
    except ReadingError as error:
        return str(error).encode()


def pages(count: int) -> list[bytes]:
    """Different pages: samples cut off at different places."""
    random, samples = Random(5), [path.read_bytes() for path in SAMPLES]
    return [page[: random.randrange(len(page))] for page in (samples * (count // len(samples) + 1))[:count]]


@pytest.mark.parametrize("count", [96, pytest.param(2000, marks=pytest.mark.long)])
def test_sixteen_threads_give_the_records_of_one(count: int) -> None:
    """Threads share tables, caches and segmenters, and nothing of one page reaches another."""
    given = pages(count)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(work, given))
    assert found == [work(page) for page in given]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_give_the_same_records(method: str) -> None:
    """A process that was forked after everything was loaded, and one that starts anew, both work."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system cannot {method}")
    here = [work(path) for path in SAMPLES[::3]]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        assert list(pool.map(work, SAMPLES[::3], timeout=300)) == here


def test_the_order_of_sets_does_not_matter() -> None:
    """Two runs with other hash seeds write the same bytes."""
    command = [sys.executable, "-m", "extractor", "extract", *map(str, SAMPLES[::3]), "--jobs=1", "--all-blocks", "--segment=all", "--keywords=5"]
    outputs = set()
    for seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        outputs.add(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=300).stdout)
    assert len(outputs) == 1 and len(outputs.pop().splitlines()) == len(SAMPLES[::3])
