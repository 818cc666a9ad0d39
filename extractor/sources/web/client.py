"""One request and its answer, within every limit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http.cookiejar import LoadError, MozillaCookieJar
from types import TracebackType

import anyio
import httpx
from msgspec import Struct

from extractor.errors import SourceError
from extractor.sources.web.answers import ERRORS, texts, trouble_of, written_at
from extractor.sources.web.body import ACCEPTED, receive, unpacked
from extractor.sources.web.model import Exchange, Headers, Trouble
from extractor.sources.web.options import FetchOptions, default_user_agent
from extractor.sources.web.transport import transport

Check = Callable[[httpx.Response], None]


class Client:
    """Connections, cookies and cache that all requests share; to be entered before use."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._places = anyio.Semaphore(options.concurrency)
        self.user_agent = options.user_agent or default_user_agent()
        self._client = _client(options, self.user_agent)

    async def __aenter__(self) -> Client:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def get(self, url: httpx.URL, budget: Budget, check: Check) -> Exchange:
        """The answer to a GET, a redirect not followed. check: raises Trouble for an answer whose body is not wanted."""
        return await self._exchange(self._client.build_request("GET", url), budget, check)

    async def follow(self, ask: Ask, budget: Budget) -> Exchange:
        """The answer to a request that a page's script makes, whatever its status, redirects followed."""
        request = self._client.build_request(ask.method, ask.url, headers=list(ask.headers), content=ask.content)
        if not ask.own:
            request.headers.pop("cookie", None)
        return await self._exchange(request, budget, _any_answer, redirects=True)

    async def _exchange(
        self, request: httpx.Request, budget: Budget, check: Check, *, redirects: bool = False
    ) -> Exchange:
        async with self._places:
            started = datetime.now(UTC)
            try:
                async with budget.spending():
                    response = await self._client.send(request, stream=True, follow_redirects=redirects)
                    try:
                        check(response)
                        return await self._received(response, written_at(response, started))
                    finally:
                        await response.aclose()
            except ERRORS as error:
                raise trouble_of(error) from error

    async def _received(self, response: httpx.Response, started: datetime) -> Exchange:
        limit = self._options.max_bytes
        body = await receive(response, limit)
        stream = response.extensions.get("network_stream")
        address = stream.get_extra_info("server_addr") if stream is not None and not self._options.proxy else None
        return Exchange(
            url=str(response.url),
            status=response.status_code,
            reason=response.reason_phrase,
            request_headers=texts(response.request.headers),
            headers=texts(response.headers),
            body=body,
            data=unpacked(body, response.headers.get("content-encoding", ""), limit),
            started=started.isoformat(timespec="seconds").replace("+00:00", "Z"),
            address=address[0] if address else None,
        )


class Ask(Struct, frozen=True):
    """A request that a page's script makes.

    own: to the page's own host, the only one that is sent cookies. page: for a page in place of this one.
    """

    method: str
    url: httpx.URL
    headers: Headers
    content: bytes | None
    own: bool
    page: bool


class Budget:
    """The seconds that are left to a page's requests."""

    def __init__(self, seconds: float) -> None:
        self.total = self.left = seconds

    @asynccontextmanager
    async def spending(self) -> AsyncIterator[None]:
        """Count what is done inside; raises Trouble when nothing is left."""
        start = anyio.current_time()
        try:
            with anyio.fail_after(self.left):
                yield
        except TimeoutError as error:
            raise Trouble(f"not complete within {self.total:g} s; --fetch-timeout allows more") from error
        finally:
            self.left = max(0.0, self.left - (anyio.current_time() - start))


def _any_answer(response: httpx.Response) -> None:
    """A page's script is given every answer."""


def _client(options: FetchOptions, user_agent: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=transport(options),
        headers={
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        },
        timeout=httpx.Timeout(options.read_timeout, connect=options.connect_timeout, pool=None),
        cookies=None if options.cookies is None else _cookies(options.cookies),
        max_redirects=options.max_redirects,
        trust_env=False,
    )


def _cookies(path: str) -> MozillaCookieJar:
    jar = MozillaCookieJar(path)
    try:
        jar.load(ignore_discard=True, ignore_expires=True)
    except (OSError, LoadError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: no cookies.txt in Netscape format ({error})") from error
    for cookie in jar:
        if cookie.expires == 0:  # how such files mark a cookie of the session
            cookie.expires = None
    return jar
