"""Urls -> file names that stay inside their folder, on any system, and never meet."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

LONGEST = 80  # characters taken from a url
UNSAFE = re.compile(r"[^a-z0-9.-]+")
# Windows keeps these for devices, whatever suffix follows.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)")
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "": ".html",
    "text/plain": ".txt",
    "text/xml": ".xml",
    "application/xml": ".xml",
}


def file_name(url: str, content_type: str) -> str:
    """'host/end-of-path-hash.html': readable, one for each url, of a-z 0-9 . - and / alone.

    url: absolute. content_type: of the answer, without parameters; what is no page ends in .bin.
    """
    parts = urlsplit(url)
    path = re.sub(r"\.(?:[sx]?html?|php|aspx?|jsp|txt|xml)\Z", "", parts.path.lower())
    stem = _plain(path)[-LONGEST:].strip(".-") or "index"
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{folder_name(parts.netloc.rpartition('@')[2])}/{stem}-{digest}{SUFFIXES.get(content_type, '.bin')}"


def folder_name(host: str) -> str:
    """A folder's name for a host with its port."""
    name = _plain(host.lower())[:LONGEST].strip(".-") or "host"
    return f"host-{name}" if RESERVED.match(name) else name


def _plain(text: str) -> str:
    return re.sub(r"\.{2,}", ".", UNSAFE.sub("-", text))
