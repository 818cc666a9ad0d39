"""What commands take that can go from page to page of an article or list."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from extractor.errors import ExtractorError
from extractor.following import Name, next_page_of_article, with_next_pages
from extractor.model import Record
from extractor.pipeline import Options, finish
from extractor.sources.web import Fetched

MAX_PAGES = 50

T = TypeVar("T")


def add_page_arguments(parser: argparse.ArgumentParser, words: str) -> None:
    """--all-pages and its limit; words: what it does here."""
    parser.add_argument("--all-pages", action="store_true", help=words)
    parser.add_argument("--max-pages", type=_number, default=MAX_PAGES, metavar="N", help="of one article or list (default: %(default)s)")


def page_limit(words: argparse.Namespace) -> int:
    """How many pages of one document to load: one, unless all are asked for."""
    return int(words.max_pages) if words.all_pages else 1


def with_all_pages(words: argparse.Namespace, names: Iterable[Name], load: Callable[[Iterable[Name]], Iterable[T]]) -> Iterator[T]:
    """What `load` gives for the names; with --all-pages, of the urls among them the other pages of articles too."""
    return with_next_pages(names, load, _next_page, page_limit(words)) if words.all_pages else iter(load(names))


def _next_page(loaded: object) -> str | None:
    return next_page_of_article(loaded.source() if isinstance(loaded, Fetched) else loaded)


def together(words: argparse.Namespace, records: Iterable[Record | ExtractorError], options: Options) -> Iterator[Record | ExtractorError]:
    """The records; with --all-pages one for all pages of an article, with what the options ask of the whole."""
    from extractor.stitch import stitched

    if not words.all_pages:
        yield from records
        return
    for record in stitched(records):
        yield finish(record, options) if isinstance(record, Record) and record.segments is None else record


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: must be 1 or more")
    return number


_number.__name__ = "int"  # argparse names the type in its message
