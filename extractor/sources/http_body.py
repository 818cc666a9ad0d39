"""The body of an HTTP response, as it came or as an archive keeps it -> the bytes of the page: packing undone, limits kept."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from msgspec import Struct

from extractor.errors import MissingExtraError
from extractor.sources.limits import Limits, OverLimit
from extractor.sources.packed import GZIP
from extractor.zstd import zstd


class Body(Struct, frozen=True):
    """Bytes of a page, and whether they are all of it: packed data that breaks off gives what came before."""

    data: bytes
    whole: bool = True


def unpacked(body: bytes, encoding: str, limits: Limits) -> Body:
    """A body without its Content-Encoding ('gzip', 'br', 'deflate, gzip' …).

    Many archives keep the header and not the packing: a body that is no such data is taken as it is.
    Raises OverLimit for a body over the limit, OSError for damaged data and for an encoding nobody knows.
    """
    result = Body(body)
    for name in reversed([name.strip() for name in encoding.lower().split(",")]):
        if name not in UNPACKED and not _is_markup(result.data):
            step = _decoded(result.data, name, limits)
            result = Body(step.data, result.whole and step.whole)
        if len(result.data) > limits.page:
            raise OverLimit(limits.too_large())
    return result


def _decoded(body: bytes, name: str, limits: Limits) -> Body:
    decoder = DECODERS.get(name)
    if decoder is None:
        raise OSError(f"unknown Content-Encoding {name!r}")
    try:
        return decoder(body, limits.page + 1)
    except MissingExtraError:
        raise
    except Exception as error:  # each library has errors of its own
        raise OSError(f"damaged {name} data ({error})") from error


def _is_markup(body: bytes) -> bool:
    """Whether a body is a page already; no packed data begins with white space and '<'."""
    return body[:64].lstrip().startswith(b"<") or body.startswith(b"\xef\xbb\xbf<")


def _gzip(body: bytes, most: int) -> Body:
    """All members, without what may follow them."""
    if not body.startswith(GZIP):
        return Body(body)
    found = bytearray()
    while body.startswith(GZIP) and len(found) < most:
        inflate = zlib.decompressobj(wbits=31)
        found += inflate.decompress(body, most - len(found))
        if not inflate.eof:
            return Body(bytes(found), whole=False)
        body = inflate.unused_data.lstrip(b"\0")
    return Body(bytes(found))


def _deflate(body: bytes, most: int) -> Body:
    """With the zlib header that the standard asks for, or without, as some servers send it, or gzip after all."""
    if not body or body.startswith(GZIP):
        return _gzip(body, most)
    try:
        return _inflated(body, 15, most)
    except zlib.error:
        return _inflated(body, -15, most)


def _inflated(body: bytes, wbits: int, most: int) -> Body:
    inflate = zlib.decompressobj(wbits=wbits)
    return Body(inflate.decompress(body, most), inflate.eof)


def _brotli(body: bytes, most: int) -> Body:
    try:
        import brotli
    except ImportError as error:
        raise MissingExtraError("brotli", "warc") from error
    decompressor, size = brotli.Decompressor(), 0
    pieces = [decompressor.process(body, output_buffer_limit=1 << 16)]
    while pieces[-1] and (size := size + len(pieces[-1])) < most:
        pieces.append(decompressor.process(b"", output_buffer_limit=1 << 16))
    return Body(b"".join(pieces), decompressor.is_finished())


def _zstd(body: bytes, most: int) -> Body:
    decompressor = zstd().ZstdDecompressor()
    return Body(decompressor.decompress(body, most), decompressor.eof)


UNPACKED = frozenset(["", "identity", "none", "utf-8"])  # the last is what confused servers send
DECODERS: dict[str, Callable[[bytes, int], Body]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
