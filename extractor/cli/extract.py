"""extractor extract: pages to records."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor import batch
from extractor.cli.console import FAILED, OK, say
from extractor.cli.rules_arguments import add_rules_arguments
from extractor.errors import ExtractorError
from extractor.model import Record
from extractor.pipeline import Options, read_rules
from extractor.sources import files
from extractor.writers import WRITERS
from extractor.writers.output import STDOUT, open_output

HELP = "pages to records"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="page (HTML, text, .gz), folder of pages, - for standard input")
    add("-o", "--output", metavar="FILE", type=_output, default=STDOUT, help="write here, whole or not at all")
    add("-f", "--format", choices=WRITERS, default="jsonl", help="form of the output (default: %(default)s)")
    add("--url", metavar="BASE", help="web address of the page, base of its relative links")
    add("--all-blocks", action="store_true", help="keep navigation, footers, advertisements and other blocks too")
    add_rules_arguments(parser)


def run(words: argparse.Namespace) -> int:
    """Records to standard output or a file, messages to standard error."""
    tally: Counter[str] = Counter()
    found = batch.records(files.load(words.paths, url=words.url), Options(all_blocks=words.all_blocks, rules=words.rules and read_rules(words.rules)))
    with open_output(words.output) as stream:
        for piece in WRITERS[words.format](_reported(found, tally)):
            stream.write(piece)
            stream.flush()
    if tally["failed"]:
        say(f"{tally['failed']} of {tally.total()} pages failed")
    return FAILED if tally["failed"] else OK


def _reported(found: Iterable[Record | ExtractorError], tally: Counter[str]) -> Iterator[Record]:
    """The records among what was found; the rest is said and counted."""
    for record in found:
        if isinstance(record, ExtractorError):
            tally["failed"] += 1
            say(str(record))
        else:
            tally["done"] += 1
            yield record


def _output(name: str) -> str:
    """The name of a file that can be written as far as its place tells."""
    path = Path(name)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{name}: {'is a folder' if path.is_dir() else 'its folder does not exist'}")
    return name
