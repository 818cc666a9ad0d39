"""What every command that fetches pages takes: urls, and how to fetch."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractor.errors import SourceError
from extractor.sources.web import FetchOptions, is_url

STDIN = "-"
DEFAULTS = FetchOptions()
NUMBERS = (
    # field, type, least value, placeholder, meaning
    ("delay", float, 0, "SECONDS", "between the starts of two requests to one host; robots.txt may ask for more"),
    ("per_host", int, 1, "N", "requests to one host at one time"),
    ("concurrency", int, 1, "N", "requests at one time"),
    ("connect_timeout", float, 0.01, "SECONDS", "for a connection"),
    ("read_timeout", float, 0.01, "SECONDS", "for the next bytes of an answer"),
    ("page_timeout", float, 0.01, "SECONDS", "for a page with its redirects and retries, waiting not counted"),
    ("retries", int, 0, "N", "after trouble that may pass"),
    ("retry_wait", float, 0, "SECONDS", "before the first retry, unless the server says how long"),
    ("max_wait", float, 0, "SECONDS", "longest wait that a server may ask for"),
    ("max_bytes", int, 1, "N", "of a page, packed and unpacked"),
    ("max_redirects", int, 0, "N", "for one page"),
)

FLAGS = {"page_timeout": "--fetch-timeout"}  # --page-timeout is the time that extracting a page may take


def add_web_arguments(parser: argparse.ArgumentParser) -> None:
    """--urls, and an option for each field of FetchOptions that a user may set."""
    parser.set_defaults(usage_error=parser.error)
    parser.add_argument("--urls", metavar="FILE", help="urls to fetch, one a line, # for comments; - for standard input")
    group = parser.add_argument_group("fetching")
    for name, kind, least, metavar, words in NUMBERS:
        group.add_argument(
            FLAGS.get(name, f"--{name.replace('_', '-')}"),
            dest=name,
            type=_number(kind, least),
            default=getattr(DEFAULTS, name),
            metavar=metavar,
            help=f"{words} (default: %(default)s)",
        )
    add = group.add_argument
    add("--user-agent", metavar="TEXT", help="who asks; the word before / is our name in robots.txt")
    add("--cookies", metavar="FILE", help="cookies.txt in Netscape format")
    add("--proxy", metavar="URL", help="http://, https:// or socks5://, with user:password@ if needed")
    add("--cache", metavar="DIR", help="keep answers here, ask for them again only if they may have changed")
    add("--ignore-robots", dest="robots", action="store_false", help="fetch what robots.txt forbids")
    add("--allow-private", action="store_true", help="fetch from private and loopback addresses too")
    add("--render", action="store_true", help="run the scripts of pages in Chromium")
    add("--browser", metavar="FILE", help="Chromium's executable (default: $EXTRACTOR_BROWSER, else looked for)")


def web_options(words: argparse.Namespace) -> FetchOptions:
    """The options that the words of the command line make."""
    given = {name: getattr(words, name) for name in FetchOptions.__struct_fields__ if hasattr(words, name)}
    return FetchOptions(**given)


def named(words: argparse.Namespace) -> Iterable[str | SourceError]:
    """Everything named on the command line, then the lines of the file of urls; usage and exit code 2 if there is nothing."""
    if not words.paths and words.urls is None:
        words.usage_error("name what to read, or a file of urls with --urls")
    if words.urls == STDIN and STDIN in words.paths:
        words.usage_error("standard input cannot be both a page and a list of urls")
    return itertools.chain(words.paths, [] if words.urls is None else _lines(words.urls))


def _lines(name: str) -> Iterator[str | SourceError]:
    """Urls of a file, as they are written: a pipe may still be writing. A list from elsewhere must not name files here."""
    try:
        with sys.stdin.buffer if name == STDIN else Path(name).open("rb") as file:
            for line in file:
                text = line.decode("utf-8-sig", "replace").strip()
                if text and not text.startswith("#"):
                    yield text if is_url(text) else SourceError(f"{text}: in a list of urls, but no http(s) url")
    except OSError as error:
        yield SourceError(f"{name}: {error.strerror or error}")


def _number(kind: type[int] | type[float], least: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = kind(text)
        if not value >= least:  # written so that nan is refused too
            raise argparse.ArgumentTypeError(f"{text}: must be {least:g} or more")
        return value

    number.__name__ = kind.__name__  # argparse names the type in its message
    return number
