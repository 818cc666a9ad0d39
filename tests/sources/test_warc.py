"""Pages out of WARC and WET files written by another library."""

from __future__ import annotations

import gzip
import random
import sys
import tracemalloc
import zlib
from collections import Counter

import brotli
import pytest
from saved_pages import DATE, PAGE, URL, bomb, found, http, record, sources, warc, warc_gz

from extractor.model import Source
from extractor.sources.limits import Limits
from extractor.zstd import zstd

GBK = PAGE.encode("gbk")


@pytest.mark.parametrize("pack", [warc, warc_gz])
def test_a_response_is_a_page_with_all_that_is_known_of_it(pack: type) -> None:
    """Record id, address, date and the header's charset come with the page; the uri says the file and the offset."""
    filler = record(b"software: test", kind="warcinfo")
    data = pack(filler, record(http(GBK, content_type="Text/HTML; charset=GBK"), number=7))
    (page,) = sources(data, name="crawl.warc")
    offset = len(pack(filler))
    assert page == Source(
        uri=f"crawl.warc!{offset}",
        data=GBK,
        url=URL,
        charset="GBK",
        fetched_at=DATE,
        record_id="urn:uuid:00000000-0000-0000-0000-000000000007",
    )


def test_a_conversion_is_plain_text() -> None:
    """The records of a WET file are text whatever they look like."""
    data = warc_gz(record("茶馆 <p> 渡口".encode(), kind="conversion"))
    (page,) = sources(data)
    assert (page.form, page.charset, page.data, page.url) == ("text", "utf-8", "茶馆 <p> 渡口".encode(), URL)


def test_a_resource_is_a_page_too() -> None:
    """A page stored without HTTP headers says its type in the record."""
    data = warc(record(GBK, kind="resource", Content_Type="text/html; charset=gbk"))
    assert [(page.data, page.charset) for page in sources(data)] == [(GBK, "gbk")]


def chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 20] for start in range(0, len(body), 20)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


RAW_DEFLATE = zlib.compressobj(wbits=-15)
BODY = (PAGE * 9).encode()


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(BODY, mtime=0)),
        ("Content-Encoding: gzip", gzip.compress(BODY[:99], mtime=0) + gzip.compress(BODY[99:], mtime=0)),
        ("Content-Encoding: x-gzip", gzip.compress(BODY, mtime=0)),
        ("Content-Encoding: deflate", zlib.compress(BODY)),
        ("Content-Encoding: deflate", RAW_DEFLATE.compress(BODY) + RAW_DEFLATE.flush()),
        ("Content-Encoding: br", brotli.compress(BODY)),
        ("Content-Encoding: zstd", zstd().compress(BODY)),
        ("Content-Encoding: br, gzip", gzip.compress(brotli.compress(BODY), mtime=0)),
        ("Transfer-Encoding: chunked", chunked(BODY)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunked(gzip.compress(BODY, mtime=0))),
        ("Transfer-Encoding: chunked", BODY),
        ("Content-Encoding: gzip", BODY),
        ("Content-Encoding: br", BODY),
        ("Content-Encoding: identity", BODY),
    ],
)
def test_encodings_of_a_response_are_undone(headers: str, body: bytes) -> None:
    """Packed and chunked bodies come out as the page was, and so do bodies whose headers speak of packing long undone."""
    (page,) = sources(warc(record(http(body, headers))))
    assert page.data == BODY


@pytest.mark.parametrize(("encoding", "body"), [("gzip", gzip.compress(BODY, mtime=0)[:-4]), ("deflate", zlib.compress(BODY)[:-4])])
def test_a_cut_packed_body_gives_what_is_there(encoding: str, body: bytes) -> None:
    """A crawler's limit often cuts a packed page; its beginning is read, with a warning."""
    (page,) = sources(warc(record(http(body, f"Content-Encoding: {encoding}"))))
    assert page.data == BODY and page.warnings == ("the archive holds only the beginning of this page",)


def test_a_damaged_packed_body_is_an_error() -> None:
    """What cannot be unpacked is named with its encoding, the next record is read."""
    bad = record(http(gzip.compress(BODY, mtime=0)[:10] + b"\xff" * 40, "Content-Encoding: gzip"))
    odd = record(http(b"\x00\x01", "Content-Encoding: lzma"))
    first, second, third = found(warc(bad, odd, record(http(BODY))), "x.warc")
    assert str(first).startswith("x.warc!0: damaged gzip data")
    assert second == f"x.warc!{len(bad)}: unknown Content-Encoding 'lzma'"
    assert isinstance(third, Source)


