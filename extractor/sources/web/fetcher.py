"""One page: its turn, its retries, its redirects, its scripts."""

from __future__ import annotations

from types import TracebackType

import httpx
import tenacity

from extractor.errors import SourceError
from extractor.sources.web.answers import MARKUP, REDIRECTS, charset_of, media_type, refuse_failure, refuse_other_types
from extractor.sources.web.client import Ask, Budget, Check, Client
from extractor.sources.web.hosts import Hosts
from extractor.sources.web.model import Exchange, Fetched, Trouble
from extractor.sources.web.options import FetchOptions
from extractor.sources.web.refresh import refresh_target
from extractor.sources.web.render import Renderer
from extractor.sources.web.robots import Robots
from extractor.sources.web.urls import origin, web_url

LONGEST_BACKOFF = 30.0  # seconds


class Fetcher:
    """Fetches pages, to be entered before use; `fetch` may be called by many tasks at one time."""

    def __init__(self, options: FetchOptions) -> None:
        self.options = options
        self._client = Client(options)
        self._hosts = Hosts(options.per_host)
        self._robots = Robots(self._ask_robots)
        self._robot_name = self._client.user_agent.partition("/")[0].strip()
        self._renderer = Renderer(options, self._client.user_agent, self._for_script) if options.render else None

    async def __aenter__(self) -> Fetcher:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._renderer:
            await self._renderer.close()
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
            target = _next(exchanges[-1])
        if self._renderer and _is_markup(exchanges[-1]):
            rendered = await self._renderer.render(exchanges[-1], budget)
            # A script that leads to another page is a redirect.
            exchanges[len(exchanges) - (rendered.url == exchanges[-1].url) :] = [rendered]
        return Fetched(url=url, exchanges=tuple(exchanges), charset=charset_of(exchanges[-1]))

    async def _allowed(self, url: httpx.URL, budget: Budget) -> Exchange:
        """An exchange that robots.txt allows."""
        delay = await self._delay(url)
        return await self._insistent(url, delay, budget, refuse_failure if self.options.any_type else _refuse_no_page)

    async def _delay(self, url: httpx.URL) -> float:
        """Seconds to keep between requests to the url's host. Raises Trouble if robots.txt forbids the url."""
        if not self.options.robots:
            return self.options.delay
        rules = await self._robots.rules(origin(url))
        rules.check(str(url), self._robot_name)
        return max(self.options.delay, min(rules.delay(self._robot_name), self.options.max_wait))

    async def _ask_robots(self, url: str) -> tuple[int, bytes]:
        budget = Budget(self.options.page_timeout)
        target = web_url(url)
        for _ in range(self.options.max_redirects):
            try:
                exchange = await self._insistent(target, 0.0, budget, refuse_failure)
            except Trouble as error:
                if not error.status:
                    raise
                return error.status, b""
            if exchange.status not in REDIRECTS:
                return exchange.status, exchange.data
            target = web_url(exchange.header("location"), exchange.url)
        raise Trouble("too many redirects")

    async def _insistent(self, url: httpx.URL, delay: float, budget: Budget, check: Check) -> Exchange:
        """An exchange, asked for again while trouble may pass."""
        retrying = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(self.options.retries + 1),
            wait=self._wait,
            retry=tenacity.retry_if_exception(self._is_worth_waiting),
            reraise=True,
        )
        return await retrying(self._in_turn, url, delay, budget, check)

    async def _in_turn(self, url: httpx.URL, delay: float, budget: Budget, check: Check) -> Exchange:
        host = url.netloc.decode("ascii")
        async with self._hosts.turn(host, delay):
            try:
                return await self._client.get(url, budget, check)
            except Trouble as error:
                if error.wait:  # what a server asks of one request it asks of all
                    self._hosts.hold(host, min(error.wait, self.options.max_wait))
                raise

    async def _for_script(self, ask: Ask, budget: Budget) -> Exchange:
        """What a page's script asks for: one of the host's places is waited for, but no delay kept.

        robots.txt is asked for pages alone: it is written for those who look for pages, not for what pages are made of.
        """
        if ask.page:
            await self._delay(ask.url)
        async with self._hosts.turn(ask.url.netloc.decode("ascii"), 0.0):
            return await self._client.follow(ask, budget)

    def _is_worth_waiting(self, error: BaseException) -> bool:
        return isinstance(error, Trouble) and error.passing and (error.wait or 0.0) <= self.options.max_wait

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """What the server asks for, else longer each time, and each time another, so that retries do not meet."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Trouble) and error.wait is not None:
            return error.wait
        return tenacity.wait_random_exponential(multiplier=2 * self.options.retry_wait, max=LONGEST_BACKOFF)(state)


def _next(exchange: Exchange) -> httpx.URL | None:
    """Where an answer sends us, None if it is a page. Raises Trouble if it is empty."""
    if exchange.status in REDIRECTS:
        return web_url(exchange.header("location"), exchange.url)
    if not exchange.data:
        raise Trouble("the server sent an empty page")
    target = refresh_target(exchange.data) if _is_markup(exchange) else None
    if target is None or (following := web_url(target, exchange.url)) == exchange.url:
        return None
    return following


def _is_markup(exchange: Exchange) -> bool:
    return media_type(exchange.header("content-type")) in MARKUP


def _refuse_no_page(response: httpx.Response) -> None:
    refuse_failure(response)
    if response.is_success:
        refuse_other_types(response)
