"""Who wrote and edited an article, and which outlet it comes from."""

from __future__ import annotations

from msgspec import Struct

from extractor.model import Draft, Found, Outlet


class Byline(Struct, frozen=True):
    """The outlet named as origin, writers and editors, each None where the page names none."""

    source: Found[Outlet] | None = None
    authors: Found[list[str]] | None = None
    editors: Found[list[str]] | None = None


def find_byline(draft: Draft) -> Byline:
    """The names of a page."""
    return Byline()
