"""Users' files of words: dictionaries (word, frequency, tag) and stop words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractor.errors import DataError

_TAG = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}")


class Entry(NamedTuple):
    """A word of a user dictionary; freq 0 forbids the word, None lets the segmenter choose."""

    word: str
    freq: int | None = None
    tag: str | None = None


def read_dictionary(path: str) -> list[Entry]:
    """Entries of a user dictionary in jieba's form: a word a line, then a frequency and a tag if wanted.

    Raises DataError naming file and line.
    """
    return [_entry(line.split(), f"{path}:{number}") for number, line in _lines(path)]


def load_stopwords(path: str | None) -> frozenset[str]:
    """The words of a file, one a line, in lower case; read again when it changes.

    Raises DataError naming file and line.
    """
    return _stopwords(path, changed(path)) if path else frozenset()


@lru_cache(maxsize=8)
def _stopwords(path: str, _: int) -> frozenset[str]:
    return frozenset(line.lower() for _, line in _lines(path))


def changed(path: str | None) -> int:
    """When a file was last changed, in nanoseconds; a missing one is complained of when it is read."""
    try:
        return Path(path).stat().st_mtime_ns if path else 0
    except (OSError, ValueError):
        return 0


def _entry(fields: list[str], where: str) -> Entry:
    word, *rest = fields
    freq = int(rest.pop(0)) if rest and re.fullmatch(r"[0-9]{1,12}", rest[0]) else None
    tag = rest.pop(0) if rest and _TAG.fullmatch(rest[0]) else None
    if rest:
        raise DataError(f"{where}: {rest[0]!r} is neither a frequency nor a tag; a line is: word [frequency] [tag]")
    return Entry(word, freq, tag)


def _lines(path: str) -> Iterator[tuple[int, str]]:
    """Numbers and texts of the lines that are not empty, without a byte order mark."""
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        try:
            line = raw.decode().strip()
        except UnicodeDecodeError as error:
            raise DataError(f"{path}:{number}: not UTF-8; save the file as UTF-8") from error
        if "\0" in line:
            raise DataError(f"{path}:{number}: not a text file")
        if line:
            yield number, line
