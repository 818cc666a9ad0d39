"""The body of an answer under a limit, and its content encoding undone under the same limit."""

from __future__ import annotations

import httpx

from extractor.errors import MissingExtraError
from extractor.sources import http_body
from extractor.sources.limits import Limits, OverLimit
from extractor.sources.web.model import Trouble

ACCEPTED = "gzip, deflate"  # what needs no extra; a server that sends br or zstd all the same is understood where they are installed
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
    """The body without its content encodings. Raises Trouble for an unknown one, data that is damaged or cut off, or over `limit` bytes."""
    names = [name for part in content_encoding.split(",") if (name := part.strip().lower()) not in http_body.UNPACKED]
    if len(names) > MOST_ENCODINGS:
        raise Trouble("the server packed the page too often")
    if unknown := [name for name in names if name not in http_body.DECODERS]:
        raise Trouble(f"the server sent content encoding {unknown[0]!r}, which nobody knows")
    try:
        found = http_body.unpacked(body, ",".join(names), Limits(page=limit))
    except OverLimit as error:
        raise too_large(limit) from error
    except MissingExtraError as error:
        raise Trouble(f"the server packed the page in a way that was not asked for: {error}") from error
    except OSError as error:
        raise Trouble(str(error), passing=True) from error
    if not found.whole:
        raise Trouble(f"the {names[0]} data ends too early", passing=True)
    return found.data


def too_large(limit: int) -> Trouble:
    """The error for a body over the limit."""
    return Trouble(f"larger than {limit / 1_000_000:g} MB; --max-bytes allows more")
