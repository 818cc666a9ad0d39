"""extractor extract: pages to records."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator

from extractor import batch
from extractor.cli import card
from extractor.cli.console import FAILED, OK, output_name, say
from extractor.cli.limit_arguments import add_limit_arguments, page_limits
from extractor.cli.segment_arguments import add_segment_arguments, segment_options
from extractor.cli.single import load_one
from extractor.cli.source_arguments import add_source_arguments, limits_of, say_skipped
from extractor.cli.web_arguments import add_web_arguments, named, web_options
from extractor.errors import ExtractorError
from extractor.model import Record
from extractor.pipeline import Options, follow
from extractor.sources import files
from extractor.writers import WRITERS
from extractor.writers.output import STDOUT, open_output

HELP = "pages to records"
DEFAULT = "jsonl"
EPILOG = """\
  extractor extract page.html                  its record as a card; in a pipe one line of JSON
  extractor extract saved/ -o records.jsonl    every page below a folder
  extractor extract page.html -f markdown      the article to read
  curl -s URL | extractor extract - --url URL  a page from standard input
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="page, MHTML, WARC or ZIP file, packed or not; folder of them; url; - for standard input")
    add("-o", "--output", metavar="FILE", type=output_name, default=STDOUT, help="write here, whole or not at all")
    add("-f", "--format", choices=WRITERS, help="form of the output (default: jsonl, a card for one page on a terminal)")
    add("--url", metavar="BASE", help="web address of the page, base of its relative links")
    add_source_arguments(parser)
    add("--all-blocks", action="store_true", help="keep navigation, footers, advertisements and other blocks too")
    add("--weights", metavar="NPZ", help="weights of your own training instead of the packaged ones")
    add_limit_arguments(parser)
    add_segment_arguments(parser)
    add_web_arguments(parser)


def run(words: argparse.Namespace) -> int:
    """Records to standard output or a file, messages to standard error."""
    options = Options(
        all_blocks=words.all_blocks, segment=segment_options(words), limits=page_limits(words), weights=words.weights
    )
    if card.wanted(words):
        card.print_card(follow(load_one(words.paths[0], words.url, limits_of(words)), options))
        return OK
    tally, skipped = Counter[str](), Counter[str]()
    sources = files.load(named(words), url=words.url, web=web_options(words), limits=limits_of(words), skipped=skipped)
    found = batch.records(sources, options)
    with open_output(words.output) as stream:
        for piece in WRITERS[words.format or DEFAULT](_reported(found, tally)):
            stream.write(piece)
            stream.flush()
    say_skipped(skipped)
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
