"""Arguments that say how many pages are gone through."""

from __future__ import annotations

import argparse

from extractor.batch.options import BatchOptions, all_cores


def add_batch_arguments(parser: argparse.ArgumentParser) -> None:
    """--jobs, --unordered, --page-timeout."""
    add = parser.add_argument_group("many pages").add_argument
    add("--jobs", type=_jobs, default=all_cores(), metavar="N", help="processes (default: all cores, here %(default)s)")
    add("--unordered", action="store_true", help="records as they are done, not in the order of the pages")
    add("--page-timeout", type=_seconds, default=20.0, metavar="SECONDS",
        help="a page that takes longer is reported and left out, 0 for no limit (default: %(default)g)")  # fmt: skip


def batch_options(words: argparse.Namespace) -> BatchOptions:
    """What the arguments say."""
    return BatchOptions(jobs=words.jobs, ordered=not words.unordered, page_timeout=words.page_timeout or None)


def _jobs(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word}: a number of processes, at least 1")
    return int(word)


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{word}: a number of seconds, 0 for no limit")
    return seconds
