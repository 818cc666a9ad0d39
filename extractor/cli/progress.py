"""How far a long run is: a bar on a terminal, else a line now and then; short runs show nothing. The only rich."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Protocol, TextIO

from extractor.cli.console import say
from extractor.writers.output import STDOUT

AFTER = 1.0
"""Seconds before a bar appears."""
EVERY = 30.0
"""Seconds between lines."""


class Progress(Protocol):
    """Hears of every page."""

    def update(self, tally: Counter[str]) -> None:
        """Tell the numbers so far, where it is time to."""

    def close(self) -> None:
        """No more will be told."""


@contextmanager
def progress(output: str) -> Iterator[Progress]:
    """A bar where messages go to a terminal that records do not go to, else lines. output: file name, or STDOUT."""
    shown: Progress = Bar() if _is_terminal(sys.stderr) and not (output == STDOUT and _is_terminal(sys.stdout)) else Lines()
    try:
        yield shown
    finally:
        shown.close()


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


class Lines:
    """Plain lines, for log files."""

    def __init__(self) -> None:
        self._start = self._said = monotonic()

    def update(self, tally: Counter[str]) -> None:
        """Say a line where the last one is long ago."""
        now = monotonic()
        if now - self._said >= EVERY:
            self._said = now
            say(f"{tally.total()} pages, {tally.total() / (now - self._start):.1f} a second, {tally['failed']} failed")

    def close(self) -> None:
        """Nothing is left on the screen."""


class Bar:
    """A live line on standard error; messages printed meanwhile go above it."""

    def __init__(self) -> None:
        self._start = monotonic()
        self._bar: Any = None
        self._task: Any = None

    def update(self, tally: Counter[str]) -> None:
        """Move the bar; it appears when the run has taken a while."""
        if self._bar is None:
            if monotonic() - self._start < AFTER:
                return
            self._open()
        rate = tally.total() / (monotonic() - self._start)
        self._bar.update(self._task, completed=tally.total(), rate=rate, failed=tally["failed"])

    def close(self) -> None:
        """Leave the last state on the screen."""
        if self._bar is not None:
            self._bar.stop()

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as RichProgress
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.completed:,.0f} pages"),
            TextColumn("{task.fields[rate]:.1f} pages/s"),
            TextColumn("{task.fields[failed]} failed"),
            TimeElapsedColumn(),
        )
        self._bar = RichProgress(*columns, console=Console(stderr=True))
        self._bar.start()
        self._task = self._bar.add_task("", total=None, rate=0.0, failed=0)
