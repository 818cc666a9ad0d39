"""Where the records of a WARC begin and end, broken ones too.

Libraries stop at the first record that is broken, or give an empty one for a false length (measured by
tests/bench/warc_readers.py). Here a broken record is told with its place, and reading goes on at the next place where one
begins: what was read of the broken record is looked through again, because a false length swallows its neighbours.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from extractor.sources.limits import Limits
from extractor.sources.opened import Readable
from extractor.sources.packed import GZIP, unpacked_head

BLOCK = 1 << 16
BEGINNING = b"WARC/"
MAX_HEADER = 1 << 16  # bytes of a record's own header
MAX_EXTRA = 1 << 20   # bytes of HTTP headers and the like, kept beyond the limit of a page
KEPT = 1 << 20        # bytes of packed data that are looked through again after damage
LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
HEADER_END = re.compile(rb"\r?\n\r?\n")
RECORD = re.compile(rb"WARC/1\.\d\r?\n(?=(?i:warc-|content-))")
RECORD_AFTER_END = re.compile(rb"(?<=\r\n\r\n)" + RECORD.pattern)  # stricter: sought in what may be a page
MEMBER = re.compile(re.escape(GZIP) + b"\x08")
OVERLAP = 64         # bytes, more than any of these patterns looks at


class Frame(Struct, frozen=True):
    """One record: its place, its bytes from the header on, whether all of them, and what is wrong with it.

    place: offset in the file, where a reader can begin; 'offset+bytes' for a record that is not the first of a gzip member.
    """

    place: str
    data: bytes = b""
    whole: bool = True
    fault: str = ""


def frames(stream: Readable, limits: Limits) -> Iterator[Frame]:
    """The records of a WARC, plain or gzip, one at a time. Raises OSError when too many of them are broken.

    Of a record that is larger than a page may be only the beginning is kept.
    """
    window, faults = Window(stream), 0
    for frame in _gzip_frames(window, limits) if window.peek(2) == GZIP else _plain_frames(window, limits):
        yield frame
        faults += bool(frame.fault)
        if faults > limits.broken:
            raise OSError(f"more than {limits.broken} broken records (limit broken): the rest is not read")


class Window:
    """A stream of which everything since the last `forget` can be read again. offset: bytes from its beginning."""

    def __init__(self, stream: Readable) -> None:
        self._stream, self._kept, self._base, self.offset = stream, bytearray(), 0, 0

    def peek(self, size: int) -> bytes:
        """The next size bytes, fewer only at the end; the offset stays."""
        at = self.offset - self._base
        while len(self._kept) - at < size and (piece := self._stream.read(BLOCK)):
            self._kept += piece
        return bytes(self._kept[at : at + size])

    def read(self, size: int) -> bytes:
        """The next size bytes, fewer only at the end."""
        data = self.peek(size)
        self.offset += len(data)
        return data

    def rewind(self, offset: int) -> None:
        """Back to an offset, or as far as the stream is kept."""
        self.offset = max(offset, self._base)

    def forget(self, keep: int = 0) -> None:
        """Drop what lies more than keep bytes before the offset."""
        if (drop := self.offset - keep - self._base) > 0:
            del self._kept[:drop]
            self._base += drop

    def find(self, pattern: re.Pattern[bytes], within: int | None = None) -> bool:
        """On to the next match that begins in so many bytes, forgetting all before it; where there is none, past them."""
        end = None if within is None else self.offset + within
        while data := self.peek(BLOCK + OVERLAP):
            match = pattern.search(data)
            step = match.start() if match else max(1, len(data) - OVERLAP) if len(data) > BLOCK else len(data)
            if end is not None and self.offset + step >= end:
                self.offset = end
                return False
            self.offset += step
            self.forget(OVERLAP)
            if match:
                return True
        return False


# ---------------------------------------------------------------- records


def _plain_frames(window: Window, limits: Limits) -> Iterator[Frame]:
    while _skip_line_ends(window):
        window.forget()
        frame = _frame(window, limits)
        yield frame
        if frame.fault and frame.whole:
            window.rewind(int(frame.place) + 1)
            window.find(RECORD)


def _frame(window: Window, limits: Limits) -> Frame:
    """The record at the window's offset; a fault leaves the offset anywhere behind it."""
    place = str(window.offset)
    header = window.peek(MAX_HEADER)
    if not header.startswith(BEGINNING):
        return Frame(place, fault="no record begins here")
    end = HEADER_END.search(header)
    length = LENGTH.search(header, 0, end.end()) if end else None
    if end is None or RECORD.search(header, 1, end.end()):
        return Frame(place, fault="its header breaks off")
    if length is None:
        return Frame(place, fault="it has no valid Content-Length")
    declared, most = int(length[1]), limits.page + MAX_EXTRA
    data = window.read(end.end() + min(declared, most))
    if len(data) < end.end() + min(declared, most):
        return Frame(place, data, fault=f"it breaks off: {len(data) - end.end()} of {declared} bytes are there")
    if declared > most:
        return _beyond(window, Frame(place, data, whole=False), declared - most)
    return Frame(place, data, fault="" if _ends(window) else "its Content-Length is false: it does not end there")