def test_what_is_no_page_is_skipped_and_counted() -> None:
    """Pictures, redirects, failed responses, empty ones and revisits are no pages and no errors."""
    skipped: Counter[str] = Counter()
    data = warc(
        record(http(b"GIF89a", content_type="image/gif")),
        record(http(GBK, status="404 Not Found")),
        record(http(GBK, status="302 Found")),
        record(http(b"")),
        record(http(b""), kind="revisit"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(b"a: b", kind="metadata"),
        record(b"a: b", kind="metadata").replace(b"Type: metadata", b"Type: novelty!"),
        record(http(GBK)),
    )
    assert len(sources(data, skipped=skipped)) == 1
    assert skipped == {"not HTML": 1, "failed responses": 1, "redirects": 1, "empty responses": 1, "unchanged since an earlier visit": 1,
                       "of unknown type": 1}  # fmt: skip


def test_a_response_without_a_type_is_a_page_if_it_looks_like_one() -> None:
    """Old servers send no Content-Type."""
    skipped: Counter[str] = Counter()
    data = warc(record(http(b"<!DOCTYPE html><p>x", content_type="")), record(http(b"\x89PNG", content_type="")))
    assert len(sources(data, skipped=skipped)) == 1
    assert skipped == {"not HTML": 1}


def test_a_status_line_of_http_2_is_understood() -> None:
    """Crawlers with browsers write HTTP/2 and no reason."""
    block = http(GBK).replace(b"HTTP/1.1 200 OK", b"HTTP/2 200")
    assert len(sources(warc(record(block)))) == 1


def test_an_address_in_angle_brackets_is_an_address() -> None:
    """Old Wget wrote the target between < and >."""
    assert sources(warc(record(http(GBK), url=f"<{URL}>")))[0].url == URL


def test_an_address_that_is_none_of_the_web_is_left() -> None:
    """Crawlers name pages that they made themselves by urn."""
    made = record(GBK, kind="resource", url="urn:pageinfo:1", Content_Type="text/html")
    assert sources(warc(made))[0].url is None


def test_the_address_that_a_user_gives_wins() -> None:
    """--url is the address of every page, as for other sources."""
    assert sources(warc(record(http(GBK))), url="https://example.org/")[0].url == "https://example.org/"


def test_a_truncated_page_says_so() -> None:
    """A page that the crawler cut is read, with a warning."""
    (page,) = sources(warc(record(http(GBK), WARC_Truncated="length")))
    assert page.warnings == ("the archive holds only the beginning of this page",)


def test_an_archive_without_pages_is_an_error() -> None:
    """A user who names the wrong archive hears about it."""
    data = warc(record(b"x", kind="warcinfo"), record(http(b"GIF89a", content_type="image/gif")))
    assert found(data, "x.warc") == ["x.warc: no pages in this archive (1 records skipped)"]


@pytest.mark.parametrize("pack", [warc, warc_gz])
def test_a_page_over_the_limit_is_an_error_and_the_next_is_read(pack: type) -> None:
    """The limit holds for a record, kept or not, for what it unpacks to, and only for pages."""
    filler = random.Random(5).randbytes(1_500_000).hex().encode()
    large, film = record(http(b"<p>" + filler)), record(http(filler, content_type="video/mp4"))
    packed = record(http(bomb(3_000_000), "Content-Encoding: gzip"))
    skipped: Counter[str] = Counter()
    read = found(pack(large, film, packed, record(http(BODY))), "x", limits=Limits(page=1_000_000), skipped=skipped)
    said = "larger than 1 MB, the limit for one page (--max-size)"
    assert read[0] == f"x!0: {said}" and str(read[1]).endswith(f": {said}")
    assert isinstance(read[2], Source) and len(read) == 3
    assert skipped == {"not HTML": 1}


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_bomb_in_a_response_stops_at_the_limit(encoding: str) -> None:
    """A small body that would unpack to far more than the limit costs no more than the limit."""
    size = 30_000_000
    pack = {"gzip": bomb, "br": lambda n: brotli.compress(bytes(n), quality=3), "zstd": lambda n: zstd().compress(bytes(n))}
    data = warc(record(http(pack[encoding](size), f"Content-Encoding: {encoding}")))
    assert len(data) < size / 500
    tracemalloc.start()
    assert found(data, limits=Limits(page=1_000_000)) == ["x!0: larger than 1 MB, the limit for one page (--max-size)"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000


def test_broken_http_headers_cost_one_record() -> None:
    """Whatever stands in a record, the reader gives an error or a page and goes on."""
    blocks = [b"", b"\r\n", b"\xff\xfe\x00", b"HTTP/1.1\r\n", b"HTTP/1.1 abc\r\nx\r\n\r\n", http(BODY).replace(b": ", b"")]
    data = warc(*[record(block) for block in blocks], record(http(BODY)))
    read = found(data)
    assert isinstance(read[-1], Source)


def test_a_record_without_an_address_is_an_error_or_a_page() -> None:
    """A missing WARC-Target-URI costs no more than its record."""
    nameless = record(http(BODY)).replace(b"WARC-Target-URI", b"X-Target-URI")
    first, second = found(warc(nameless, record(http(BODY))))
    assert "its headers cannot be read" in str(first) and isinstance(second, Source)


def test_without_warcio_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing library is an error of the file that needs it."""
    monkeypatch.setitem(sys.modules, "warcio.recordloader", None)
    assert found(warc(record(http(BODY)))) == ["x: warcio is needed for this: pip install 'extractor[warc]'"]


def test_without_brotli_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only pages packed with brotli need it."""
    monkeypatch.setitem(sys.modules, "brotli", None)
    first, second = found(warc(record(http(brotli.compress(BODY), "Content-Encoding: br")), record(http(BODY))))
    assert first == "x!0: brotli is needed for this: pip install 'extractor[warc]'" and isinstance(second, Source)
