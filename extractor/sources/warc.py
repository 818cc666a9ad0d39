"""WARC and WET files -> the pages in them, one at a time, however large the file is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from extractor.errors import MissingExtraError, SourceError
from extractor.model import Source
from extractor.sources.http_body import unpacked
from extractor.sources.opened import Opened
from extractor.sources.packed import unpacked_head
from extractor.sources.warc_frames import BEGINNING, Frame, frames

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

HTML = frozenset(["text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"])
SUFFIXES = (".warc", ".wet")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
MARKUP = re.compile(rb"<!doctype\s+html|<html|<head|<body", re.IGNORECASE)
PAGES = frozenset(["response", "resource", "conversion"])
OTHERS = frozenset(["warcinfo", "request", "metadata", "continuation"])
CUT = "the archive holds only the beginning of this page"


def begins_warc(head: bytes, name: str) -> bool:
    """Whether data is a WARC, plain or gzip; the name decides where the first record is damaged."""
    if head.startswith(BEGINNING) or unpacked_head(head).startswith(BEGINNING):
        return True
    return name.lower().removesuffix(".gz").endswith(SUFFIXES) and head != b""


def read_warc(opened: Opened) -> Iterator[Source | SourceError]:
    """The pages of a WARC: responses and resources that are HTML, and conversions to text.

    A page's uri is the file's name, '!' and the record's offset. Redirects, failed and empty responses, those that are no HTML, and
    revisits are counted in opened.skipped. A broken record is an error, and the next one is read.
    Raises MissingExtraError without warcio, OSError where too many records are broken.
    """
    loader, found, before = _loader(), 0, opened.skipped.total()
    for frame in frames(opened.stream, opened.limits):
        uri = f"{opened.name}!{frame.place}"
        try:
            page = _page(loader, frame, uri, opened)
        except (OSError, MissingExtraError) as error:
            found += 1
            yield SourceError(f"{uri}: {error}")
            continue
        if page is not None:
            found += 1
            yield page
    if not found:
        yield SourceError(f"{opened.name}: no pages in this archive ({opened.skipped.total() - before} records skipped)")


def _loader() -> ArcWarcRecordLoader:
    try:
        from warcio.recordloader import ArcWarcRecordLoader
    except ImportError as error:
        raise MissingExtraError("warcio", "warc") from error
    return ArcWarcRecordLoader(verify_http=False)  # HTTP/2, and status lines without a reason, are fine


def _page(loader: ArcWarcRecordLoader, frame: Frame, uri: str, opened: Opened) -> Source | None:
    """The page of a record; None for what is no page. Raises OSError for a record that is broken or too large."""
    if frame.fault:
        raise OSError(f"broken record: {frame.fault}")
    try:
        record = loader.parse_record_stream(io.BytesIO(frame.data), known_format="warc")
        answer = _answer(record)
    except Exception as error:  # warcio has errors of its own, and some that nobody meant
        raise OSError(f"broken record: its headers cannot be read ({error})") from error
    if not record.rec_type:
        raise OSError("broken record: it does not say of what type it is")
    if record.rec_type in OTHERS:
        return None
    if reason := _no_page(record.rec_type, answer):
        opened.skipped[reason] += 1
        return None
    if not frame.whole:
        raise OSError(opened.limits.too_large())
    return _source(record, answer, uri, opened)


class _Answer(Struct, frozen=True):
    """What is said of a page in its HTTP headers, or in the record's own where it has none."""

    status: str
    content_type: str
    charset: str | None
    encoding: str
    body: bytes


def _answer(record: ArcWarcRecord) -> _Answer:
    http = record.http_headers
    said = http.get_header if http else lambda name, default: default
    content_type = said("Content-Type", "") if http else record.content_type or ""
    content_type = content_type or record.rec_headers.get_header("WARC-Identified-Payload-Type", "")
    charset = CHARSET.search(content_type)
    stream = record.raw_stream
    if "chunked" in said("Transfer-Encoding", "").lower():
        from warcio.bufferedreaders import ChunkedDataReader

        stream = ChunkedDataReader(stream)  # which takes a body that is not in chunks after all as it is
    return _Answer(
        status=http.get_statuscode() if http else "200",
        content_type=content_type.partition(";")[0].strip().lower(),
        charset=charset[1] if charset else None,
        encoding=said("Content-Encoding", ""),
        body=stream.read(),
    )


def _no_page(record_type: str, answer: _Answer) -> str | None:
    """Why a record holds no page, in the words of a count."""
    if record_type == "revisit":
        return "unchanged since an earlier visit"
    if record_type not in PAGES:
        return "of unknown type"
    if not answer.status.startswith("2"):
        return "redirects" if answer.status.startswith("3") else "failed responses"
    if not answer.body:
        return "empty responses"
    if record_type == "conversion":
        return None
    if answer.content_type in HTML or (not answer.content_type and MARKUP.search(answer.body, 0, 1024)):
        return None
    return "not HTML"


def _source(record: ArcWarcRecord, answer: _Answer, uri: str, opened: Opened) -> Source:
    said = record.rec_headers.get_header
    is_text = record.rec_type == "conversion"
    body = unpacked(answer.body, answer.encoding, opened.limits)
    target = said("WARC-Target-URI") or ""
    return Source(
        uri=uri,
        data=body.data,
        url=opened.url or (target if target.lower().startswith(("http://", "https://")) else None),
        charset=answer.charset or ("utf-8" if is_text else None),
        form="text" if is_text else None,
        fetched_at=said("WARC-Date"),
        record_id=(said("WARC-Record-ID") or "").strip("<> ") or None,
        warnings=(CUT,) if said("WARC-Truncated") or not body.whole else (),
    )