def _beyond(window: Window, frame: Frame, rest: int) -> Frame:
    """Pass over what is not kept of a large record. A record that begins there shows that the length is false."""
    begins = window.offset + rest
    if window.find(RECORD_AFTER_END, within=rest):
        return replace(frame, fault="its Content-Length is false: another record begins before its end")
    if window.offset < begins:
        return replace(frame, fault=f"it breaks off: {begins - window.offset} bytes are missing")
    return frame


def _ends(window: Window) -> bool:
    """Whether a record may end here: two line ends, or whatever their number the next record or nothing at all."""
    tail = window.peek(16)
    return tail.startswith((b"\r\n\r\n", b"\n\n")) or tail.lstrip(b"\r\n")[:5] in (BEGINNING, b"")


def _skip_line_ends(window: Window) -> bool:
    """Pass over the line ends between records; whether anything follows."""
    while data := window.peek(BLOCK):
        rest = len(data.lstrip(b"\r\n"))
        window.offset += len(data) - rest
        if rest:
            return True
        window.forget()
    return False


# ---------------------------------------------------------------- gzip members


def _gzip_frames(window: Window, limits: Limits) -> Iterator[Frame]:
    """Records in gzip members: usually one in each, but also all in one, or cut anywhere."""
    while window.peek(1):
        window.forget()
        start = window.offset
        member, inner = _Member(window, limits), None
        for inner in _plain_frames(Window(member), limits):
            place = f"{start}+{inner.place}" if inner.place != "0" else str(start)
            yield replace(inner, place=place, fault=inner.fault and (member.fault or inner.fault))
        if member.fault:
            if inner is None or not inner.fault:
                yield Frame(str(start), fault=member.fault)
            _next_member(window, start + 1)


class _Member:
    """Unpacked bytes of a gzip member, and of members after it that only go on with a record; damage ends them."""

    def __init__(self, window: Window, limits: Limits) -> None:
        self._window, self._limits, self._start, self._given = window, limits, window.offset, 0
        self._inflate, self._tail, self.fault = zlib.decompressobj(wbits=31), b"", ""

    def read(self, size: int) -> bytes:
        """At most size bytes, none at the end and where fault says why there are no more."""
        while not self.fault:
            if self._inflate.eof and not self._goes_on():
                break
            packed = self._tail or self._window.read(BLOCK)
            if not packed:
                self.fault = "damaged gzip data (it breaks off)"
                break
            if data := self._unpack(packed, size):
                return data
        return b""

    def _unpack(self, packed: bytes, size: int) -> bytes:
        try:
            data = self._inflate.decompress(packed, size)
        except zlib.error as error:
            self.fault = f"damaged gzip data ({error})"
            return b""
        self._tail = self._inflate.unconsumed_tail
        self._window.rewind(self._window.offset - len(self._inflate.unused_data))
        self._window.forget(KEPT)
        self._given += len(data)
        if self._given > self._limits.page + self._limits.ratio * (self._window.offset - self._start):
            self.fault = self._limits.too_many_times()
        return data

    def _goes_on(self) -> bool:
        """Whether another member follows that begins no record; then it is the next to be unpacked."""
        head = self._window.peek(1024)
        begins = unpacked_head(head)
        if not begins or begins.startswith(BEGINNING):
            return False
        self._inflate, self._tail = zlib.decompressobj(wbits=31), b""
        return True


def _next_member(window: Window, offset: int) -> None:
    """On to the next gzip member that begins with a record."""
    window.rewind(offset)
    while window.find(MEMBER) and not unpacked_head(window.peek(1024)).startswith(BEGINNING):
        window.offset += 1
