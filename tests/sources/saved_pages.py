"""What the tests of the sources share: a page in several charsets, archives by other writers, and reading them."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import HeaderMap, WarcRecord, WarcRecordType

from extractor.model import Source
from extractor.sources.containers import pages
from extractor.sources.limits import Limits
from extractor.sources.opened import Opened, Readable, Stream

SAMPLES = Path(__file__).parent.parent.parent / "samples"
URL = "http://news.portal.example.com/n/2.shtml"
DATE = "2023-05-06T10:30:00Z"
PAGE = "<html><p>渡口的茶馆开了一百年</p></html>"


def found(data: bytes | Readable, name: str = "x", *, limits: Limits | None = None, skipped: Counter[str] | None = None,
          url: str | None = None) -> list[Source | str]:  # fmt: skip
    """What is read of data: Sources, and errors as their text."""
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    opened = Opened(
        name=name,
        stream=Stream(file),
        url=url,
        limits=limits or Limits(),
        skipped=Counter() if skipped is None else skipped,
    )
    return [each if isinstance(each, Source) else str(each) for each in pages(opened)]


def sources(data: bytes | Readable, **options: object) -> list[Source]:
    """The Sources of data that is all well."""
    read = found(data, **options)  # type: ignore[arg-type]
    assert all(isinstance(each, Source) for each in read), read
    return [each for each in read if isinstance(each, Source)]


def http(body: bytes, *headers: str, status: str = "200 OK", content_type: str = "text/html; charset=utf-8") -> bytes:
    """An HTTP response as a WARC keeps it."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {content_type}"] if content_type else []), *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def record(block: bytes, *, kind: str = "response", url: str = URL, number: int = 0, **headers: str) -> bytes:
    """A WARC record written by FastWARC; headers: more of them, '_' for '-'."""
    made = WarcRecord()
    made.init_headers(getattr(WarcRecordType, kind), f"uuid:00000000-0000-0000-0000-{number:012}".encode())
    said: HeaderMap = made.headers
    said["WARC-Target-URI"], said["WARC-Date"] = url, DATE
    said["Content-Type"] = "application/http; msgtype=response" if kind in ("response", "revisit") else "text/plain"
    for name, value in headers.items():
        said[name.replace("_", "-")] = value
    made.set_bytes_content(block)
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def warc(*records: bytes) -> bytes:
    """A plain WARC."""
    return b"".join(records)


def warc_gz(*records: bytes) -> bytes:
    """A WARC with a gzip member for each record, packed by FastWARC."""
    out = io.BytesIO()
    for each in records:
        writer = GzipWriter(out)
        writer.write(each)
        writer.finish()
    return out.getvalue()


def offsets(records: list[bytes]) -> list[int]:
    """Where each of some records begins."""
    return [sum(map(len, records[:number])) for number in range(len(records))]


def bomb(size: int, wbits: int = 31) -> bytes:
    """Packed data that unpacks to size zeros."""
    packer, pieces = zlib.compressobj(9, wbits=wbits), []
    for start in range(0, size, 1 << 20):
        pieces.append(packer.compress(bytes(min(1 << 20, size - start))))
    return b"".join([*pieces, packer.flush()])
