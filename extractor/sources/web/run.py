"""Many pages at one time, in a thread of their own, so that the network works while pages are extracted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import anyio
import anyio.to_thread
from anyio.abc import TaskStatus
from anyio.from_thread import start_blocking_portal
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from extractor.errors import SourceError
from extractor.sources.web.fetcher import Fetcher
from extractor.sources.web.model import Fetched
from extractor.sources.web.options import FetchOptions

AHEAD = 8  # urls waiting for their host, for each request that may be under way

Outcome = Fetched | SourceError


def fetch_all(urls: Iterable[str | SourceError], options: FetchOptions) -> Iterator[Outcome]:
    """Each url's page or error, as they come. The urls are read as they are needed, from a thread."""
    with start_blocking_portal() as portal:
        _, (outcomes, scope) = portal.start_task(_fetching, urls, options)
        try:
            while True:
                outcome = portal.call(outcomes.receive)
                if not isinstance(outcome, Fetched | SourceError):
                    raise outcome
                yield outcome
        except anyio.EndOfStream:
            return
        finally:
            portal.call(scope.cancel)
            portal.call(outcomes.close)


async def _fetching(
    urls: Iterable[str | SourceError],
    options: FetchOptions,
    *,
    task_status: TaskStatus[tuple[MemoryObjectReceiveStream[Outcome | Exception], anyio.CancelScope]],
) -> None:
    send, receive = anyio.create_memory_object_stream[Outcome | Exception](0)
    with anyio.CancelScope() as scope:
        async with Fetcher(options) as fetcher:
            task_status.started((receive, scope))
            await _feed(urls, fetcher, send)


async def _feed(urls: Iterable[str | SourceError], fetcher: Fetcher, send: MemoryObjectSendStream[Outcome | Exception]) -> None:
    """A task for each url. An error that is no page's (a broken installation, say) is sent too, to end the run."""
    waiting, pending = anyio.Semaphore(AHEAD * fetcher.options.concurrency), iter(urls)

    async def fetch(url: str | SourceError) -> None:
        try:
            await send.send(await _attempt(url, fetcher))
        finally:
            waiting.release()

    async with send, anyio.create_task_group() as pages:
        while True:
            try:
                url = await anyio.to_thread.run_sync(next, pending, None, abandon_on_cancel=True)
            except Exception as error:
                return await send.send(error)
            if url is None:
                return
            await waiting.acquire()
            pages.start_soon(fetch, url)


async def _attempt(url: str | SourceError, fetcher: Fetcher) -> Outcome | Exception:
    if isinstance(url, SourceError):
        return url
    try:
        return await fetcher.fetch(url)
    except SourceError as error:
        return error
    except Exception as error:
        return error
