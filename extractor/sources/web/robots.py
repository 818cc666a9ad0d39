"""robots.txt as RFC 9309 has it: asked once for each origin; what cannot be read for the server's fault forbids all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio
from msgspec import Struct
from protego import Protego

from extractor.sources.web.model import Trouble

LONGEST = 500_000  # bytes read; the RFC asks for at least 500 KiB
NO_RULES = ""


class Rules(Struct, frozen=True):
    """The rules of one origin, or why there are none to be had."""

    parsed: Protego | None
    trouble: str = ""

    def check(self, url: str, name: str) -> None:
        """Raises Trouble where the robot called `name` may not fetch a url."""
        if self.parsed is None:
            raise Trouble(self.trouble)
        if not self.parsed.can_fetch(url, name):
            raise Trouble("robots.txt forbids this page; --ignore-robots fetches it anyway")

    def delay(self, name: str) -> float:
        """Seconds between two requests that the origin asks for."""
        return float(self.parsed.crawl_delay(name) or 0.0) if self.parsed else 0.0


class Robots:
    """The rules of every origin, asked for when first needed.

    ask: gives (status, body) of a url, raises Trouble.
    """

    def __init__(self, ask: Callable[[str], Awaitable[tuple[int, bytes]]]) -> None:
        self._ask = ask
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, anyio.Lock] = {}

    async def rules(self, origin: str) -> Rules:
        """The rules of an origin ('https://host:port')."""
        async with self._locks.setdefault(origin, anyio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await self._read(origin)
            return self._rules[origin]

    async def _read(self, origin: str) -> Rules:
        try:
            status, body = await self._ask(f"{origin}/robots.txt")
        except Trouble as error:
            return Rules(None, str(error))  # the server cannot be reached, neither for this nor for its pages
        if status >= 500 or status == 429:
            return Rules(None, f"robots.txt cannot be read (HTTP {status}), which forbids all; --ignore-robots fetches anyway")
        text = body[:LONGEST].decode("utf-8-sig", "replace") if status < 300 else NO_RULES
        return Rules(Protego.parse(text))
