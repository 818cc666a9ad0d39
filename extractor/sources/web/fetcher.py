"""One page over the network: its turn, its request, its retries, its redirects."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import LoadError, MozillaCookieJar
from types import TracebackType

import anyio
import httpcore
import httpx
import tenacity

from extractor.errors import SourceError
from extractor.sources.web.body import ACCEPTED, receive, unpacked
from extractor.sources.web.hosts import Hosts
from extractor.sources.web.model import Exchange, Fetched, Headers, Trouble
from extractor.sources.web.options import FetchOptions, default_user_agent
from extractor.sources.web.refresh import refresh_target
from extractor.sources.web.robots import Robots
from extractor.sources.web.transport import transport

LONGEST_URL = 8000
PASSING = (408, 429, 500, 502, 503, 504)
REDIRECTS = (301, 302, 303, 307, 308)
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
LONGEST_BACKOFF = 30.0  # seconds
MARKUP = ("text/html", "application/xhtml+xml", "")
PAGE_TYPES = (*MARKUP, "text/plain", "text/xml", "application/xml", "application/octet-stream")
HTTPCORE_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


class Fetcher:
    """A client for many pages, to be entered before use; `fetch` may be called by many tasks at one time."""

    def __init__(self, options: FetchOptions) -> None:
        self.options = options
        self._user_agent = options.user_agent or default_user_agent()
        self._name = self._user_agent.partition("/")[0].strip()
        self._hosts = Hosts(options.per_host)
        self._places = anyio.Semaphore(options.concurrency)
        self._robots = Robots(self._ask_robots)
        self._client = _client(options, self._user_agent)

    async def __aenter__(self) -> Fetcher:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def fetch(self, url: str) -> Fetched:
        """A page, redirects and <meta refresh> followed. Raises SourceError with url and reason."""
        try:
            return await self._follow(url)
        except Trouble as error:
            raise SourceError(f"{url}: {error}") from error

    async def _follow(self, url: str) -> Fetched:
        exchanges: list[Exchange] = []
        budget = Budget(self.options.page_timeout)
        target: httpx.URL | None = web_url(url)
        while target is not None:
            if len(exchanges) > self.options.max_redirects:
                raise Trouble(f"more than {self.options.max_redirects} redirects")
            try:
                exchanges.append(await self._allowed(target, budget))
            except Trouble as error:
                raise error if not exchanges else Trouble(f"redirected to {target}: {error}") from error
            target = self._next(exchanges[-1])
        return Fetched(url=url, exchanges=tuple(exchanges), charset=_charset(exchanges[-1]))

    def _next(self, exchange: Exchange) -> httpx.URL | None:
        """Where an answer sends us, None if it is a page; raises Trouble if it is neither."""
        if exchange.status in REDIRECTS:
            return web_url(exchange.header("location"), exchange.url)
        if not exchange.data:
            raise Trouble("the server sent an empty page")
        target = refresh_target(exchange.data) if _type(exchange.header("content-type")) in MARKUP else None
        if target is None or (following := web_url(target, exchange.url)) == exchange.url:
            return None
        return following

    # ---------------------------------------------------------------- one request

    async def _allowed(self, url: httpx.URL, budget: Budget) -> Exchange:
        """An exchange that robots.txt allows."""
        delay = self.options.delay
        if self.options.robots:
            rules = await self._robots.rules(_origin(url))
            rules.check(str(url), self._name)
            delay = max(delay, min(rules.delay(self._name), self.options.max_wait))
        return await self._insistent(url, delay, budget)

    async def _ask_robots(self, url: str) -> tuple[int, bytes]:
        budget = Budget(self.options.page_timeout)
        target = web_url(url)
        for _ in range(self.options.max_redirects):
            try:
                exchange = await self._insistent(target, 0.0, budget, any_type=True)
            except Trouble as error:
                if not error.status:
                    raise
                return error.status, b""
            if exchange.status not in REDIRECTS:
                return exchange.status, exchange.data
            target = web_url(exchange.header("location"), exchange.url)
        raise Trouble("too many redirects")

    async def _insistent(self, url: httpx.URL, delay: float, budget: Budget, *, any_type: bool = False) -> Exchange:
        """An exchange, asked for again while trouble may pass."""
        host = url.netloc.decode("ascii")
        accept = _anything if any_type or self.options.any_type else _refuse_other_types
        retrying = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(self.options.retries + 1),
            wait=self._wait,
            retry=tenacity.retry_if_exception(self._worth_waiting),
            reraise=True,
        )
        async for attempt in retrying:
            with attempt:
                async with self._hosts.turn(host, delay), self._places:
                    try:
                        return await self._once(url, budget, accept)
                    except Trouble as error:
                        self._hosts.hold(host, min(error.wait or 0.0, self.options.max_wait))
                        raise
        raise AssertionError("tenacity gives a result or raises")

    def _worth_waiting(self, error: BaseException) -> bool:
        return isinstance(error, Trouble) and error.passing and (error.wait or 0.0) <= self.options.max_wait

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """What the server asks for, else longer each time."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Trouble) and error.wait is not None:
            return error.wait
        first = self.options.retry_wait
        return tenacity.wait_exponential_jitter(initial=first, max=LONGEST_BACKOFF, jitter=first)(state)

    async def _once(self, url: httpx.URL, budget: Budget, accept: Callable[[httpx.Response], None]) -> Exchange:
        try:
            async with budget.spending(), self._client.stream("GET", url) as response:
                _refuse_failure(response)
                if response.is_success:
                    accept(response)
                return await self._received(response)
        except (httpx.HTTPError, *HTTPCORE_ERRORS) as error:
            raise _trouble(error) from error

    async def _received(self, response: httpx.Response) -> Exchange:
        limit = self.options.max_bytes
        body = await receive(response, limit)
        encoding = response.headers.get("content-encoding", "")
        stream = response.extensions.get("network_stream")
        address = stream.get_extra_info("server_addr") if stream is not None and not self.options.proxy else None
        return Exchange(
            url=str(response.url),
            status=response.status_code,
            reason=response.reason_phrase,
            request_headers=_texts(response.request.headers),
            headers=_texts(response.headers),
            body=body,
            data=unpacked(body, encoding, limit) if response.is_success else b"",
            started=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            address=address[0] if address else None,
        )


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
            raise Trouble(f"not complete within {self.total:g} s; --page-timeout allows more") from error
        finally:
            self.left = max(0.0, self.left - (anyio.current_time() - start))


