"""The site's own name: what metas say, what <title> ends with, or what a flattened page begins with."""

from __future__ import annotations

import re
from collections import Counter

from extractor.model import Evidence, Found, Page, Role, Tagging

METAS = ("og:site_name", "sitename", "application-name", "apple-mobile-web-app-title")
SEPARATORS = re.compile(r"\s*[_|｜»«]+\s*|\s+[\-–—]+\s*|[\-–—]+\s+|[-–—](?=[^-–—]*$)")
MAX_NAME = 16       # characters
CHINESE_NAME = re.compile(r"[\u3400-\u9fff]")


def find_site_name(page: Page, tagging: Tagging, title_line: int | None) -> Found[str] | None:
    """The site's name, None where the page does not say it."""
    for name in METAS:
        value = page.head.meta.get(name, "").strip()
        if value and len(value) <= 2 * MAX_NAME:
            return Found(value, Evidence("meta", name, 0.9))
    pieces = [piece.strip() for piece in SEPARATORS.split(page.head.title) if piece.strip()]
    if len(pieces) > 1 and len(pieces[-1]) <= MAX_NAME:
        return Found(pieces[-1], Evidence("title", "<title>", 0.7))
    if page.form == "text" and title_line:
        return _first_line(page, tagging, title_line)
    return None


def _first_line(page: Page, tagging: Tagging, title_line: int) -> Found[str] | None:
    """A flattened page often begins with the site's name, alone on its line and once on the page."""
    first = page.lines[0].text
    once = Counter(line.text for line in page.lines)[first] == 1
    if once and 2 <= len(first) <= MAX_NAME and CHINESE_NAME.search(first) and not re.search(r"[\d:：|>]", first):
        return Found(first, Evidence("line", "line 1", round(1 - tagging.p(0, Role.BODY), 2) / 2))
    return None
