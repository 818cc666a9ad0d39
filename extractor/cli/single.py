"""What commands about one page share: exactly one page out of a path or url."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.model import Source

if TYPE_CHECKING:
    from extractor.sources.limits import Limits


def load_one(name: str, url: str | None = None, limits: Limits | None = None) -> Source:
    """The page that a path, '-' or an http(s) url names. Raises SourceError where it cannot be loaded or names several."""
    from extractor.sources import files
    from extractor.sources.limits import Limits

    pages = iter(files.load([name], url=url, limits=limits or Limits()))
    page = next(pages)
    if isinstance(page, SourceError):
        raise page
    if next(pages, None) is not None:
        raise SourceError(f"{name}: holds several pages; name one of them")
    return page
