"""Content encodings undone under a limit."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from extractor.sources.web.body import unpacked
from extractor.sources.web.model import Trouble

BOMB = gzip.compress(b"0" * 50_000_000, mtime=0)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (BOMB, "gzip"),
        (gzip.compress(BOMB, mtime=0), "gzip, gzip"),
        (zlib.compress(b"0" * 50_000_000), "deflate"),
        (gzip.compress(b"0" * 90_000, mtime=0) * 500, "gzip"),
    ],
)
def test_a_bomb_never_unfolds(data: bytes, encoding: str) -> None:
    """Unpacking stops at the limit, in memory too: 50 MB are refused within one."""
    tracemalloc.start()
    try:
        with pytest.raises(Trouble, match=r"larger than 0\.1 MB"):
            unpacked(data, encoding, 100_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [0, 99_999, 100_000])
def test_the_limit_itself_is_allowed(size: int) -> None:
    """A body of exactly the limit is taken."""
    assert len(unpacked(gzip.compress(b"0" * size), "gzip", 100_000)) == size


def test_nested_encodings_end() -> None:
    """More than three encodings are refused."""
    with pytest.raises(Trouble, match="packed the page too often"):
        unpacked(b"", "gzip, gzip, gzip, gzip", 10)
