"""What commands about one page share: exactly one page out of a path or url."""

from __future__ import annotations

from extractor.errors import SourceError
from extractor.model import Source


def load_one(name: str, url: str | None = None) -> Source:
    """The page that a path, '-' or an http(s) url names. Raises SourceError where it cannot be loaded or names several."""
    from extractor.sources import files

    pages = iter(files.load([name], url=url))
    page = next(pages)
    if isinstance(page, SourceError):
        raise page
    if next(pages, None) is not None:
        raise SourceError(f"{name}: holds several pages; name one of them")
    return page
