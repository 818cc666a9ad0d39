"""What an answer's status and headers say, and what errors on the way mean, in words."""

from __future__ import annotations

import re
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from extractor.sources.web.model import Exchange, Headers, Trouble

PASSING = (408, 429, 500, 502, 503, 504)
REDIRECTS = (301, 302, 303, 307, 308)
MARKUP = ("text/html", "application/xhtml+xml", "")
PAGE_TYPES = (*MARKUP, "text/plain", "text/xml", "application/xml", "application/octet-stream")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
ERRORS = (
    httpx.HTTPError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)
"""What the client raises where a request fails on the way."""

WORDS = {
    "ConnectError": "the server cannot be reached",
    "ConnectTimeout": "the server cannot be reached in time",
    "ReadError": "the connection was lost",
    "ReadTimeout": "the server stopped answering",
    "WriteError": "the connection was lost",
}


def refuse_failure(response: httpx.Response) -> None:
    """Raises Trouble for an answer that is neither a page nor sends us to one."""
    status = response.status_code
    if response.is_success or (status in REDIRECTS and response.headers.get("location")):
        return
    wait = _retry_after(response) if status in PASSING else None
    asks = f", asks to wait {wait:.0f} s" if wait else ""
    reason = f"HTTP {status} {response.reason_phrase}".rstrip() + asks
    raise Trouble(reason, passing=status in PASSING, wait=wait, status=status)


def refuse_other_types(response: httpx.Response) -> None:
    """Raises Trouble for an answer whose content type is no page's."""
    found = media_type(response.headers.get("content-type", ""))
    if found not in PAGE_TYPES:
        raise Trouble(f"this is no page but {found}")


def media_type(content_type: str) -> str:
    """A content type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def charset_of(exchange: Exchange) -> str | None:
    """The charset that the header names."""
    found = CHARSET.search(exchange.header("content-type"))
    return found[1] if found else None


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that a server asks to wait; a date or a number. None where it says nothing that can be read."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    until = _date(value)
    return None if until is None else max(0.0, (until - datetime.now(UTC)).total_seconds())


def written_at(response: httpx.Response, now: datetime) -> datetime:
    """When the server wrote an answer: now, but for one out of the cache, which says so in its Date."""
    caching = response.extensions.get("caching") or {}
    return (_date(response.headers.get("date", "")) if caching.get("from_cache") else None) or now


def _date(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value).astimezone(UTC)
    except ValueError:
        return None


def trouble_of(error: Exception) -> Trouble:
    """What went wrong on the way, in words; it may pass, unless it is the server's certificate."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Trouble(f"the server's certificate is not valid ({cause.verify_message})")
        cause = cause.__cause__ or cause.__context__
    kind = type(error).__name__
    return Trouble(WORDS.get(kind) or str(error) or kind, passing=True)


def texts(headers: httpx.Headers) -> Headers:
    """Headers as text, byte for byte."""
    return tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in headers.raw)
