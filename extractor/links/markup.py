"""What a document is, told by its first element: a feed, a sitemap, or a page."""

from __future__ import annotations

import re
from typing import Literal

Form = Literal["feed", "sitemap", "urls", "page"]

HEAD = 4096  # bytes in which the first element, or the first urls, are looked for
PREAMBLE = re.compile(r"(?:(?>\s++|\ufeff|\0|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>))*+", re.DOTALL | re.IGNORECASE)
ELEMENT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
FORMS: dict[str, Form] = {"rss": "feed", "feed": "feed", "rdf": "feed", "channel": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
URL_LINES = re.compile(r"\s*https?://\S++(?:\s++https?://\S++)*+\s*")


def form_of(data: bytes | str) -> Form:
    """The form of a document; 'urls' for a sitemap that is a text of urls, one a line."""
    text = data[:HEAD] if isinstance(data, str) else _ascii(data[:HEAD])
    rest = text[PREAMBLE.match(text).end() :]  # type: ignore[union-attr]  # it matches the empty text too
    element = ELEMENT.match(rest)
    if element:
        return FORMS.get(element[1].lower(), "page")
    return "urls" if URL_LINES.fullmatch(rest.rpartition("\n")[0] or rest) else "page"


def _ascii(data: bytes) -> str:
    """The ASCII of bytes in any charset, UTF-16 too; element names and urls are made of it."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data[2:].replace(b"\0", b"")
    return data.decode("latin-1")
