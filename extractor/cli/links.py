"""extractor links: the article links of list pages, feeds and sitemaps."""

from __future__ import annotations

import argparse
import re
from datetime import date

import msgspec
from msgspec.structs import replace

from extractor.cli.console import FAILED, OK, say
from extractor.cli.page_arguments import add_page_arguments, page_limit
from extractor.cli.web_arguments import add_web_arguments, named, web_options

HELP = "article links of list pages, feeds and sitemaps"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH|URL", help="channel or list page, RSS or Atom feed, sitemap; - for standard input")
    add("-f", "--format", choices=("urls", "jsonl"), default="urls", help="one url a line, or with title, date and snippet (default: %(default)s)")
    add("--url", metavar="BASE", help="web address of the page, base of its relative links")
    add("--match", action="append", type=_pattern, default=[], metavar="PATTERN", help="only urls like this: * ? [ab] for the whole url, or re:REGEX; may be repeated")
    add("--exclude", action="append", type=_pattern, default=[], metavar="PATTERN", help="no urls like this")
    add("--since", type=date.fromisoformat, metavar="DAY", help="only what is dated on this day (2024-05-18) or later, or not at all")
    add("--until", type=date.fromisoformat, metavar="DAY", help="only what is dated on this day or before, or not at all")
    add_page_arguments(parser, "follow the pages of a list that was named by its url")
    add_web_arguments(parser)


def run(words: argparse.Namespace) -> int:
    """Links to standard output, messages to standard error."""
    import sys

    from extractor.errors import ExtractorError
    from extractor.following import next_page_of_any, with_next_pages
    from extractor.links import LinkFilter, find_links
    from extractor.sources import files
    from extractor.sources.web import fetch_pages

    web = replace(web_options(words), any_type=True)  # feeds and packed sitemaps are no pages
    wanted = LinkFilter(tuple(words.match), tuple(words.exclude), words.since, words.until)
    sources = with_next_pages(named(words), lambda names: files.load(names, url=words.url, web=web), next_page_of_any, page_limit(words))
    failed = 0
    for link in find_links(sources, wanted, lambda urls: fetch_pages(urls, web)):
        if isinstance(link, ExtractorError):
            failed += 1
            say(str(link))
            continue
        line = msgspec.json.encode(link) if words.format == "jsonl" else link.url.encode("utf-8", "replace")
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
    return FAILED if failed else OK


def _pattern(text: str) -> re.Pattern[str]:
    from extractor.links import compile_pattern

    return compile_pattern(text)
