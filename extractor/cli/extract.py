"""extractor extract: pages to records."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator

from extractor import batch
from extractor.batch.options import one_thread
from extractor.batch.stop import Stop
from extractor.cli.batch_arguments import add_batch_arguments, add_output_arguments, batch_options, keeping, target
from extractor.cli.console import FAILED, INTERRUPTED, OK, say
from extractor.cli.progress import Progress, progress
from extractor.errors import ExtractorError
from extractor.model import Record
from extractor.pipeline import Options
from extractor.sources import files

HELP = "pages to records"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="page (HTML, text, .gz), folder of pages, - for standard input")
    add("--url", metavar="BASE", help="web address of the page, base of its relative links")
    add("--all-blocks", action="store_true", help="keep navigation, footers, advertisements and other blocks too")
    add_output_arguments(parser)
    add_batch_arguments(parser)


def run(words: argparse.Namespace) -> int:
    """Records to standard output or a file, messages to standard error."""
    from extractor.batch.keep import write_pages

    one_thread()
    output, options = target(words), Options(all_blocks=words.all_blocks)
    tally: Counter[str] = Counter()
    with Stop() as stop, progress(words.output) as shown:

        def extracted(pages: batch.Pages) -> Iterator[Record]:
            yield from _reported(batch.records(pages, options, batch_options(words)), tally, shown)
            if stop.stopped and not tally["done"]:
                raise KeyboardInterrupt  # an empty output is no reason to replace an old one

        pages = stop.until_stopped(files.load(words.paths, url=words.url))
        write_pages(pages, extracted, output, keeping(words))
    return _verdict(tally, stop.stopped)


def _verdict(tally: Counter[str], stopped: bool) -> int:
    """The exit code, after a word on what failed and what was left."""
    if tally["failed"]:
        say(f"{tally['failed']} of {tally.total()} pages failed")
    if stopped:
        say(f"interrupted: {tally['done']} records are written, the other pages were not read")
        return INTERRUPTED
    return FAILED if tally["failed"] else OK


def _reported(
    found: Iterable[Record | ExtractorError], tally: Counter[str], shown: Progress
) -> Iterator[Record]:
    """The records among what was found; the rest is said and counted."""
    for record in found:
        failed = isinstance(record, ExtractorError)
        tally["failed" if failed else "done"] += 1
        shown.update(tally)
        if isinstance(record, ExtractorError):
            say(str(record))
        else:
            yield record
