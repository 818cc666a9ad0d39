"""How many pages are gone through, not what comes of them."""

from __future__ import annotations

import os
from typing import Literal

from msgspec import Struct


class BatchOptions(Struct, frozen=True, kw_only=True):
    """jobs: processes; 1 is this process, with nothing started, unless isolated.

    isolated: never extract in this process, so that no page can end it.
    ordered: records come in the order of their pages, else as they are done.
    page_timeout: seconds a page may take, None for any time.
    start: how processes come to be, see multiprocessing; spawn works everywhere and with threads.
    """

    jobs: int = 1
    isolated: bool = False
    ordered: bool = True
    page_timeout: float | None = None
    start: Literal["spawn", "fork", "forkserver"] = "spawn"


def all_cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def one_thread() -> None:
    """Numpy's threads fight over the cores with our processes, and on pages they gain nothing; before numpy is loaded."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
