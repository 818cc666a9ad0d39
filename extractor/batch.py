"""Many pages, one after the other; a bad one never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.errors import DataError, ExtractorError, MissingExtraError, ReadingError, SourceError
from extractor.model import Record, Source
from extractor.pipeline import Options, follow


def records(sources: Iterable[Source | SourceError], options: Options) -> Iterator[Record | ExtractorError]:
    """The record of each page, in order; for a page that gives none, an error whose text names the page and the reason.

    Raises DataError and MissingExtraError: what is wrong with the installation is wrong for every page.
    """
    for source in sources:
        yield source if isinstance(source, SourceError) else _attempt(source, options)


def _attempt(source: Source, options: Options) -> Record | ExtractorError:
    try:
        return follow(source, options)
    except (DataError, MissingExtraError):
        raise
    except ExtractorError as error:
        return ReadingError(f"{source.uri}: {error}")
    except Exception as error:  # a fault of ours on one page is no reason to lose the others
        return ExtractorError(f"{source.uri}: internal error: {type(error).__name__}: {error}")
