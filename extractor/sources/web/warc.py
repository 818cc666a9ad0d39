"""Pages saved as WARC 1.1: a request and a response record for each exchange, each record a gzip member of its own."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin

from msgspec.structs import replace

from extractor.errors import MissingExtraError, SourceError
from extractor.model import Source
from extractor.sources.limits import Limits
from extractor.sources.opened import Opened, Stream
from extractor.sources.warc import read_warc
from extractor.sources.web.model import Exchange, Fetched, Headers
from extractor.sources.web.options import default_user_agent
from extractor.sources.web.store import Store

CHUNK = 1 << 20
HEAD = 64_000  # bytes of a record in which its own header ends
RESPONSE = re.compile(rb"^WARC-Type:\s*response\s*$", re.MULTILINE | re.IGNORECASE)
TARGET = re.compile(rb"^WARC-Target-URI:\s*<?([^>\r\n]*?)>?\s*$", re.MULTILINE | re.IGNORECASE)
LOCATION = re.compile(rb"^Location:[ \t]*(\S+)", re.MULTILINE | re.IGNORECASE)
SECRETS = ("authorization", "cookie", "proxy-authorization")
UNDONE = ("transfer-encoding", "content-length")  # of the connection; the length is written anew


class WarcStore(Store):
    """Bodies as they came, content encoding kept. A file that is there is added to, after a record cut off at its end."""

    held: dict[str, int]

    def __init__(self, path: Path, *, resume: bool) -> None:
        super().__init__()
        try:
            from warcio.warcwriter import WARCWriter
        except ImportError as error:
            raise MissingExtraError("warcio", "fetch") from error
        self._file = path.open("a+b")
        end, held = _contents(self._file, path)
        self._file.truncate(end)
        self.held = held if resume else {}
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        self._name, self._begun = path.name, False

    def save(self, fetched: Fetched) -> None:
        """Write the exchanges that are not held, the page first: a url that redirects is held only if the page is."""
        if not self._begun:
            self._begin()
        for exchange in reversed(fetched.exchanges):
            if exchange.url not in self.held:
                self._file.seek(0, io.SEEK_END)
                start = self._file.tell()
                self._save_exchange(exchange)
                self.held[exchange.url] = start
        self._file.flush()

    def read(self, url: str) -> Source | SourceError:
        """The page of a url that is held, through the redirects that are held too."""
        target, seen = url, set[str]()
        while target in self.held and target not in seen:
            seen.add(target)
            if not (location := self._location(self.held[target])):
                return self._read(self.held[target], url)
            target = urljoin(target, location)
        return SourceError(f"{self._name}: no page of {url}")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read(self, start: int, url: str) -> Source | SourceError:
        self._file.seek(start)
        opened = Opened(name=self._name, stream=Stream(self._file), url=None, limits=Limits(), skipped=Counter())
        page = next(read_warc(opened))
        return replace(page, uri=url) if isinstance(page, Source) else page

    def _location(self, start: int) -> str:
        """Where a redirect leads, '' for the record of another response."""
        self._file.seek(start)
        head = zlib.decompressobj(31).decompress(self._file.read(HEAD), HEAD).replace(b"\r\n", b"\n")
        answer = head.partition(b"\n\n")[2].partition(b"\n\n")[0]
        found = LOCATION.search(answer) if answer.partition(b" ")[2].startswith(b"3") else None
        return found[1].decode("utf-8", "replace") if found else ""

    def _begin(self) -> None:
        about = {"software": default_user_agent().partition(" ")[0], "format": "WARC File Format 1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(self._name, about))
        self._begun = True

    def _save_exchange(self, exchange: Exchange) -> None:
        from warcio.statusandheaders import StatusAndHeaders

        facts = {"WARC-Date": exchange.started}
        if exchange.address:
            facts["WARC-IP-Address"] = exchange.address
        headers = [*_without(exchange.headers, UNDONE), ("Content-Length", str(len(exchange.body)))]
        response = self._writer.create_warc_record(
            exchange.url,
            "response",
            payload=io.BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=StatusAndHeaders(f"{exchange.status} {exchange.reason}".strip(), headers, protocol="HTTP/1.1"),
            warc_headers_dict=facts,
        )
        request = self._writer.create_warc_record(
            exchange.url,
            "request",
            http_headers=StatusAndHeaders(
                f"GET {_target(exchange.url)} HTTP/1.1", [*_without(exchange.request_headers, SECRETS)], is_http_request=True
            ),
            warc_headers_dict={"WARC-Date": exchange.started},
        )
        self._writer.write_request_response_pair(request, response)


def _without(headers: Headers, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in headers if key.lower() not in names)


def _target(url: str) -> str:
    """Path and query of an absolute url."""
    return "/" + url.split("/", 3)[3] if url.count("/") > 2 else "/"


# ---------------------------------------------------------------- what a file holds


def _contents(file: BinaryIO, path: Path) -> tuple[int, dict[str, int]]:
    """Where the last whole record ends, and the urls of the responses with the place of each. Raises SourceError for damage before the end."""
    whole, urls = 0, dict[str, int]()
    try:
        for end, head in _members(file):
            target = TARGET.search(head)
            if target and RESPONSE.search(head):
                urls[target[1].decode("utf-8", "replace")] = whole
            whole = end
    except zlib.error as error:
        raise SourceError(f"{path}: no WARC in gzip after byte {whole} ({error}): choose another file to write to") from error
    return whole, urls


def _members(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(end in bytes, first HEAD bytes unpacked) of each whole gzip member."""
    file.seek(0)
    unpacker, head, rest = zlib.decompressobj(31), b"", b""
    while data := rest or file.read(CHUNK):
        unfolded = unpacker.decompress(data)
        head += unfolded[: HEAD - len(head)]
        rest = unpacker.unused_data
        if unpacker.eof:
            yield file.tell() - len(rest), head.partition(b"\r\n\r\n")[0].replace(b"\r\n", b"\n")
            unpacker, head = zlib.decompressobj(31), b""
