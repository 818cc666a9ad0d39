"""What a reader of a container is given: a name, a stream whose beginning can be looked at, and what the user asked for."""

from __future__ import annotations

import io
import os
from collections import Counter
from typing import IO, Protocol

from msgspec import Struct
from msgspec.structs import replace

from extractor.sources.limits import Limits, OverLimit

HEAD = 4096  # bytes looked at to see what a stream holds


class Readable(Protocol):
    """Anything with read(size); fewer bytes than asked for do not mean that it ended, none do."""

    def read(self, size: int, /) -> bytes:
        """At most size bytes."""
        ...


class Stream:
    """A stream whose first bytes can be looked at before they are read.

    taken: bytes read so far. budget: what may be unpacked of the file that the stream comes from, however deep inside.
    """

    def __init__(self, file: Readable, *, on_disk: IO[bytes] | None = None, budget: Budget | None = None) -> None:
        self._file, self._on_disk, self._ahead, self.taken = file, on_disk, b"", 0
        self.budget = budget or Budget(self)

    @property
    def size(self) -> int:
        """Bytes of the file on disk, of anything else those that were read so far."""
        return self.taken if self._on_disk is None else os.fstat(self._on_disk.fileno()).st_size

    def head(self) -> bytes:
        """The first bytes, HEAD of them or all there are; they are still to be read."""
        if not self.taken and len(self._ahead) < HEAD:
            self._ahead += self._pull(HEAD - len(self._ahead))
        return self._ahead

    def read(self, size: int) -> bytes:
        """The next size bytes, fewer only at the end."""
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        if len(data) < size:
            data += self._pull(size - len(data))
        self.taken += len(data)
        return data

    def within(self, limits: Limits) -> bytes:
        """All of it. Raises OSError if that is more than a page may have."""
        data = self.read(limits.page + 1)
        if len(data) > limits.page:
            raise OSError(limits.too_large())
        return data

    def seekable(self, limits: Limits) -> IO[bytes]:
        """The same bytes as a file with random access: the file on disk, else within the limit of a page in memory."""
        if self._on_disk is not None:
            self._on_disk.seek(0)
            return self._on_disk
        return io.BytesIO(self.within(limits))

    def _pull(self, size: int) -> bytes:
        pieces, missing = [], size
        while missing and (piece := self._file.read(missing)):
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)


class Budget:
    """What is unpacked of one file and of all that lies inside it, counted together: a bomb may be made of many small ones."""

    def __init__(self, top: Stream) -> None:
        self._top, self._unpacked = top, 0

    def spend(self, size: int, limits: Limits) -> None:
        """Count unpacked bytes. Raises OverLimit when they are too many for the size of the file."""
        self._unpacked += size
        if self.is_spent(limits):
            raise OverLimit(limits.too_many_times())

    def is_spent(self, limits: Limits) -> bool:
        """Whether the limit is passed; then nothing more is read of the file."""
        return self._unpacked > limits.page + limits.ratio * self._top.size


class Opened(Struct, frozen=True, kw_only=True):
    """Something that holds pages, or is one.

    name: how uris and errors call it. url: web address given by the user for every page.
    skipped: counts what is no page and no fault, by reason. depth: containers around it.
    """

    name: str
    stream: Stream
    url: str | None = None
    limits: Limits = Limits()
    skipped: Counter[str]
    depth: int = 0

    def inside(self, name: str, file: Readable) -> Opened:
        """Something found inside this, one container deeper."""
        return replace(self, name=name, stream=Stream(file, budget=self.stream.budget), depth=self.depth + 1)
