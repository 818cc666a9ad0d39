"""Channel, list and search pages: the links of their main list."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.errors import ReadingError
from extractor.links.model import ArticleLink
from extractor.model import Source


def page_links(source: Source) -> Iterator[ArticleLink]:
    """The links of a page's main list in page order. Raises ReadingError where it is no page or has no list."""
    from extractor.assembling.dates import in_url
    from extractor.assembling.main_list import find_main_list
    from extractor.reading import read
    from extractor.tagging import tag

    page = read(source)
    main = find_main_list(page, tag(page))
    if main is None:
        raise ReadingError("no list of articles was found on this page")
    for item in main.items:
        if item.url:
            day = in_url(item.url)
            yield ArticleLink(item.url, item.title, item.published or (day.day_iso() if day else None), item.snippet, page.uri)
