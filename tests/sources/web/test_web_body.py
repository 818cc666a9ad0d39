"""Content encodings undone under a limit."""

from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib

import pytest

from extractor.sources.web.body import unpacked
from extractor.sources.web.model import Trouble

PAGE = "<p>渡口的早市</p>".encode()
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


@pytest.mark.parametrize("data", [gzip.compress(PAGE), gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]) + b"\0\0", PAGE, zlib.compress(PAGE)[2:-4]])
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_what_servers_mean(data: bytes, encoding: str) -> None:
    """Several members, padding, a page that is not packed at all, deflate without its header or that is gzip."""
    if encoding == "deflate" or data.startswith((b"\x1f", b"<")):
        assert unpacked(data, encoding, 100_000) == PAGE


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        (gzip.compress(PAGE)[:-9], "gzip", "ends too early"),
        (gzip.compress(PAGE)[:10] + b"\xff" * 40, "gzip", "damaged gzip data"),
        (PAGE, "ferry", "'ferry', which nobody knows"),
    ],
)
def test_what_is_broken_is_said(data: bytes, encoding: str, said: str) -> None:
    """Damage may pass when asked again, an encoding nobody knows does not."""
    with pytest.raises(Trouble, match=said) as found:
        unpacked(data, encoding, 100_000)
    assert found.value.passing == (encoding == "gzip")


def test_brotli_is_understood_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """br, which nobody asked for, is unpacked; without its library the error names the extra."""
    brotli = pytest.importorskip("brotli", reason="needs the extra 'warc'")
    assert unpacked(brotli.compress(PAGE), "br", 100_000) == PAGE
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(Trouble, match=r"extractor\[warc\]"):
        unpacked(brotli.compress(PAGE), "br", 100_000)


def test_nested_encodings_end() -> None:
    """More than three encodings are refused."""
    with pytest.raises(Trouble, match="packed the page too often"):
        unpacked(b"", "gzip, gzip, gzip, gzip", 10)
