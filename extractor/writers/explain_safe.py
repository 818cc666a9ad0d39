"""What of a page may stand in a report: words that show themselves, and addresses that do nothing but lead somewhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Characters without a picture of their own, among them those that turn the direction of the text after them."""


def shown(text: str) -> str:
    r"""The text with controls made visible; what is left is escaped where it is written.

    >>> shown("a\u202eb\x00")
    'a⟨U+202E⟩b⟨U+0000⟩'
    """
    return CONTROL.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def safe_url(url: str | None) -> str | None:
    """The address if it is an http or https one, else None: a link that a browser could run stays text.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)"), safe_url("/a"), safe_url(None)
    ('https://example.org/a', None, None, None)
    """
    if not url or CONTROL.search(url) or "\n" in url or "\t" in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
