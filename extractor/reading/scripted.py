"""Pages that stay empty until their scripts have run."""

from __future__ import annotations

import re
from functools import cache

from extractor.model import Line
from extractor.vocabulary import reading_words

NEEDS_SCRIPTS = "needs scripts: try --render"
NEXT_TO_NOTHING = 200  # characters of visible text; a frame of navigation and footer may be there without scripts
NOSCRIPT = re.compile(r"<noscript\b[^>]{0,200}>(.{0,2000}?)</noscript", re.IGNORECASE | re.DOTALL)


def needs_scripts(markup: str, lines: tuple[Line, ...]) -> bool:
    """Whether a page has scripts, next to no text, and an empty element for scripts to fill or a plea to switch them on."""
    if sum(len(line.text) for line in lines if not line.hidden) > NEXT_TO_NOTHING or "<script" not in markup.lower():
        return False
    return _empty_root().search(markup) is not None or any(_pleads(said) for said in NOSCRIPT.findall(markup))


@cache
def _empty_root() -> re.Pattern[str]:
    """An element with an id from the list that holds a word at most, or nothing but one more such element (a spinner)."""
    ids = "|".join(map(re.escape, reading_words().scripted.roots))
    opened = rf"<(?:div|main|section|app-root)\b[^>]{{0,300}}\bid\s*=\s*[\"']?(?:{ids})[\"'\s>]"
    little = r"(?:[^<]|<!--.{0,200}?-->){0,300}"
    return re.compile(rf"{opened}{little}(?:<(\w+)[^>]{{0,300}}>{little}</\1>\s*)?</", re.IGNORECASE | re.DOTALL)


def _pleads(said: str) -> bool:
    return any(word in said.lower() for word in reading_words().scripted.please)
