"""Bytes, packed as they come, by the last suffix of the output's name."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from extractor.zstd import zstd

GZIP = zlib.MAX_WBITS | 16

PACKINGS = (".gz", ".zst")


def packed(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The pieces as one gzip member or Zstandard frame where the name asks for it, else as they are."""
    packer = _packer(name)
    if packer is None:
        yield from pieces
        return
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def _packer(name: str) -> Any:
    """A compressor, None for a name that asks for none. Raises MissingExtraError."""
    if name.endswith(".gz"):
        return zlib.compressobj(wbits=GZIP)
    if name.endswith(".zst"):
        return zstd().ZstdCompressor()
    return None
