"""Ctrl-C: the pages in hand are finished, no new ones are begun."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class Stop:
    """While it is entered, the first SIGINT ends what `until_stopped` gives; a second one is a KeyboardInterrupt.

    Signals reach only the main thread; in another one this does nothing.
    """

    def __init__(self) -> None:
        self.stopped = False
        self._reading = False
        self._before: Any = None

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def until_stopped(self, things: Iterable[T]) -> Iterator[T]:
        """The things, until somebody says stop; waiting for the next one is broken off."""
        waiting = iter(things)
        while not self.stopped:
            try:
                self._reading = True
                thing = next(waiting)
                self._reading = False
            except StopIteration:
                return
            except KeyboardInterrupt:
                return
            finally:
                self._reading = False
            yield thing

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        again, self.stopped = self.stopped, True
        if again or self._reading:
            raise KeyboardInterrupt
