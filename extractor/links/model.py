"""What is looked for and what is found."""

from __future__ import annotations

from msgspec import Struct


class ArticleLink(Struct, frozen=True):
    """A link to an article, as a list shows it. published: ISO 8601 as precise as given; found_in: uri of the list."""

    url: str
    title: str | None = None
    published: str | None = None
    snippet: str | None = None
    found_in: str | None = None


class Sitemap(Struct, frozen=True):
    """A sitemap that an index names; modified: ISO 8601 where the index says it."""

    url: str
    modified: str | None = None
