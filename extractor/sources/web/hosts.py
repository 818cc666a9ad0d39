"""Manners: how many requests a host gets at one time and how far apart they start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio


class Hosts:
    """The hosts that are asked, each with its own places and pace."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """Wait for one of the host's places, and until `delay` seconds after the last start; hold the place inside."""
        state = self._state(host)
        async with state.places:
            async with state.gate:
                await anyio.sleep_until(state.free_at)
                state.free_at = anyio.current_time() + delay
            yield

    def hold(self, host: str, seconds: float) -> None:
        """Ask this host for nothing for a while."""
        state = self._state(host)
        state.free_at = max(state.free_at, anyio.current_time() + seconds)

    def _state(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(self._places)
        return self._hosts[host]


class _Host:
    def __init__(self, places: int) -> None:
        self.places = anyio.Semaphore(places)
        self.gate = anyio.Lock()
        self.free_at = anyio.current_time()
