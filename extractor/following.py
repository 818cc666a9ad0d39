"""From page to page: what is fetched leads to what is fetched next, within limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeGuard, TypeVar

from extractor.errors import ExtractorError, SourceError
from extractor.model import PageType, Source
from extractor.sources.web import is_url

T = TypeVar("T")
Name = str | SourceError


def with_next_pages(
    names: Iterable[Name], load: Callable[[Iterable[Name]], Iterable[T]], next_page: Callable[[T], str | None], limit: int
) -> Iterator[T]:
    """What `load` gives for the names (errors among them are handed on), then for the pages that come next after those, and so on.

    next_page: the url that comes next after one of what was loaded, None where it ends. No address is asked for twice, so
    circles end; limit: pages of one document that are loaded, the first one counted.
    """
    asked: set[str] = set()
    wave: Iterable[Name] = _noted(names, asked)
    for number in range(1, limit + 1):
        following: list[Name] = []
        for loaded in load(wave):
            yield loaded
            url = next_page(loaded) if number < limit else None
            if url is not None and _address(url) not in asked:
                asked.add(_address(url))
                following.append(url)
        if not following:
            return
        wave = following


def _noted(names: Iterable[Name], asked: set[str]) -> Iterator[Name]:
    """The names; each is put down as asked for when it is."""
    for name in names:
        if isinstance(name, str):
            asked.add(_address(name))
        yield name


def _address(url: str) -> str:
    return url.partition("#")[0]


def next_page_of_article(source: object) -> str | None:
    """The url of the next page of an article from the web; None of a list, and of what was no page or came from a file."""
    from extractor.pipeline import Options, follow

    if not _from_web(source):
        return None
    try:
        record = follow(source, Options())
    except ExtractorError:
        return None  # who extracts the page hears of it
    return None if record.page.page_type is PageType.LIST else record.next_page


def next_page_of_any(source: object) -> str | None:
    """The url of the next page of anything from the web, lists above all."""
    from extractor.assembling.next_page import find_next_page
    from extractor.reading import read

    if not _from_web(source):
        return None
    try:
        found = find_next_page(read(source))
    except ExtractorError:
        return None
    return found.value if found else None


def _from_web(source: object) -> TypeGuard[Source]:
    """Whether something is a page that was fetched, not one of a file that says its own address."""
    return isinstance(source, Source) and is_url(source.uri)
