"""Pages from the web, politely and safely. The only importer of httpx, which loads when the first page is fetched.

addresses: which addresses may be asked. transport: connections. body: limits. hosts, robots: manners. refresh: <meta
refresh>. fetcher: one page. run: many. render: pages that need their scripts. folder, warc: what was fetched, saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from os import PathLike
from typing import TypeGuard, cast

from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.web.model import Fetched
from extractor.sources.web.options import FetchOptions

__all__ = ["FetchOptions", "Fetched", "fetch_pages", "fetch_responses", "is_url", "with_fetched"]

DEFAULTS = FetchOptions()


def is_url(name: object) -> TypeGuard[str]:
    """Whether a name is an http(s) url and so no path."""
    return isinstance(name, str) and name[:8].lower().startswith(("http://", "https://"))


def fetch_pages(urls: Iterable[str | SourceError], options: FetchOptions = DEFAULTS) -> Iterator[Source | SourceError]:
    """Fetch pages, many at one time; each comes when it is there, an error (url and reason) in the place of one that fails.

    urls: read lazily, a little ahead of the pages, from another thread; it may block and it may be endless.
        Errors among them come out as they are.
    Source.uri is the url as given, Source.url where its redirects ended, Source.data the body without content encoding.
    Raises MissingExtraError where an option needs an extra, SourceError for a cookie file that cannot be read.
    Closing the iterator ends every request.
    """
    for outcome in fetch_responses(urls, options):
        yield outcome.source() if isinstance(outcome, Fetched) else outcome


def fetch_responses(urls: Iterable[str | SourceError], options: FetchOptions = DEFAULTS) -> Iterator[Fetched | SourceError]:
    """Like `fetch_pages`, with every request and answer as it was."""
    from extractor.sources.web.run import fetch_all

    return fetch_all(urls, options)


def with_fetched(
    names: Iterable[str | PathLike[str] | SourceError], options: FetchOptions | None = None
) -> Iterator[str | PathLike[str] | Source | SourceError]:
    """The names, pages in the place of urls; those of neighbouring urls come in the order in which they arrive."""
    for remote, group in groupby(names, is_url):
        if remote:
            yield from fetch_pages(cast("Iterable[str]", group), options or DEFAULTS)
        else:
            yield from group
