"""The long fuzz run: broken pages and lines into every step, until so many cases are done.

    python tests/fuzz/run.py --cases 200000 [--seed N] [--folder PAGES] [--target NAME] [--save FOLDER]

First come the pages huge in one respect and pages cut off at every kilobyte, then broken ones at random. Prints each new finding once, with the input that shows it saved below --save; exit code 1 if there were any.
With --atheris the same targets are driven by coverage (pip install atheris).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

from seeds import SAMPLES, Seeds, load_pages
from targets import TARGETS, Target

TOO_LONG = 60  # seconds of CPU time of one case that count as a hang


class HangError(Exception):
    """A case took too long."""


def main() -> int:
    """Run the cases; gives the exit code."""
    words = _words()
    if words.atheris:
        return _by_coverage(words)
    signal.signal(signal.SIGPROF, _hang)
    random = Random(words.seed)
    seeds = Seeds(load_pages(words.folder), random)
    chosen = [words.target] if words.target else list(TARGETS)
    tally: Counter[str] = Counter()
    slowest: dict[str, float] = dict.fromkeys(chosen, 0.0)
    spent: dict[str, float] = dict.fromkeys(chosen, 0.0)
    findings: dict[str, str] = {}
    started = time.perf_counter()
    for number, (name, data) in enumerate(islice(_cases(seeds, chosen, random), words.cases)):
        tally[name] += 1
        before = time.process_time()
        trouble = _try(TARGETS[name][0], data)
        took = time.process_time() - before
        spent[name] += took
        slowest[name] = max(slowest[name], took)
        if trouble and trouble not in findings:
            findings[trouble] = _saved(words.save, name, data)
            print(f"FOUND in {name} (case {number}): {trouble}\n  input: {findings[trouble]}", flush=True)
        if (number + 1) % 10_000 == 0:
            print(f"{number + 1} cases, {len(findings)} findings, {time.perf_counter() - started:.0f} s", flush=True)
    for name in chosen:
        mean = 1000 * spent[name] / max(1, tally[name])
        print(f"{name:10s}{tally[name]:8d} cases, {mean:.1f} ms of CPU time each, the slowest {1000 * slowest[name]:.0f}")
    print(f"{tally.total()} cases, seed {words.seed}, {len(findings)} findings, {time.perf_counter() - started:.0f} s")
    return 1 if findings else 0


def _cases(seeds: Seeds, chosen: list[str], random: Random) -> Iterator[tuple[str, bytes]]:
    """(target, bytes) without end: the systematic cases, then random ones, each target its share of them."""
    if "whole" in chosen:
        yield from seeds.systematic()
    shares = [TARGETS[name][1] for name in chosen]
    while True:
        name = random.choices(chosen, shares)[0]
        yield name, seeds.case(name)


def _try(target: Target, data: bytes) -> str:
    """'' where the promise held, else what broke and where."""
    signal.setitimer(signal.ITIMER_PROF, TOO_LONG)
    try:
        target(data)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {str(error)[:200]!r}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _hang(*_: object) -> None:
    raise HangError(f"more than {TOO_LONG} s")


def _saved(folder: Path, name: str, data: bytes) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return str(path)


def _by_coverage(words: argparse.Namespace) -> int:
    """The targets under atheris, the first byte of an input choosing one; never returns where a case breaks."""
    import atheris

    names = [words.target] if words.target else list(TARGETS)

    def one(data: bytes) -> None:
        if data:
            TARGETS[names[data[0] % len(names)]][0](data[1:])

    atheris.instrument_all()
    run: Callable[..., None] = atheris.Setup
    run([sys.argv[0], f"-runs={words.cases}", f"-seed={words.seed}", f"-timeout={TOO_LONG}", str(SAMPLES)], one)
    atheris.Fuzz()
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The long fuzz run.")
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=SAMPLES, help="pages to break (default: samples/)")
    parser.add_argument("--target", choices=TARGETS)
    parser.add_argument("--save", type=Path, default=Path("fuzz-findings"), help="where inputs that break go")
    parser.add_argument("--atheris", action="store_true", help="driven by coverage")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
