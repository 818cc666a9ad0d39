"""What programs write into a page when they save it: where it came from and when, and its images as text.

Browsers put '<!-- saved from url=(0042)https://… -->' before a page saved with its files; SingleFile puts a comment with
url and date, and every image, font and style into the page itself as base64, which can be most of its bytes.
"""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from extractor.model import Source

HEAD = 4096  # bytes in which the comment stands
MARK = b";base64,"
INLINED = re.compile(MARK + rb"[A-Za-z0-9+/=]{256,}")  # a shorter one costs nothing
SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s>]{1,2000})", re.IGNORECASE)
SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s(.{1,2000}?)-->", re.DOTALL)
ADDRESS = re.compile(rb"^\s*url:\s*(https?://\S{1,2000})", re.MULTILINE)
DATE = re.compile(rb"^\s*saved date:\s*\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})", re.MULTILINE)


class Saved(Struct, frozen=True):
    """What a page says of its own saving: web address and time (ISO 8601)."""

    url: str | None = None
    at: str | None = None


def as_saved(source: Source) -> Source:
    """The source with what the page says of where and when it was saved, where nobody knows better, and without inlined files."""
    if not isinstance(source.data, bytes):
        return source
    saved = find_saved(source.data)
    return replace(
        source,
        data=without_inlined(source.data),
        url=source.url or saved.url,
        fetched_at=source.fetched_at or saved.at,
    )


def without_inlined(data: bytes) -> bytes:
    """A page without the content of its base64 data urls: 'src="data:image/png;base64,"' is left of an image."""
    return INLINED.sub(MARK, data) if MARK in data else data


def find_saved(data: bytes) -> Saved:
    """What the comment of a browser or of SingleFile says."""
    head = data[:HEAD]
    if b"<!--" not in head:
        return Saved()
    if found := SAVED_FROM.search(head):
        return Saved(_text(found[1]))
    if not (comment := SINGLE_FILE.search(head)):
        return Saved()
    url, date = ADDRESS.search(comment[1]), DATE.search(comment[1])
    return Saved(_text(url[1]) if url else None, _iso(f"{_text(date[1])} {_text(date[2])}") if date else None)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _iso(date: str) -> str | None:
    try:
        return datetime.strptime(date, "%b %d %Y %H:%M:%S %z").isoformat()
    except ValueError:
        return None
