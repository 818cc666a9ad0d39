"""What a user may ask of fetching. Imports nothing heavy: the command line shows these defaults in --help."""

from __future__ import annotations

from functools import cache

from msgspec import Struct


class FetchOptions(Struct, frozen=True, kw_only=True):
    """How pages are fetched. Times are in seconds, sizes in bytes.

    user_agent: None for our own; its word before '/' is what robots.txt knows us by.
    delay: between the starts of two requests to one host; robots.txt may ask for more.
    per_host, concurrency: requests at one time, to one host and to all.
    connect_timeout, read_timeout: for a connection, and for the next bytes of an answer.
    page_timeout: for all of a page's requests, redirects and retries together; waiting for a turn is not counted.
    retries: after trouble that may pass (connection lost, timeout, 408, 429, 500, 502-504).
    retry_wait: before the first retry, on average, doubled for each further one; unless the server says how long.
    max_wait: the longest that a server may make us wait; one that asks for more fails the page.
    max_bytes: of one answer, packed and unpacked.
    any_type: take answers of every content type (feeds, sitemaps), not only those that can be pages.
    cookies: a cookies.txt (Netscape format). proxy: http://, https:// or socks5:// url.
    cache: a folder; answers are kept there and asked for again only if they may have changed (HTTP's own rules).
    render: run the page's scripts in Chromium. browser: its executable, None to look for it.
    """

    user_agent: str | None = None
    delay: float = 1.0
    per_host: int = 2
    concurrency: int = 16
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    page_timeout: float = 60.0
    retries: int = 2
    retry_wait: float = 1.0
    max_wait: float = 120.0
    max_bytes: int = 10_000_000
    max_redirects: int = 10
    robots: bool = True
    allow_private: bool = False
    any_type: bool = False
    cookies: str | None = None
    proxy: str | None = None
    cache: str | None = None
    render: bool = False
    browser: str | None = None


@cache
def default_user_agent() -> str:
    """Who we are and what for, with the word to use in robots.txt."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("extractor")
    except PackageNotFoundError:  # a checkout that was never installed
        number = "0"
    return f"extractor/{number} (saves pages to extract their text; robots.txt name: extractor)"
