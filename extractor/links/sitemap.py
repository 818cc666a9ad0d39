"""Sitemaps (sitemaps.org), with the news extension, and indexes of them; read as they are parsed, without entities."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from extractor.errors import ReadingError
from extractor.links.model import ArticleLink, Sitemap
from extractor.model import Source

NEWS = "/schemas/sitemap-news/"  # in the name of the namespace of news; its versions are told apart behind this
OWN = frozenset(("urlset", "sitemapindex", "url", "sitemap", "loc", "lastmod"))
DEEP = 12  # elements inside each other; a sitemap has five


def sitemap_links(source: Source) -> Iterator[ArticleLink | Sitemap | ReadingError]:
    """The urls of a sitemap, or the sitemaps of an index, in document order.

    What stands before a place that cannot be read is given; then comes a ReadingError that says where it is.
    """
    reader = _Reader(source.uri)
    text = source.data if isinstance(source.data, str) else _decoded(source)
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = reader.text, reader.entity
    try:
        parser.Parse(text.lstrip().encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        reader.found.append(ReadingError(f"{source.uri}: the sitemap breaks off or is damaged ({error}); {len(reader.found)} entries were read"))
    except ReadingError as error:
        reader.found.append(error)
    yield from reader.found


def _decoded(source: Source) -> str:
    """The text of a sitemap; expat itself knows neither GBK nor Big5."""
    from extractor.reading.decode import decode

    return decode(source).text


class _Reader:
    """Gathers the entries while the parser goes over the document."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.path: list[str] = []
        self.facts: dict[str, str] = {}
        self.found: list[ArticleLink | Sitemap | ReadingError] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(_known(name))
        if len(self.path) > DEEP:
            raise ReadingError(f"{self.uri}: is no sitemap (elements stand {DEEP} deep)")
        if len(self.path) == 2:
            self.facts = {}

    def text(self, text: str) -> None:
        if len(self.path) > 2:
            self.facts[self.path[-1]] = self.facts.get(self.path[-1], "") + text

    def end(self, name: str) -> None:
        entry = self.path.pop()
        url = self.facts.get("loc", "").strip()
        if len(self.path) != 1 or not url:
            return
        modified = self._fact("lastmod")
        if entry == "sitemap":
            self.found.append(Sitemap(url, modified))
        elif entry == "url":
            self.found.append(ArticleLink(url, self._fact("news title"), self._fact("news publication_date") or modified, None, self.uri))

    def entity(self, *declaration: object) -> None:
        raise ReadingError(f"{self.uri}: declares entities, which no sitemap needs; it is not read")

    def _fact(self, name: str) -> str | None:
        return " ".join(self.facts.get(name, "").split()) or None


def _known(name: str) -> str:
    """An element's name: its own if it is a sitemap's, 'news NAME' in the namespace of news, '' for others (images, videos)."""
    space, _, own = name.rpartition(" ")
    if NEWS in space:
        return f"news {own}"
    return own if own in OWN and (not space or ("sitemap" in space and "sitemap-" not in space)) else ""
