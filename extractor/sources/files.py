"""Files, folders and standard input -> Source; urls are handed on to sources.web."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.containers import pages, source_error
from extractor.sources.limits import Limits
from extractor.sources.opened import Opened, Stream
from extractor.sources.page_names import SEARCHED, companions, is_page_name
from extractor.sources.web import FetchOptions, with_fetched
from extractor.sources.web.manifest import described

STDIN = "-"
DEFAULT = Limits()


def load(
    paths: Iterable[str | os.PathLike[str] | SourceError],
    *,
    url: str | None = None,
    web: FetchOptions | None = None,
    limits: Limits = DEFAULT,
    skipped: Counter[str] | None = None,
) -> Generator[Source | SourceError, None, None]:
    """Load every page that the paths name, one at a time; what cannot be loaded comes as an error in its place.

    A folder stands for the pages below it (see `find`), a file for itself whatever its suffix, '-' for standard input;
    an http(s) url for the page there, fetched as `web` says (see `with_fetched`).
    A file may hold many pages (see `containers`); it is read as a stream, a WARC of any size takes no more memory than its
    largest page.
    url: web address given to every page that is not fetched, also where an archive knows another; base of relative links.
    skipped: counts what archives hold beside pages, by reason.
    """
    skipped = Counter() if skipped is None else skipped
    for path in with_fetched(paths, web):
        if isinstance(path, Source | SourceError):
            yield path
            continue
        for name in find(os.fspath(path)):
            if isinstance(name, SourceError):
                yield name
            else:
                yield from _load_one(name, url, limits, skipped)


def load_file(path: str | os.PathLike[str], *, url: str | None = None, limits: Limits = DEFAULT) -> Source:
    """Load the one page of a file, or of standard input for '-'; packed data is unpacked, whatever the file is called.

    Raises SourceError with path and reason: missing, not readable, no regular file, damaged, over a limit, many pages.
    """
    return _only(os.fspath(path), _load_one(os.fspath(path), url, limits, Counter()))


def load_page(name: str, *, url: str | None = None, web: FetchOptions | None = None, limits: Limits = DEFAULT) -> Source:
    """The one page that a path, '-' or an http(s) url names, as `load` gives it. Raises SourceError like load_file."""
    return _only(name, load([name], url=url, web=web, limits=limits))


def load_data(data: bytes, *, url: str | None = None, limits: Limits = DEFAULT) -> Source:
    """The one page of bytes, which may be packed, MHTML or an archive; its uri is the url. Raises SourceError."""
    opened = Opened(name=url or "", stream=Stream(io.BytesIO(data)), url=url, limits=limits, skipped=Counter())
    return _only(opened.name, pages(opened))


def _only(name: str, found: Generator[Source | SourceError, None, None]) -> Source:
    with closing(found):  # a fetch that is left unfinished keeps its thread, and with it the process, waiting
        page, *others = islice(found, 2)
    if others:
        raise SourceError(f"{name}: holds several pages; `load` gives them one by one")
    if isinstance(page, SourceError):
        raise page
    return page


def _load_one(name: str, url: str | None, limits: Limits, skipped: Counter[str]) -> Generator[Source | SourceError, None, None]:
    """The pages of one file."""
    try:
        with _open(name) as file:
            stream = Stream(file, on_disk=file if name != STDIN else None)
            opened = Opened(name=name, stream=stream, url=url, limits=limits, skipped=skipped)
            yield from (found if isinstance(found, SourceError) else described(found, name) for found in pages(opened))
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        yield source_error(name, error)


def find(path: str) -> Iterator[str | SourceError]:
    """Names of the files with pages a path stands for: a folder's by suffix, in sorted order; of anything else, itself.

    Hidden files and folders are skipped, and so are the folders that browsers save beside a page;
    links to folders are not followed, so the search ends. A folder that cannot be listed comes as an error.
    """
    if path == STDIN or not _is_folder(path):
        yield path
        return
    found = None
    for found in _walk(path):
        yield found
    if found is None:
        yield SourceError(f"{path}: no pages in this folder ({SEARCHED})")


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # loading it will say what is wrong
        return False


def _walk(folder: str) -> Iterator[str | SourceError]:
    """Pages below a folder, depth first. A stack instead of recursion: folders may nest deeper than Python's."""
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
            continue
        try:
            with os.scandir(path) as entries:
                waiting += _worth_a_visit(list(entries))
        except OSError as error:
            yield source_error(path, error)


def _worth_a_visit(entries: list[os.DirEntry[str]]) -> list[tuple[str, bool]]:
    """(path, is a folder) of the entries that are pages or may hold some, last name first."""
    skipped = companions(entry.name for entry in entries)
    found = []
    for entry in sorted(entries, key=lambda entry: entry.name, reverse=True):
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or (is_folder and entry.name in skipped):
            continue
        if is_folder or is_page_name(entry.name):
            found.append((entry.path, is_folder))
    return found


def _open(name: str) -> AbstractContextManager[BinaryIO]:
    """Open a page for reading. What is no regular file is refused: opening a FIFO would wait for ever."""
    if name == STDIN:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        return nullcontext(sys.stdin.buffer)
    path = Path(name)
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise OSError("is a folder, a file was expected")
    if not stat.S_ISREG(mode):
        raise OSError("is no regular file (a pipe or device; '-' reads standard input)")
    return path.open("rb")
