"""The body of an answer under a limit, and its content encoding undone under the same limit."""

from __future__ import annotations

import zlib

import httpx

from extractor.sources.web.model import Trouble

ACCEPTED = "gzip, deflate"  # what the standard library unpacks piece by piece, so that a gzip bomb never unfolds
ANY_WRAPPER = zlib.MAX_WBITS | 32  # gzip or zlib, told by the first bytes
BARE = -zlib.MAX_WBITS
MOST_ENCODINGS = 3


async def receive(response: httpx.Response, limit: int) -> bytes:
    """The body as sent. Raises Trouble as soon as it is known to be longer than `limit` bytes."""
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise too_large(limit)
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > limit:
            raise too_large(limit)
    return bytes(body)


def unpacked(body: bytes, content_encoding: str, limit: int) -> bytes:
    """The body without its content encodings. Raises Trouble for an unknown one, damaged data, or over `limit` bytes."""
    names = [name for part in content_encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(names) > MOST_ENCODINGS:
        raise Trouble("the server packed the page too often")
    for name in reversed(names):
        if name not in ("gzip", "x-gzip", "deflate"):
            raise Trouble(f"the server sent content encoding {name!r}, which was not asked for")
        body = _inflated(body, limit)
    return body


def _inflated(data: bytes, limit: int) -> bytes:
    found = bytearray()
    while data:
        unpacker = _unpacker(data)
        try:
            found += unpacker.decompress(data, limit + 1 - len(found))
        except zlib.error as error:
            raise Trouble(f"damaged gzip data ({error})", passing=True) from error
        if len(found) > limit:
            raise too_large(limit)
        if not unpacker.eof:
            raise Trouble("the gzip data ends too early", passing=True)
        data = unpacker.unused_data.lstrip(b"\0")  # gzip data may have several members, and padding
    return bytes(found)


def _unpacker(data: bytes) -> zlib._Decompress:
    """Some servers send 'deflate' without the wrapper that HTTP asks for."""
    try:
        zlib.decompressobj(ANY_WRAPPER).decompress(data[:64], 1)
    except zlib.error:
        return zlib.decompressobj(BARE)
    return zlib.decompressobj(ANY_WRAPPER)


def too_large(limit: int) -> Trouble:
    """The error for a body over the limit."""
    return Trouble(f"larger than {limit / 1_000_000:g} MB; --max-bytes allows more")
