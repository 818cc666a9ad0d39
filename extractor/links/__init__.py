"""Finding articles: the links of list pages (page), RSS and Atom feeds (feed) and sitemaps (sitemap), those wanted (filters)."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from extractor.errors import ExtractorError, ReadingError, SourceError
from extractor.links.feed import feed_links
from extractor.links.filters import LinkFilter, compile_pattern, day_of
from extractor.links.markup import form_of
from extractor.links.model import ArticleLink, Sitemap
from extractor.links.page import page_links
from extractor.links.sitemap import sitemap_links
from extractor.model import Source

__all__ = ["ArticleLink", "LinkFilter", "compile_pattern", "find_links"]

Load = Callable[[list[str]], Iterable[Source | SourceError]]
MAX_SITEMAPS = 50_000  # what an index may name, by its protocol
MAX_BYTES = 50_000_000  # what a sitemap may have unpacked, by its protocol
GZIP = b"\x1f\x8b"
EVERY = LinkFilter()


def find_links(sources: Iterable[Source | SourceError], wanted: LinkFilter = EVERY, load: Load | None = None) -> Iterator[ArticleLink | ExtractorError]:
    """The article links of list pages, feeds and sitemaps, each url once, in order; an error names what could not be read.

    load: gives the sitemaps that an index names, for their urls; without it an index is an error. Sitemaps that have not
    changed since `wanted.since` are left out.
    """
    seen: set[str] = set()
    for link in _all_links(sources, wanted, load):
        if isinstance(link, ExtractorError):
            yield link
        elif link.url not in seen and wanted.wants(link):
            seen.add(link.url)
            yield link


def _all_links(sources: Iterable[Source | SourceError], wanted: LinkFilter, load: Load | None) -> Iterator[ArticleLink | ExtractorError]:
    asked: set[str] = set()
    for source in sources:
        waiting = [source]
        while waiting:
            named: list[str] = []
            for one in waiting:
                for link in links_of(one):
                    if not isinstance(link, Sitemap):
                        yield link
                    elif link.url not in asked and _may_hold(link, wanted) and len(asked) < MAX_SITEMAPS:
                        asked.add(link.url)
                        named.append(link.url)
            if named and load is None:
                yield ReadingError(f"{source.uri if isinstance(source, Source) else named[0]}: is an index of {len(named)} sitemaps; name those")
            waiting = list(load(named)) if named and load else []


def _may_hold(sitemap: Sitemap, wanted: LinkFilter) -> bool:
    day = day_of(sitemap.modified)
    return wanted.since is None or day is None or day >= wanted.since


def links_of(source: Source | SourceError) -> Iterator[ArticleLink | Sitemap | ExtractorError]:
    """All links of one document, and an error for what cannot be read of it."""
    if isinstance(source, SourceError):
        yield source
        return
    try:
        source = _unpacked(source)
        form = form_of(source.data)
        if form == "sitemap":
            yield from sitemap_links(source)
        elif form == "urls":
            yield from _url_lines(source)
        else:
            yield from feed_links(source) if form == "feed" else page_links(source)
    except ReadingError as error:
        text = str(error)
        yield ReadingError(text if text.startswith(f"{source.uri}: ") else f"{source.uri}: {text}")


def _unpacked(source: Source) -> Source:
    """A source with its gzip data unpacked: sitemaps are served so (sitemap.xml.gz)."""
    if not isinstance(source.data, bytes) or not source.data.startswith(GZIP):
        return source
    try:
        data = gzip.GzipFile(fileobj=io.BytesIO(source.data)).read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadingError(f"damaged gzip data ({error})") from error
    if len(data) > MAX_BYTES:
        raise ReadingError(f"larger than {MAX_BYTES // 1_000_000} MB unpacked")
    return replace(source, data=data)


def _url_lines(source: Source) -> Iterator[ArticleLink]:
    """A sitemap in its plain form: urls, one a line."""
    text = source.data if isinstance(source.data, str) else source.data.decode("utf-8-sig", "replace")
    for word in text.split():
        if word.startswith("http"):
            yield ArticleLink(word, found_in=source.uri)
