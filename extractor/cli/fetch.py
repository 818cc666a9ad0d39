"""extractor fetch: pages saved as they came."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.console import FAILED, OK, say
from extractor.cli.page_arguments import add_page_arguments, with_all_pages
from extractor.cli.web_arguments import add_web_arguments, named, web_options

if TYPE_CHECKING:
    from extractor.errors import SourceError
    from extractor.following import Name
    from extractor.model import Source
    from extractor.sources.web import Fetched

HELP = "save pages from the web as they came"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="URL", help="page to fetch")
    add("-o", "--output", metavar="DIR|FILE.warc.gz", type=_output, required=True, help="save pages here, beside those there")
    add("--resume", action=argparse.BooleanOptionalAction, default=True, help="leave out pages that are there (default)")
    add_page_arguments(parser, "fetch the other pages of an article too")
    add_web_arguments(parser)


def run(words: argparse.Namespace) -> int:
    """Pages to a folder or WARC file, messages to standard error."""
    from extractor.errors import SourceError
    from extractor.model import Source
    from extractor.sources.web import fetch_responses
    from extractor.sources.web.store import open_store

    names, options = named(words), web_options(words)
    saved = failed = 0
    with open_store(words.output, resume=words.resume) as store:

        def load(urls: Iterable[Name]) -> Iterator[Fetched | Source | SourceError]:
            """What is missing from the web; with --all-pages what is there too, as it may lead to pages that are not."""
            held: list[str] | None = [] if words.all_pages else None
            yield from fetch_responses(store.missing(urls, held), options)
            yield from map(store.read, held or ())

        for page in with_all_pages(words, names, load):
            if isinstance(page, SourceError):
                failed += 1
                say(str(page))
            elif not isinstance(page, Source):
                store.save(page)
                saved += 1
    say(f"{saved} saved, {store.skipped} already there, {failed} failed")
    return FAILED if failed else OK


def _output(name: str) -> str:
    """The name of a folder, to be made if need be, or of a WARC file."""
    path = Path(name)
    if name.endswith((".warc", ".gz")) and not name.endswith(".warc.gz"):
        raise argparse.ArgumentTypeError(f"{name}: a WARC file's name ends in .warc.gz")
    if name.endswith(".warc.gz"):
        if path.is_dir() or not path.parent.is_dir():
            raise argparse.ArgumentTypeError(f"{name}: {'is a folder' if path.is_dir() else 'its folder does not exist'}")
    elif path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{name}: is a file; name a folder, or a file that ends in .warc.gz")
    return name
