"""What fetching gives: the exchanges that led to a page, and the page."""

from __future__ import annotations

from msgspec import Struct

from extractor.errors import SourceError
from extractor.model import Source

Headers = tuple[tuple[str, str], ...]


class Exchange(Struct, frozen=True, kw_only=True):
    """One request and its answer.

    body: as the server sent it, its content encoding kept, its transfer encoding undone.
    data: the body unpacked. started: ISO 8601 in UTC. address: the IP address asked, None behind a proxy or from the cache.
    """

    url: str
    status: int
    reason: str
    request_headers: Headers
    headers: Headers
    body: bytes
    data: bytes
    started: str
    address: str | None = None

    def header(self, name: str) -> str:
        """The first header of this name in lower case, or ''."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class Fetched(Struct, frozen=True, kw_only=True):
    """A page as it came. url: as the user named it; exchanges: redirects first, the page last."""

    url: str
    exchanges: tuple[Exchange, ...]
    charset: str | None = None

    @property
    def page(self) -> Exchange:
        """The exchange that gave the page."""
        return self.exchanges[-1]

    def source(self) -> Source:
        """The page as extraction takes it."""
        page = self.page
        return Source(uri=self.url, data=page.data, url=page.url, charset=self.charset, fetched_at=page.started)


class Trouble(SourceError):
    """Why a request gave no page; the page's url is put before it later.

    passing: it may be gone when asked again, after `wait` seconds if the server said so. status: HTTP's, where it is the trouble.
    """

    def __init__(self, reason: str, *, passing: bool = False, wait: float | None = None, status: int = 0) -> None:
        super().__init__(reason)
        self.passing, self.wait, self.status = passing, wait, status
