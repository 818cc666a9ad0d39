"""Article text that stands only in data embedded in a script: __INITIAL_STATE__, __NEXT_DATA__, any JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from msgspec import Struct

from extractor.vocabulary import StateKeys, markup

OPENING = re.compile(r"""(?:=|\(|return|:)\s*([{\[])|^\s*([{\[])|JSON\.parse\(\s*(["'])""")
UNDEFINED = re.compile(r"(?<=[:,\[])\s*(?:undefined|NaN|void 0)\s*(?=[,}\]])")
HAN = re.compile(r"[\u3400-\u9fff]")
TAGS = re.compile(r"<[^<>]{1,2000}>")
MIN_HAN = 60            # Chinese characters that an article's text has at least
MAX_SCRIPT = 4_000_000  # characters
MAX_OPENINGS = 20       # places of one script where JSON is tried
MAX_NODES = 50_000      # JSON values visited
KEY_BONUS = 3.0         # a value under a key that means text counts this much more


class EmbeddedArticle(Struct, frozen=True):
    """What embedded data says of the article; html may be plain text; '' where unknown."""

    title: str
    html: str
    author: str
    published: str
    source: str


def embedded_article(scripts: tuple[tuple[str, str], ...]) -> EmbeddedArticle | None:
    """The most article-like text in the scripts' JSON with the title, author and date nearest to it; None for none."""
    best, best_score = None, 0.0
    for _, text in scripts:
        if len(text) > MAX_SCRIPT or len(HAN.findall(text[:200_000])) + text.count("\\u") < MIN_HAN:
            continue
        for value in _json_values(text):
            for score, path, html in _candidates(value):
                if score > best_score:
                    best, best_score = (path, html), score
    if best is None:
        return None
    path, html = best
    keys = markup().state
    return EmbeddedArticle(
        title=_nearest(path, keys.title), html=_as_html(html), author=_nearest(path, keys.author),
        published=_nearest(path, keys.published), source=_nearest(path, keys.source),
    )  # fmt: skip


def _json_values(text: str) -> Iterator[Any]:
    """Every JSON object or list that a script assigns, passes or is."""
    decoder = json.JSONDecoder(strict=False)
    text = UNDEFINED.sub("null", text)
    position = tries = 0
    while tries < MAX_OPENINGS:
        match = OPENING.search(text, position)
        if match is None:
            return
        tries += 1
        try:
            if match[3]:
                value, position = _quoted(text, match.end() - 1, decoder)
            else:
                value, position = decoder.raw_decode(text, match.end() - 1)
        except (ValueError, RecursionError):
            position = match.end()
            continue
        yield value


def _quoted(text: str, start: int, decoder: json.JSONDecoder) -> tuple[Any, int]:
    """The argument of JSON.parse("..."): JSON inside a string."""
    quote = text[start]
    end = start + 1
    while end < len(text) and text[end] != quote:
        end += 2 if text[end] == "\\" else 1
    inner = text[start + 1 : end]
    if quote == "'":
        inner = inner.replace("\\'", "'").replace('"', '\\"') if '\\"' not in inner else inner
    return json.loads(json.loads(f'"{inner}"', strict=False), strict=False), end


def _candidates(value: Any) -> Iterator[tuple[float, tuple[dict[str, Any], ...], str]]:
    """Strings that read like an article: their score, the objects around them (innermost first), the string."""
    pending: list[tuple[Any, tuple[dict[str, Any], ...]]] = [(value, ())]
    visited = 0
    keys = markup().state
    while pending and visited < MAX_NODES:
        item, path = pending.pop()
        visited += 1
        if isinstance(item, list):
            pending += [(child, path) for child in item if isinstance(child, dict | list)]
        elif isinstance(item, dict):
            around = (item, *path[:3])
            for key, child in item.items():
                if isinstance(child, dict | list):
                    pending.append((child, around))
                elif isinstance(child, str) and len(child) >= MIN_HAN:
                    score = _likeness(key, child, keys)
                    if score:
                        yield score, around, child


def _likeness(key: str, text: str, keys: StateKeys) -> float:
    """Chinese characters of prose in a string, more under a key that means text; 0 for too few."""
    prose = TAGS.sub("", _as_html(text))
    han = len(HAN.findall(prose))
    if han < MIN_HAN or not any(mark in prose for mark in "，。！？；"):
        return 0.0
    return han * (KEY_BONUS if key.lower() in keys.text else 1.0)


def _nearest(path: tuple[dict[str, Any], ...], names: tuple[str, ...]) -> str:
    """The first value under one of these keys in the objects around the text, innermost first."""
    for item in path:
        lowered = {key.lower(): value for key, value in item.items()}
        for name in names:
            value = lowered.get(name)
            if isinstance(value, dict):
                value = value.get("name")
            if isinstance(value, str | int) and not isinstance(value, bool) and 0 < len(str(value).strip()) <= 200:
                return str(value).strip()
    return ""


def _as_html(text: str) -> str:
    """HTML whose tags were escaped as entities becomes HTML."""
    return unescape(text) if "&lt;" in text and "<" not in text else text
