"""The body of an HTTP response as an archive keeps it -> the bytes of the page: packing undone, limits kept."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from extractor.errors import MissingExtraError
from extractor.sources.limits import Limits
from extractor.sources.packed import GZIP, zstd


def unpacked(body: bytes, encoding: str, limits: Limits) -> bytes:
    """A body without its Content-Encoding ('gzip', 'br', 'deflate, gzip' …).

    Many archives keep the header and not the packing: a body that is no such data is taken as it is.
    Raises OSError for a body over the limit, for damaged data and for an encoding nobody knows.
    """
    for name in reversed([name.strip() for name in encoding.lower().split(",")]):
        if name not in ("", "identity", "none", "utf-8") and not _is_markup(body):
            body = _decoded(body, name, limits)
    if len(body) > limits.page:
        raise OSError(limits.too_large())
    return body


def _decoded(body: bytes, name: str, limits: Limits) -> bytes:
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


def _gzip(body: bytes, most: int) -> bytes:
    return zlib.decompressobj(wbits=31).decompress(body, most) if body.startswith(GZIP) else body


def _deflate(body: bytes, most: int) -> bytes:
    """With the zlib header that the standard asks for, or without, as some servers send it."""
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        return zlib.decompressobj(wbits=-15).decompress(body, most)


def _brotli(body: bytes, most: int) -> bytes:
    try:
        import brotli
    except ImportError as error:
        raise MissingExtraError("brotli", "warc") from error
    decompressor, size = brotli.Decompressor(), 0
    pieces = [decompressor.process(body, output_buffer_limit=1 << 16)]
    while pieces[-1] and (size := size + len(pieces[-1])) < most:
        pieces.append(decompressor.process(b"", output_buffer_limit=1 << 16))
    return b"".join(pieces)


def _zstd(body: bytes, most: int) -> bytes:
    data: bytes = zstd().ZstdDecompressor().decompress(body, most)
    return data


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
