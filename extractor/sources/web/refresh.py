"""<meta http-equiv="refresh">: where a page sends its reader on to."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HEAD = 50_000  # bytes searched
SOON = 5.0  # seconds; what waits longer is a page to be read, which reloads itself or leads home
CONTENT = re.compile(r"\s*(\d*\.?\d*)\s*[;,\s]\s*(?:url\s*=\s*)?(?P<quote>[\"']?)(?P<url>.*)", re.IGNORECASE | re.DOTALL)


def refresh_target(data: bytes) -> str | None:
    """The url, relative or not, that a page sends on to within SOON seconds; what stands in <noscript> is not counted."""
    head = data[:HEAD]
    if b"refresh" not in head.lower():
        return None
    finder = _Finder(convert_charrefs=True)
    finder.feed(head.decode("utf-8", "replace"))
    return finder.target


class _Finder(HTMLParser):
    target: str | None = None
    _unread = 0  # depth inside <noscript>: pages keep 'switch scripts on' redirects there

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "noscript":
            self._unread += 1
        elif tag == "meta" and not self._unread and self.target is None:
            values = {name: value or "" for name, value in attrs}
            if values.get("http-equiv", "").strip().lower() == "refresh":
                self.target = _target(values.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "noscript":
            self._unread = max(0, self._unread - 1)


def _target(content: str) -> str | None:
    found = CONTENT.match(content)
    if found is None or float(found[1].strip(".") or 0) > SOON:
        return None
    url, quote = found["url"], found["quote"]
    return (url.partition(quote)[0] if quote else url).strip() or None
