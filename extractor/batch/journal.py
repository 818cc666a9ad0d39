"""Records of the pages that are done, one JSON object a line, safe against a kill at any moment.

A line that was being written when the run ended is cut off by the next one. Pages are known by uri and content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec
from msgspec import Struct

from extractor.errors import DataError, SourceError
from extractor.model import Record, Source
from extractor.reading import fingerprint
from extractor.writers.jsonl import to_json
from extractor.writers.utf8 import repaired


class _Page(Struct):
    uri: str
    sha256: str


class _Done(Struct):
    """As much of a record as tells its page."""

    page: _Page


class Journal:
    """What is in the file when it is opened counts as done; raises DataError where the file holds something else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._done: set[bytes] = set()
        self._file: BinaryIO = path.open("ab+", buffering=0)

    def __enter__(self) -> Journal:
        try:
            self._recover()
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._done)

    def unseen(self, pages: Iterable[Source | SourceError]) -> Iterator[Source | SourceError]:
        """The pages that are not done; one that comes twice is given once."""
        for page in pages:
            if isinstance(page, Source):
                key = _key(page.uri, fingerprint(page))
                if key in self._done:
                    continue
                self._done.add(key)
            yield page

    def add(self, record: Record) -> None:
        """Write a record down. Raises OSError."""
        line = memoryview(to_json(record) + b"\n")
        while line:
            line = line[self._file.write(line):]

    def records(self) -> Iterator[Record]:
        """All records, in the order they were done."""
        with self.path.open("rb") as lines:
            for line in lines:
                yield msgspec.json.decode(line, type=Record)

    def _recover(self) -> None:
        end = 0
        self._file.seek(0)
        with self.path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    break
                page = self._page(number, line)
                self._done.add(_key(page.uri, page.sha256))
                end += len(line)
        self._file.truncate(end)

    def _page(self, number: int, line: bytes) -> _Page:
        try:
            return msgspec.json.decode(line, type=_Done).page
        except msgspec.DecodeError as error:
            raise DataError(f"{self.path}: line {number} is no record ({error}); remove the file to begin anew") from error


def _key(uri: str, sha256: str) -> bytes:
    return hashlib.blake2b(f"{repaired(uri)}\0{sha256}".encode(), digest_size=16).digest()
