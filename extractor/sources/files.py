"""Files, folders and standard input -> Source; urls are handed on to sources.web."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.web import FetchOptions, with_fetched
from extractor.sources.web.manifest import described

LIMIT = 50_000_000
"""Bytes that a page may have, packed and unpacked."""

STDIN = "-"
SUFFIXES = (".html", ".htm", ".shtml", ".xhtml", ".txt")
COMPANION = ("_files", ".files")  # what browsers append to a saved page's name for the folder of its images and frames
GZIP_MAGIC = b"\x1f\x8b"


def load(
    paths: Iterable[str | os.PathLike[str]], *, url: str | None = None, web: FetchOptions | None = None
) -> Iterator[Source | SourceError]:
    """Load every page that the paths name; what cannot be loaded comes as an error in its place.

    A folder stands for the pages below it (see `find`), a file for itself whatever its suffix, '-' for standard input;
    an http(s) url for the page there, fetched as `web` says (see `with_fetched`).
    url: web address given to every page that has none of its own; base of its relative links.
    """
    for path in with_fetched(paths, web):
        if isinstance(path, Source | SourceError):
            yield path
            continue
        for name in find(os.fspath(path)):
            try:
                yield name if isinstance(name, SourceError) else load_file(name, url=url)
            except SourceError as error:
                yield error


def load_file(path: str | os.PathLike[str], *, url: str | None = None) -> Source:
    """Load one page from a file, or from standard input for '-'; gzip data is unpacked, whatever the file is called.

    Raises SourceError with path and reason: missing, not readable, no regular file, damaged, larger than LIMIT bytes.
    """
    name = os.fspath(path)
    try:
        with _open(name) as file:
            data = _within_limit(file.read(LIMIT + 1))
        source = Source(uri=name, data=_unpack(data) if data.startswith(GZIP_MAGIC) else data, url=url)
        return described(source, name)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise _source_error(name, error) from error


def find(path: str) -> Iterator[str | SourceError]:
    """Names of the pages a path stands for: a folder's pages by suffix, in sorted order; of anything else, itself.

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
        yield SourceError(f"{path}: no pages in this folder (looked for {' '.join(SUFFIXES)}, each also as .gz)")


def is_page_name(name: str) -> bool:
    """Whether a file's name ends like a page's."""
    return name.lower().removesuffix(".gz").endswith(SUFFIXES)


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
            yield _source_error(path, error)


def _worth_a_visit(entries: list[os.DirEntry[str]]) -> list[tuple[str, bool]]:
    """(path, is a folder) of the entries that are pages or may hold some, last name first."""
    stems = {entry.name.rpartition(".")[0] for entry in entries if is_page_name(entry.name)}
    skipped = {stem + ending for stem in stems for ending in COMPANION}
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


def _unpack(data: bytes) -> bytes:
    try:
        return _within_limit(gzip.GzipFile(fileobj=io.BytesIO(data)).read(LIMIT + 1))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise OSError(f"damaged gzip data ({error})") from error


def _within_limit(data: bytes) -> bytes:
    if len(data) > LIMIT:
        raise OSError(f"larger than {LIMIT // 1_000_000} MB")
    return data


def _source_error(name: str, error: Exception) -> SourceError:
    return SourceError(f"{name}: {getattr(error, 'strerror', None) or error}")
