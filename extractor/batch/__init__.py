"""Many pages, in this process or in several; a bad one never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from extractor.batch.options import BatchOptions
from extractor.batch.timer import TimeUp, time_limit
from extractor.errors import DataError, ExtractorError, MissingExtraError, ReadingError, SourceError
from extractor.model import Record, Source
from extractor.pipeline import Options, follow

__all__ = ["BatchOptions", "Pages", "attempt", "records", "too_slow"]

Pages = Iterable[Source | SourceError]
_IN_PROCESS = BatchOptions()


def records(
    sources: Pages, options: Options, how: BatchOptions = _IN_PROCESS
) -> Iterator[Record | ExtractorError]:
    """The record of each page; for a page that gives none, an error whose text names the page and the reason.

    In the order of the pages unless `how` says otherwise. With several jobs, pages are taken ahead of what is given:
    some tens of pages a job, a few megabytes. A single page is extracted in this process unless isolated.

    Raises DataError and MissingExtraError: what is wrong with the installation is wrong for every page.
    """
    waiting = iter(sources)
    if how.isolated or how.jobs > 1:
        first, many = _ahead(waiting, 1 if how.isolated else 2)
        waiting = chain(first, waiting)
        if many:
            from extractor.batch.pool import pooled  # here, not above: a single page starts without it

            yield from pooled(waiting, options, how)
            return
    for source in waiting:
        yield attempt(source, options, how.page_timeout)


def _ahead(waiting: Iterator[Source | SourceError], pages: int) -> tuple[list[Source | SourceError], bool]:
    """What comes first, up to so many pages that could be loaded; whether there are as many."""
    first: list[Source | SourceError] = []
    for source in waiting:
        first.append(source)
        pages -= isinstance(source, Source)
        if not pages:
            return first, True
    return first, False


def attempt(source: Source | SourceError, options: Options, timeout: float | None = None) -> Record | ExtractorError:
    """One page's record, or its error; timeout: seconds it may take (see `time_limit` for where that holds)."""
    if isinstance(source, SourceError):
        return source
    try:
        with time_limit(timeout):
            return follow(source, options)
    except TimeUp:
        return too_slow(source, timeout)
    except (DataError, MissingExtraError):
        raise
    except ExtractorError as error:
        return ReadingError(f"{source.uri}: {error}")
    except Exception as error:  # a fault of ours on one page is no reason to lose the others
        return ExtractorError(f"{source.uri}: internal error: {type(error).__name__}: {error}")


def too_slow(source: Source | SourceError, timeout: float | None) -> ExtractorError:
    """The error of a page that took too long."""
    return source if isinstance(source, SourceError) else ReadingError(f"{source.uri}: took longer than {timeout:g} s")
