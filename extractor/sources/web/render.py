"""Pages that need their scripts, run in Chromium. The browser has no network of its own: every request that a page makes
is made by our client, under the same address rules and limits, and its answer handed to the browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import anyio
from msgspec.structs import replace

from extractor.errors import BrowserError, MissingExtraError
from extractor.sources.web.body import too_large
from extractor.sources.web.client import Ask, Budget
from extractor.sources.web.model import Exchange, Headers, Trouble
from extractor.sources.web.options import FetchOptions
from extractor.sources.web.urls import web_url

Send = Callable[[Ask, Budget], Awaitable[Exchange]]

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Playwright, Request, Route

AT_ONCE = 2  # pages in the browser
MOST_REQUESTS = 200  # of one page
QUIET = 5_000.0  # milliseconds that a loaded page is given until its requests end
CLOSING = 5.0  # seconds
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
ENVIRONMENT = "EXTRACTOR_BROWSER"
UNNEEDED = ("image", "media", "font")
NO_NETWORK = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
)
NOWHERE = "http://127.0.0.1:9"  # a proxy that the first rule above keeps out of reach
OWN_HEADERS = ("host", "content-length", "accept-encoding", "connection")
STALE_HEADERS = ("content-encoding", "content-length", "transfer-encoding", "content-type")


class Renderer:
    """A browser, started for the first page that needs it."""

    def __init__(self, options: FetchOptions, user_agent: str, send: Send) -> None:
        self._options = options
        self._user_agent = user_agent
        self._send = send
        self._places = anyio.Semaphore(AT_ONCE)
        self._starting = anyio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def render(self, exchange: Exchange, budget: Budget) -> Exchange:
        """The exchange with the page as its scripts leave it, where they lead, in UTF-8.

        Raises Trouble, BrowserError, MissingExtraError.
        """
        try:
            from playwright.async_api import Error
        except ImportError as error:
            raise MissingExtraError("playwright", "render") from error
        async with self._places:
            browser = await self._started()
            try:
                async with budget.spending():
                    return await self._rendered(browser, exchange)
            except Error as error:
                raise Trouble(f"rendering failed: {error.message.splitlines()[0]}") from error

    async def close(self) -> None:
        """End the browser, even when the run is being cancelled."""
        with anyio.move_on_after(CLOSING, shield=True), suppress(Exception):
            if self._browser:
                await self._browser.close()
            if self._playwright:
                await self._playwright.stop()

    async def _started(self) -> Browser:
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():  # it may have crashed on the page before
                self._browser = await self._start()
            return self._browser

    async def _start(self) -> Browser:
        from playwright.async_api import Error, async_playwright

        executable = self._options.browser or os.environ.get(ENVIRONMENT) or _installed()
        self._playwright = self._playwright or await async_playwright().start()
        try:
            return await self._playwright.chromium.launch(
                executable_path=executable,
                args=list(NO_NETWORK),
                proxy={"server": NOWHERE, "bypass": "<-loopback>"},
                chromium_sandbox=getattr(os, "geteuid", lambda: 1)() != 0,  # Chromium refuses a sandbox to root
            )
        except Error as error:
            tried = executable or "playwright's own Chromium"
            reason = error.message.splitlines()[0]
            raise BrowserError(f"{tried} cannot be started ({reason}): --browser or ${ENVIRONMENT} names another") from error

    async def _rendered(self, browser: Browser, exchange: Exchange) -> Exchange:
        context = await browser.new_context(
            user_agent=self._user_agent, service_workers="block", accept_downloads=False, locale="zh-CN"
        )
        try:
            visit = _Visit(self._send, exchange, Budget(self._options.page_timeout))
            await context.route("**/*", visit.answer)
            await context.route_web_socket("**/*", lambda socket: socket.close())
            page = await context.new_page()
            await page.goto(exchange.url, wait_until="load", timeout=0)
            return self._as_exchange(exchange, await _settled(page), page.url)
        finally:
            with anyio.move_on_after(CLOSING, shield=True):
                await context.close()

    def _as_exchange(self, exchange: Exchange, html: str, url: str) -> Exchange:
        data = html.encode("utf-8", "replace")
        if len(data) > self._options.max_bytes:
            raise too_large(self._options.max_bytes)
        headers = (*_without(exchange.headers, STALE_HEADERS), ("content-type", "text/html; charset=utf-8"))
        return replace(exchange, url=str(web_url(url)), body=data, data=data, headers=headers)


class _Visit:
    """Answers the requests of one page in the browser."""

    def __init__(self, send: Send, first: Exchange, budget: Budget) -> None:
        self._send = send
        self._host = web_url(first.url).host
        self._first: Exchange | None = first
        self._budget = budget
        self._left = MOST_REQUESTS

    async def answer(self, route: Route) -> None:
        """Give the browser what our client gets, or nothing."""
        from playwright.async_api import Error

        with suppress(Error):  # the page may be gone before its answer is there
            exchange = await self._exchange(route.request)
            if exchange is None:
                await route.abort()
            else:
                headers = dict(_without(exchange.headers, STALE_HEADERS[:3]))
                await route.fulfill(status=exchange.status, headers=headers, body=exchange.data)

    async def _exchange(self, request: Request) -> Exchange | None:
        first, self._first = self._first, None  # the browser's first request is the page that we have already
        if first is not None:
            return first
        self._left -= 1
        if request.resource_type in UNNEEDED or self._left < 0:
            return None
        headers = tuple(_without(tuple((await request.all_headers()).items()), OWN_HEADERS))
        try:
            url = web_url(request.url)
            is_page = request.is_navigation_request() and request.frame.parent_frame is None
            own = url.host == self._host
            return await self._send(Ask(request.method, url, headers, request.post_data_buffer, own, is_page), self._budget)
        except Trouble:
            return None


async def _settled(page: Page) -> str:
    """The page's markup once it asks for nothing more, or has had its time."""
    from playwright.async_api import Error

    with suppress(Error):
        await page.wait_for_load_state("networkidle", timeout=QUIET)
    return await page.content()


def _installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _without(headers: Headers, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(key, value) for key, value in headers if key.lower() not in names and not key.startswith(":")]
