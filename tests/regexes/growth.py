"""How the time of every pattern grows from 100 KB to 200 KB of text made to hurt it: twice is linear, four times is not.

    python tests/regexes/growth.py [PART OF A NAME]

Each text is searched for all matches; times are CPU seconds, the best of three. Prints what grows faster than it may, and
the slowest patterns; exit code 1 if anything does.
"""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from patterns import hostile, patterns

SMALL, LARGE = 100_000, 200_000
WORTH_MEASURING = 0.02  # seconds; below it the clock says little
MOST = 3.0
TOO_LONG = 5


def main(part: str = "") -> int:
    """Measure; gives the exit code."""
    signal.signal(signal.SIGALRM, _stop)
    found: list[tuple[float, float, str, str]] = []
    chosen = {place: pattern for place, pattern in patterns().items() if part in place}
    for place, pattern in chosen.items():
        for small, large in zip(hostile(pattern, SMALL), hostile(pattern, LARGE), strict=True):
            growth, seconds = _growth(pattern, small, large)
            found.append((growth, seconds, place, repr(small[:30])))
            if growth > MOST:
                print(f"GROWS {growth:.1f} x, {seconds:.2f} s: {place} on {small[:30]!r}", flush=True)
    bad = [each for each in found if each[0] > MOST]
    for growth, seconds, place, text in sorted(found, key=lambda each: -each[1])[:5]:
        print(f"{seconds:.3f} s for {LARGE} characters, {growth:.1f} x: {place} on {text}")
    print(f"{len(chosen)} patterns, {len(found)} texts, {len(bad)} grow faster than {MOST} x")
    return int(bool(bad))


def _growth(pattern: re.Pattern[Any], small: Any, large: Any) -> tuple[float, float]:
    """How many times as long the large text takes, and its seconds; infinite where it takes too long to wait for."""
    seconds = _seconds(pattern, large)
    if seconds < WORTH_MEASURING:
        return 1.0, seconds
    if seconds >= TOO_LONG:
        return float("inf"), seconds
    return min(_seconds(pattern, large) for _ in range(2)) / min(_seconds(pattern, small) for _ in range(3)), seconds


def _seconds(pattern: re.Pattern[Any], text: Any) -> float:
    start = process_time()
    signal.alarm(TOO_LONG)
    try:
        for _ in pattern.finditer(text):
            pass
    except TimeoutError:
        return float(TOO_LONG)
    finally:
        signal.alarm(0)
    return process_time() - start


def _stop(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
