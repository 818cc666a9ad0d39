"""RSS and Atom feeds: their entries. The only importer of feedparser."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from extractor.errors import ReadingError
from extractor.links.model import ArticleLink
from extractor.model import Source

TAG = re.compile(r"<[^<>]*>")
SNIPPET = 300  # characters that are kept of a summary; some feeds put the whole article there


def feed_links(source: Source) -> Iterator[ArticleLink]:
    """The entries of a feed in its order. Raises ReadingError where it holds none that can be read."""
    import feedparser

    data = source.data if isinstance(source.data, bytes) else source.data.encode("utf-8", "surrogatepass")
    headers = {"content-location": source.url or ""} | ({"content-type": f"text/xml; charset={source.charset}"} if source.charset else {})
    # A stream, as feedparser takes a str or bytes for the name of something to open.
    feed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    links = [link for entry in feed.entries if (link := _link(entry, source.uri)) is not None]
    if not links and (feed.bozo or not feed.get("version")):
        raise ReadingError(f"is no feed that can be read ({feed.get('bozo_exception') or 'of no known kind'})")
    yield from links


def _link(entry: Any, uri: str) -> ArticleLink | None:
    """The link of an entry; its id serves where it is an address."""
    url = entry.get("link") or entry.get("id") or ""
    return ArticleLink(url, _plain(entry.get("title")), _published(entry), _snippet(entry), uri) if url.startswith("http") else None


def _published(entry: Any) -> str | None:
    """The entry's date with its offset, where it can be read; else as feedparser reads it, in UTC."""
    text = (entry.get("published") or entry.get("updated") or "").strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).isoformat()
        except ValueError:
            continue
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None


def _snippet(entry: Any) -> str | None:
    text = _plain(entry.get("summary"))
    return text if text is None or len(text) <= SNIPPET else text[:SNIPPET].rstrip() + "…"


def _plain(html: str | None) -> str | None:
    """Text of a title or summary that may hold markup."""
    text = " ".join(unescape(TAG.sub(" ", html or "")).split())
    return text or None
