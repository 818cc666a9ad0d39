"""Arguments that say where records go and how many pages are gone through."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.batch.options import BatchOptions, all_cores
from extractor.writers import PLACES, WRITERS
from extractor.writers.output import STDOUT
from extractor.writers.target import Target, target_of

if TYPE_CHECKING:
    from extractor.batch.keep import Keeping


def add_output_arguments(parser: argparse.ArgumentParser) -> None:
    """-o and -f."""
    add = parser.add_argument
    parser.set_defaults(refuse=parser.error)
    add("-o", "--output", metavar="FILE", default=STDOUT, help="write here, whole or not at all; the suffix says the "
        "form (.jsonl .json .csv .md .txt .parquet .db, .gz or .zst after it)")  # fmt: skip
    add("-f", "--format", choices=(*WRITERS, *PLACES), help="form of the output (default: by the suffix of -o, else "
        "jsonl); markdown with a folder for -o: one file a page")  # fmt: skip


def target(words: argparse.Namespace) -> Target:
    """The output; ends the process with usage where the arguments do not fit each other."""
    try:
        found = target_of(words.output, words.format)
        if (words.resume or words.dedupe) and not found.is_kept:
            raise ValueError(f"{'--resume' if words.resume else '--dedupe'} needs a file: -o FILE")
    except ValueError as error:
        words.refuse(str(error))
    return found


def add_batch_arguments(parser: argparse.ArgumentParser) -> None:
    """--jobs and what else goes for many pages."""
    add = parser.add_argument_group("many pages").add_argument
    add("--jobs", type=_jobs, default=all_cores(), metavar="N", help="processes (default: all cores, here %(default)s)")
    add("--unordered", action="store_true", help="records as they are done, not in the order of the pages")
    add_page_timeout(add)
    add("--resume", action="store_true", help="go on where an earlier run with this -o ended: pages done are left out, "
        "failed ones tried again")  # fmt: skip
    add("--dedupe", action="store_true", help="mark reprints of one article, and which is likely the original")


def add_page_timeout(add: Callable[..., object]) -> None:
    """--page-timeout; add: a parser's or group's add_argument."""
    add("--page-timeout", dest="extract_timeout", type=_seconds, default=20.0, metavar="SECONDS",
        help="a page that takes longer is reported and left out, 0 for no limit (default: %(default)g)")  # fmt: skip


def batch_options(words: argparse.Namespace) -> BatchOptions:
    """What the arguments say."""
    return BatchOptions(jobs=words.jobs, ordered=not words.unordered, page_timeout=words.extract_timeout or None)


def keeping(words: argparse.Namespace) -> Keeping:
    """What is kept for another pass or another run."""
    from extractor.batch.keep import Keeping

    if not words.dedupe:
        return Keeping(resume=words.resume)
    from extractor.batch.duplicates import mark_duplicates

    return Keeping(resume=words.resume, second=mark_duplicates)


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
