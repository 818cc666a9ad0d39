"""Pages through several processes. The only pebble.

Pages go out in chunks. A chunk that does not come back, because its worker died or took too long, is sent again page by
page: only the page that fails alone is lost, and it is reported. pebble replaces the worker.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from time import monotonic
from typing import Any

import msgspec
from msgspec import Struct

from extractor.batch import attempt, too_slow
from extractor.batch.options import BatchOptions, one_thread
from extractor.errors import ExtractorError, SourceError
from extractor.model import Record, Source
from extractor.pipeline import Options

Page = Source | SourceError
Outcome = Record | ExtractorError

CHUNK_PAGES = 8
CHUNK_BYTES = 1_000_000
CHUNK_SECONDS = 0.2
"""A chunk goes out when any of these is reached, so that slow sources are not held back."""
CHUNKS_AHEAD = 6
"""Chunks a job that are out or wait to be given: what bounds memory."""


class Flight(Struct, frozen=True):
    """Pages that are out, and where their outcomes will be found."""

    pages: list[Page]
    future: Future[Any]


def pooled(pages: Iterable[Page], options: Options, how: BatchOptions) -> Iterator[Outcome]:
    """What becomes of each page; see `records`."""
    with _pool(how) as pool:

        def send(chunk: list[Page]) -> Flight:
            return Flight(chunk, pool.schedule(_work, (chunk, options), timeout=how.page_timeout))

        flying: list[Flight] = []
        for chunk in _chunks(pages):
            flying.append(send(chunk))
            while flying and (len(flying) >= how.jobs * CHUNKS_AHEAD or flying[0].future.done()):
                yield from _landed(flying, send, how)
        while flying:
            yield from _landed(flying, send, how)


def _landed(flying: list[Flight], send: Any, how: BatchOptions) -> list[Outcome]:
    """The outcomes of the next flight, which is taken out; where it failed, of none: its pages go out one by one."""
    place = 0 if how.ordered else _any_done(flying)
    flight = flying.pop(place)
    try:
        return _unpack(flight.future.result())
    except BrokenProcessPool as error:
        raise ExtractorError("the worker processes do not run; --jobs 1 works without") from error
    except (TimeoutError, OSError) as error:  # pebble: too late, or the worker died
        if len(flight.pages) == 1:
            return [_failure(flight.pages[0], error, how)]
        flying[place:place] = [send([page]) for page in flight.pages]
        return []


def _any_done(flying: list[Flight]) -> int:
    wait([flight.future for flight in flying], return_when=FIRST_COMPLETED)
    return next(place for place, flight in enumerate(flying) if flight.future.done())


def _failure(page: Page, error: Exception, how: BatchOptions) -> ExtractorError:
    if isinstance(page, SourceError):
        return page
    if isinstance(error, TimeoutError):
        return too_slow(page, how.page_timeout)
    return ExtractorError(f"{page.uri}: the process that read it died ({_manner(getattr(error, 'exitcode', None))})")


def _manner(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _chunks(pages: Iterable[Page]) -> Iterator[list[Page]]:
    chunk: list[Page] = []
    size, until = 0, monotonic() + CHUNK_SECONDS
    for page in pages:
        chunk.append(page)
        size += 0 if isinstance(page, SourceError) else len(page.data)
        if len(chunk) == CHUNK_PAGES or size >= CHUNK_BYTES or monotonic() >= until:
            yield chunk
            chunk, size, until = [], 0, monotonic() + CHUNK_SECONDS
    if chunk:
        yield chunk


@contextmanager
def _pool(how: BatchOptions) -> Iterator[Any]:
    import multiprocessing

    from pebble import ProcessPool

    pool: Any = ProcessPool(max_workers=how.jobs, initializer=one_thread, context=multiprocessing.get_context(how.start))
    try:
        with _without_interrupts():  # pebble's threads and the workers they start inherit this: Ctrl-C is ours alone
            pool.schedule(os.getpid)
        yield pool
    finally:
        pool.stop()
        pool.join()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """SIGINT waits meanwhile."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ---------------------------------------------------------------- in the worker

def _work(chunk: list[Page], options: Options) -> list[bytes | ExtractorError | Record]:
    """The outcomes of a chunk, records packed: msgspec packs and unpacks them much faster than pickle."""
    return [_pack(attempt(page, options)) for page in chunk]


def _pack(outcome: Outcome) -> bytes | Outcome:
    try:
        return msgspec.msgpack.encode(outcome) if isinstance(outcome, Record) else outcome
    except UnicodeEncodeError:  # a lone surrogate, which pickle can carry
        return outcome


def _unpack(packed: list[bytes | Outcome]) -> list[Outcome]:
    return [msgspec.msgpack.decode(each, type=Record) if isinstance(each, bytes) else each for each in packed]
