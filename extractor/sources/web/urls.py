"""Which urls are fetched: http and https, valid, not endless."""

from __future__ import annotations

import httpx

from extractor.sources.web.model import Trouble

LONGEST_URL = 8000


def web_url(text: str, base: str | None = None) -> httpx.URL:
    """An http(s) url without its fragment. Raises Trouble for anything else."""
    try:
        url = httpx.URL(text.strip()) if base is None else httpx.URL(base).join(text.strip())
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise Trouble(f"no valid url ({error})") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise Trouble("only http:// and https:// urls are fetched")
    if url.userinfo:  # it would end up in records and archives
        raise Trouble("urls with a user name or password are not fetched; --cookies signs in")
    if len(str(url)) > LONGEST_URL:
        raise Trouble(f"the url is longer than {LONGEST_URL} characters")
    return url


def origin(url: httpx.URL) -> str:
    """'https://host:port', the port where it is not the usual one."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
