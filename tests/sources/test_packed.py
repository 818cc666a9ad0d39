"""gzip, bzip2 and zstd data is unpacked by what it is, within limits."""

from __future__ import annotations

import bz2
import gzip
import io
import sys
from collections.abc import Callable

import pytest
from saved_pages import PAGE, bomb, found, http, record, sources, warc

from extractor.sources.limits import Limits
from extractor.sources.opened import Stream
from extractor.sources.packed import PACKINGS, Unpacking
from extractor.zstd import zstd

DATA = PAGE.encode()
PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "zstd": zstd().compress}
Pack = Callable[[bytes], bytes]


@pytest.mark.parametrize("pack", PACKERS.values())
def test_packed_data_is_unpacked_under_its_own_name(pack: Pack) -> None:
    """The uri stays the file's; two streams one after the other are one page; packed twice is no harm."""
    (page,) = sources(pack(DATA[:20]) + pack(DATA[20:]), name="a.html.x")
    assert (page.uri, page.data) == ("a.html.x", DATA)
    assert sources(gzip.compress(pack(DATA)))[0].data == DATA


@pytest.mark.parametrize("pack", [bz2.compress, zstd().compress])
def test_packed_archives_are_read_as_streams(pack: Pack) -> None:
    """A WARC in bzip2 or zstd gives its records, their places are those of the unpacked data."""
    first = record(http(DATA))
    pages = sources(pack(warc(first, record(http(DATA)))), name="w.warc.x")
    assert [page.uri for page in pages] == ["w.warc.x!0", f"w.warc.x!{len(first)}"]


@pytest.mark.parametrize(("name", "pack"), PACKERS.items())
def test_damage_and_a_missing_end_are_errors(name: str, pack: Pack) -> None:
    """The kind of data is named with the file."""
    packed = pack(DATA * 50)
    for data in (packed[:-3], packed[:12], packed[:4] + b"\xff" * 9 + packed[13:]):
        (error,) = found(data, "a.html.x")
        assert str(error).startswith(f"a.html.x: damaged {name} data (")


@pytest.mark.parametrize("pack", PACKERS.values())
def test_a_bomb_stops_at_the_limit(pack: Pack) -> None:
    """The limit counts unpacked bytes while they come."""
    limits = Limits(page=1_000_000)
    assert sources(pack(bytes(1_000_000)), limits=limits)
    assert found(pack(bytes(1_000_001)), limits=limits) == ["x: larger than 1 MB, the limit for one page (--max-size)"]


def test_a_stream_that_grows_out_of_all_proportion_is_left() -> None:
    """An archive may be larger than a page, but not by any factor."""
    stream = Unpacking(Stream(io.BytesIO(bomb(9_000_000))), PACKINGS[0], Limits(page=100_000, ratio=100))
    with pytest.raises(OSError, match="more than 100 times its size"):
        while stream.read(10_000):
            pass


def test_a_limit_is_named_through_every_container() -> None:
    """Packed data inside packed data that is over a limit is not called damaged."""
    packed = gzip.compress(warc(record(http(bytes(9_000_000), content_type="video/mp4")), record(http(DATA))))
    (error,) = found(bz2.compress(packed), "w.bz2", limits=Limits(page=100_000, ratio=3))
    assert "more than 3 times its size" in str(error) and "damaged" not in str(error)


def test_containers_inside_one_another_have_a_limit() -> None:
    """Data packed over and over is told by the limit's name."""
    data = DATA
    for _ in range(4):
        data = gzip.compress(data)
    assert found(data, "x.gz") == ["x.gz: more than 3 containers inside one another (limit nesting)"]
    assert sources(data, limits=Limits(nesting=4))


def test_without_zstd_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing library is an error of the file that needs it."""
    data = zstd().compress(DATA)
    for module in ("compression", "backports"):
        monkeypatch.setitem(sys.modules, module, None)
    assert found(data, "a.zst") == ["a.zst: backports.zstd is needed for this: pip install 'extractor[zstd]'"]