# ---------------------------------------------------------------- urls


def web_url(text: str, base: str | None = None) -> httpx.URL:
    """An http(s) url without its fragment. Raises Trouble for anything else."""
    try:
        url = httpx.URL(text.strip()) if base is None else httpx.URL(base).join(text.strip())
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise Trouble(f"no valid url ({error})") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise Trouble("only http:// and https:// urls are fetched")
    if len(str(url)) > LONGEST_URL:
        raise Trouble(f"the url is longer than {LONGEST_URL} characters")
    return url


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


# ---------------------------------------------------------------- answers


def _refuse_failure(response: httpx.Response) -> None:
    """Raises Trouble for an answer that is neither a page nor sends us to one."""
    status = response.status_code
    if response.is_success or (status in REDIRECTS and response.headers.get("location")):
        return
    wait = _retry_after(response) if status in PASSING else None
    asks = f", asks to wait {wait:.0f} s" if wait else ""
    reason = f"HTTP {status} {response.reason_phrase}".rstrip() + asks
    raise Trouble(reason, passing=status in PASSING, wait=wait, status=status)


def _anything(response: httpx.Response) -> None:
    """Every content type is taken."""


def _refuse_other_types(response: httpx.Response) -> None:
    found = _type(response.headers.get("content-type", ""))
    if found not in PAGE_TYPES:
        raise Trouble(f"this is no page but {found}")


def _type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _charset(exchange: Exchange) -> str | None:
    found = CHARSET.search(exchange.header("content-type"))
    return found[1] if found else None


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that a server asks to wait; a date or a number. None where it says nothing that can be read."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _trouble(error: Exception) -> Trouble:
    """What went wrong on the way, in words; it may pass, unless it is the server's certificate."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Trouble(f"the server's certificate is not valid ({cause.verify_message})")
        cause = cause.__cause__ or cause.__context__
    kind = type(error).__name__
    words = {"ReadTimeout": "the server stopped answering", "ConnectTimeout": "the server cannot be reached in time"}
    return Trouble(words.get(kind) or str(error) or kind, passing=True)


def _texts(headers: httpx.Headers) -> Headers:
    return tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in headers.raw)


# ---------------------------------------------------------------- the client


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
        trust_env=False,
    )


def _cookies(path: str) -> MozillaCookieJar:
    jar = MozillaCookieJar(path)
    try:
        jar.load(ignore_discard=True, ignore_expires=True)
    except (OSError, LoadError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: no cookies.txt in Netscape format ({error})") from error
    return jar
