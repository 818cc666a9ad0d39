"""What commands about one page share: exactly one page out of a path or url."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.model import Source

if TYPE_CHECKING:
    from extractor.sources.limits import Limits


def load_one(name: str, url: str | None = None, limits: Limits | None = None) -> Source:
    """The page that a path, '-' or an http(s) url names. Raises SourceError where it cannot be loaded or names several."""
    from extractor.sources import files
    from extractor.sources.limits import Limits

    # not held open: a fetch that is left unfinished keeps its thread, and with it the process, waiting
    found = list(islice(files.load([name], url=url, limits=limits or Limits()), 2))
    for page in found:
        if isinstance(page, SourceError):
            raise page
        if len(found) == 1:
            return page
    raise SourceError(f"{name}: holds several pages; name one of them")
