"""The way a request takes: through the cache if one is asked for, then to a checked address or the user's proxy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import httpcore
import httpx

from extractor.errors import MissingExtraError
from extractor.sources.web.addresses import CheckedBackend, RefusedAddressError, resolve
from extractor.sources.web.model import Trouble
from extractor.sources.web.options import FetchOptions

IDLE = 30.0  # seconds that an unused connection is kept


def transport(options: FetchOptions) -> httpx.AsyncBaseTransport:
    """The transport that the options ask for. Raises MissingExtraError."""
    found = CheckedTransport(options)
    return found if options.cache is None else _cached(found, Path(options.cache), options.max_bytes)


class CheckedTransport(httpx.AsyncBaseTransport):
    """httpx' transport over a connection pool that opens connections to checked addresses only.

    httpx' own transport has no place for a network backend; this one is made of httpcore's public parts.
    """

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._pool = _pool(options)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        url = request.url
        if self._options.proxy is not None and not self._options.allow_private:
            await self._check_before_proxy(url.host, url.port or 443)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        response = await self._pool.handle_async_request(
            httpcore.Request(
                request.method, target, headers=request.headers.raw, content=request.stream, extensions=request.extensions
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Stream(response), extensions=response.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    async def _check_before_proxy(self, host: str, port: int) -> None:
        """What can be checked of a host that the proxy will resolve for itself; a name only it can resolve is its own."""
        try:
            await resolve(host, port, allow_private=False)
        except RefusedAddressError:
            raise
        except Trouble:
            return


class _Stream(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()


def _pool(options: FetchOptions) -> httpcore.AsyncConnectionPool:
    proxy = None if options.proxy is None else _proxy(options.proxy)
    return httpcore.AsyncConnectionPool(
        ssl_context=httpx.create_ssl_context(),
        proxy=proxy,
        max_connections=options.concurrency + 4,
        keepalive_expiry=IDLE,
        http2=find_spec("h2") is not None,
        # The proxy is the user's own choice and may well stand in the user's own network.
        network_backend=CheckedBackend(allow_private=options.allow_private or proxy is not None),
    )


def _proxy(url: str) -> httpcore.Proxy:
    chosen = httpx.Proxy(url)
    if chosen.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise MissingExtraError("socksio", "fetch")
    return httpcore.Proxy(str(chosen.url), auth=chosen.raw_auth, headers=chosen.headers.raw)


def _cached(inner: httpx.AsyncBaseTransport, folder: Path, limit: int) -> httpx.AsyncBaseTransport:
    try:
        from hishel import AsyncSqliteStorage, CacheOptions
        from hishel.httpx import AsyncCacheTransport
    except ImportError as error:
        raise MissingExtraError("hishel", "fetch") from error
    folder.mkdir(parents=True, exist_ok=True)
    storage = AsyncSqliteStorage(database_path=folder / "cache.db", max_stream_size=limit)
    return AsyncCacheTransport(inner, storage, rfc=CacheOptions(shared=False))


