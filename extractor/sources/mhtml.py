"""MHTML files, as Chrome, Edge, Internet Explorer, QQ and 360 browsers save them -> the page in them."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from extractor.model import Source
from extractor.sources.opened import Opened

if TYPE_CHECKING:
    from email.message import Message

HEADERS = re.compile(rb"\A\s*(?:[A-Za-z][\w-]*+:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)++")
BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
KINDS: dict[str, Literal["html", "text"]] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
DEEPEST = 4       # multiparts inside one another
MOST_PARTS = 5_000
MAX_HEADERS = 1 << 16
FRAME_SHARE = 4   # a frame with so many times the text of the page around it is the page
UNSEEN = re.compile(rb"<(script|style)\b.*?(?:</\1|\Z)|<[^<>]*>|\s+", re.IGNORECASE | re.DOTALL)
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
BROKEN_NAME = re.compile(r"[\s\x00-\x1f]+")


class Part(Struct, frozen=True):
    """A part that may be the page: its headers, its bytes as the browser had them."""

    headers: Message
    form: Literal["html", "text"]
    data: bytes

    @property
    def charset(self) -> str | None:
        """The charset that the part's Content-Type names."""
        return self.headers.get_content_charset()


def begins_mhtml(head: bytes, name: str) -> bool:
    """Whether data begins with the headers of a MIME message."""
    found = HEADERS.match(head)
    said = found[0].lower() if found else b""
    return b"mime-version:" in said and b"content-type:" in said


def read_mhtml(opened: Opened) -> Iterator[Source]:
    """The page of an MHTML file: its root part, else its first HTML part, or the frame that holds nearly all of the text.

    url is the part's Content-Location, fetched_at the time of saving. Raises OSError if no part is a page, or too large.
    """
    data = opened.stream.within(opened.limits).lstrip()
    top, parts = _headers(data), list(_parts(data))
    if not parts:
        raise OSError("no page in this MHTML file: none of its parts is HTML or text")
    root = _root(top, parts)
    page = _fullest(root, parts)
    url = _address(page.headers, "Content-Location") or _address(top, "Snapshot-Content-Location", "Content-Location")
    yield Source(
        uri=opened.name,
        data=page.data,
        url=opened.url or url,
        charset=page.charset,
        form=page.form if page.form == "text" else None,
        fetched_at=_saved_at(top),
        warnings=() if page is root else ("the text was taken from a frame of the page",),
    )


# ---------------------------------------------------------------- parts


def _parts(data: bytes, depth: int = 0) -> Iterator[Part]:
    """The HTML and text parts, in order; images and styles are not even decoded."""
    headers = _headers(data)
    blank = BLANK_LINE.search(data)
    body = data[blank.end() :] if blank else b""
    boundary = headers.get_boundary()
    if boundary and headers.get_content_maintype() == "multipart" and depth < DEEPEST:
        for piece in _split(body, boundary):
            yield from _parts(piece, depth + 1)
    elif (form := KINDS.get(headers.get_content_type())) and "content-type" in headers:
        yield Part(headers, form, _decoded(body, str(headers.get("Content-Transfer-Encoding", ""))))


def _headers(data: bytes) -> Message:
    """The headers at the beginning; browsers write them in the system's charset and do not say so."""
    from email.parser import HeaderParser

    blank = BLANK_LINE.search(data)
    head = data[: min(blank.start() if blank else len(data), MAX_HEADERS)]
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("gb18030", "replace")
    return HeaderParser().parsestr(text + "\n\n")


def _split(body: bytes, boundary: str) -> list[bytes]:
    """The parts between the boundary's lines; what stands before the first is for readers that know no MIME."""
    line = rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(?:--)?[ \t]*(?:\r?\n|\Z)"
    return re.split(line, body, maxsplit=MOST_PARTS)[1:]


def _decoded(body: bytes, encoding: str) -> bytes:
    """A body without its transfer encoding; damaged base64 gives what can be read of it."""
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding == "base64":
        letters = NOT_BASE64.sub(b"", body)
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    return body


# ---------------------------------------------------------------- the page among them


def _root(top: Message, parts: list[Part]) -> Part:
    """The part that the file names as its start, else the first that is HTML, else the first."""
    start = top.get_param("start")
    for part in parts:
        if start and part.headers.get("Content-ID") == start:
            return part
    return next((part for part in parts if part.form == "html"), parts[0])


def _fullest(root: Part, parts: list[Part]) -> Part:
    """The root, or a frame beside which the root is a mere shell, as in pages of framesets."""
    frames = [part for part in parts if part.form == "html" and part is not root]
    if not frames:
        return root
    fullest = max(frames, key=_text_size)
    return fullest if _text_size(fullest) > FRAME_SHARE * _text_size(root) else root


def _text_size(part: Part) -> int:
    """Bytes of a part that are no markup, script or white space."""
    return len(UNSEEN.sub(b"", part.data))


# ---------------------------------------------------------------- what the headers say


def _address(headers: Message, *names: str) -> str | None:
    """The first web address among headers; what browsers write for local files (file:, cid:) is none."""
    for name in names:
        address = BROKEN_NAME.sub("", _readable(headers.get(name)))
        if address.lower().startswith(("http://", "https://")):
            return address
    return None


def _readable(value: str | None) -> str:
    """A header's words, encoded as the standard asks or not."""
    from email.errors import MessageError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(value or "")))
    except (MessageError, ValueError, LookupError):  # damaged, or in a charset nobody knows
        return value or ""


def _saved_at(headers: Message) -> str | None:
    """The Date header in ISO 8601."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(str(headers.get("Date", ""))).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
