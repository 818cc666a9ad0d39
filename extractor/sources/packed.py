"""gzip, bzip2 and zstd data -> the stream that was packed, counted while it comes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from typing import IO, cast

from msgspec import Struct

from extractor.sources.limits import Limits, OverLimit
from extractor.sources.opened import Opened, Readable, Stream
from extractor.zstd import zstd

GZIP = b"\x1f\x8b"


class Packing(Struct, frozen=True):
    """A way of packing one stream: its name, its first bytes, and what opens it."""

    name: str
    magic: bytes
    open: Callable[[IO[bytes]], Readable]


def begins_packed(head: bytes, name: str) -> bool:
    """Whether data is packed in a way known here."""
    return _packing(head) is not None


def read_packed(opened: Opened) -> Iterator[Opened]:
    """What was packed, under the same name. Raises MissingExtraError for zstd without its library."""
    packing = _packing(opened.stream.head())
    assert packing is not None, "read_packed is given packed data"
    yield opened.inside(opened.name, Unpacking(opened.stream, packing, opened.limits))


class Unpacking:
    """A packed stream unpacked as it is read. Raises OSError for damage and for data that grows beyond the limits."""

    def __init__(self, packed: Stream, packing: Packing, limits: Limits) -> None:
        self._packed, self._packing, self._limits = packed, packing, limits
        self._file = packing.open(cast("IO[bytes]", packed))

    def read(self, size: int) -> bytes:
        """At most size unpacked bytes."""
        try:
            data = self._file.read(size)
        except OverLimit:
            raise
        except Exception as error:  # each library has errors of its own
            raise OSError(f"damaged {self._packing.name} data ({error})") from error
        self._packed.budget.spend(len(data), self._limits)
        return data


def _open_gzip(file: IO[bytes]) -> Readable:
    return gzip.GzipFile(fileobj=file, mode="rb")


def _open_bzip2(file: IO[bytes]) -> Readable:
    import bz2

    return bz2.BZ2File(file)


def _open_zstd(file: IO[bytes]) -> Readable:
    return cast("Readable", zstd().ZstdFile(file))


def unpacked_head(head: bytes, size: int = 16) -> bytes:
    """The first bytes of gzip data; nothing where it is none."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, size) if head.startswith(GZIP) else b""
    except zlib.error:
        return b""


PACKINGS = (
    Packing("gzip", GZIP, _open_gzip),
    Packing("bzip2", b"BZh", _open_bzip2),
    Packing("zstd", b"\x28\xb5\x2f\xfd", _open_zstd),
)


def _packing(head: bytes) -> Packing | None:
    return next((packing for packing in PACKINGS if head.startswith(packing.magic)), None)
