"""extractor extract: pages to records."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from extractor import batch
from extractor.batch.options import one_thread
from extractor.batch.stop import Stop
from extractor.cli import card
from extractor.cli.batch_arguments import add_batch_arguments, add_output_arguments, batch_options, keeping, target
from extractor.cli.console import FAILED, INTERRUPTED, OK, say
from extractor.cli.limit_arguments import add_limit_arguments, page_limits
from extractor.cli.page_arguments import add_page_arguments, together, with_all_pages
from extractor.cli.progress import Progress, progress
from extractor.cli.rules_arguments import add_rules_arguments
from extractor.cli.segment_arguments import add_segment_arguments, segment_options
from extractor.cli.site_arguments import add_site_arguments, site_lines
from extractor.cli.source_arguments import add_source_arguments, limits_of, say_skipped
from extractor.cli.web_arguments import add_web_arguments, named, web_options
from extractor.errors import ExtractorError, SourceError
from extractor.model import Record
from extractor.pipeline import Options, follow, read_rules
from extractor.sources import files

HELP = "pages to records"
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
    add("--url", metavar="BASE", help="web address of the page, base of its relative links")
    add_source_arguments(parser)
    add("--all-blocks", action="store_true", help="keep navigation, footers, advertisements and other blocks too")
    add("--weights", metavar="NPZ", help="weights of your own training instead of the packaged ones")
    add("--second-opinion", action="store_true", help="ask trafilatura about the body of articles in doubt; slower")
    add_rules_arguments(parser)
    add_output_arguments(parser)
    add_batch_arguments(parser)
    add_site_arguments(parser)
    add_limit_arguments(parser)
    add_segment_arguments(parser)
    add_page_arguments(parser, "join the pages of an article into one record, of urls fetch them")
    add_web_arguments(parser)


def run(words: argparse.Namespace) -> int:
    """Records to standard output or a file, messages to standard error."""
    from extractor.batch.keep import write_pages

    one_thread()
    as_card, output = card.wanted(words), target(words)
    words.format = output.format
    options = _options(words)
    if as_card:
        card.print_card(follow(files.load_page(words.paths[0], url=words.url, web=web_options(words), limits=limits_of(words)), options))
        return OK
    tally, skipped = Counter[str](), Counter[str]()

    def loaded(names: Iterable[str | SourceError]) -> batch.Pages:
        return files.load(names, url=words.url, web=web_options(words), limits=limits_of(words), skipped=skipped)

    with Stop() as stop, progress(words.output) as shown, site_lines(words, loaded, stop) as learned:
        options = replace(options, site_lines=learned)
        skipped.clear()  # what that first pass skipped is skipped again

        def extracted(pages: batch.Pages) -> Iterator[Record]:
            found = together(words, batch.records(pages, options, batch_options(words)), options)
            yield from _reported(found, tally, shown)
            if stop.stopped and not tally["done"]:
                raise KeyboardInterrupt  # an empty output is no reason to replace an old one

        sources = with_all_pages(words, named(words), loaded)
        write_pages(stop.until_stopped(sources), extracted, output, keeping(words))
    say_skipped(skipped)
    return _verdict(tally, stop.stopped)


def _options(words: argparse.Namespace) -> Options:
    return Options(
        all_blocks=words.all_blocks,
        segment=segment_options(words),
        limits=page_limits(words),
        weights=words.weights,
        rules=words.rules and read_rules(words.rules),
        second_opinion=words.second_opinion,
    )


def _verdict(tally: Counter[str], stopped: bool) -> int:
    """The exit code, after a word on what failed and what was left."""
    if tally["failed"]:
        say(f"{tally['failed']} of {tally.total()} pages failed")
    if stopped:
        say(f"interrupted: {tally['done']} records are written, the other pages were not read")
        return INTERRUPTED
    return FAILED if tally["failed"] else OK


def _reported(found: Iterable[Record | ExtractorError], tally: Counter[str], shown: Progress) -> Iterator[Record]:
    """The records among what was found; the rest is said and counted."""
    for record in found:
        failed = isinstance(record, ExtractorError)
        tally["failed" if failed else "done"] += 1
        shown.update(tally)
        if isinstance(record, ExtractorError):
            say(str(record))
        else:
            yield record
