"""The article that stands only in data embedded in scripts: application state, __NEXT_DATA__, __NUXT__, JSON-LD.

Looked for where the visible page has next to no prose. The string that looks most like an article is its text; title,
author and time are taken from the object it stands in, or the nearest one around it that has them.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from extractor.reading.loose import STRING, WORDS, unescape, value_at, values
from extractor.vocabulary import reading_words

LONGEST_SCRIPT = 4_000_000  # characters of a script that are read
MOST_NODES = 50_000
SHORTEST = 80  # Han characters of the shortest article
SHORTEST_UNNAMED = 200  # the same under a key that does not name a text, where consent notices and the like stand
FEED = 3  # texts at like places, none of which is the page's article
NEAR = 5  # objects around a text that may hold its title

PROSE = ("。", "\\u3002", "%E3%80%82")  # a full stop, as it is, escaped and percent-encoded
START = re.compile(r"(?:\A|[=(;>])\s{0,40}(?=[{\[])")
QUOTED = re.compile(r"""JSON\.parse\(\s{0,9}(?:decodeURIComponent\(\s{0,9})?""")
CALLED = re.compile(r"=\s{0,9}\(function\s{0,9}\(([\w$,\s]{1,20000})\)\s{0,9}\{")
RETURN = re.compile(r"return\s{0,9}(?=[{\[])")
HAN = re.compile("[\u3400-\u9fff]")
NOT_LETTERS = re.compile("[^a-z]+")
TAG = re.compile(r"<[^<>]{0,4000}>")
MARKUP = re.compile(r"<(?:p|div|br|span|section|img|h\d|article|strong)\b", re.IGNORECASE)
ESCAPED_MARKUP = re.compile(r"&lt;(?:p|div|br|span|section|img|h\d|article|strong)\b", re.IGNORECASE)
DIGIT = re.compile(r"\d")
CHINA = timezone(timedelta(hours=8))


class EmbeddedArticle(Struct, frozen=True):
    """An article found in embedded data. html: HTML or plain text with newlines; the others are '' where unknown.

    published: as the data has it; Unix times in ISO 8601, Chinese time.
    """

    title: str
    html: str
    author: str = ""
    published: str = ""
    source: str = ""


class _Objects(Struct, frozen=True):
    """The objects around a value, innermost first."""

    inner: dict[str, Any]
    outer: _Objects | None


class _Node(Struct, frozen=True):
    """A value in data; path: the keys down to it, '*' for indexes and keys without letters."""

    value: Any
    path: tuple[str, ...] = ()
    objects: _Objects | None = None


class _Candidate(Struct, frozen=True):
    text: str
    node: _Node
    score: float


def embedded_article(scripts: tuple[tuple[str, str], ...]) -> EmbeddedArticle | None:
    """The article in a page's scripts, (kind, text) pairs; None if no text in them looks like one. Never raises."""
    candidates: list[_Candidate] = []
    for _, script in scripts:
        if len(script) > SHORTEST and any(stop in script for stop in PROSE):
            for value in _data(script[:LONGEST_SCRIPT]):
                candidates.extend(_candidates(value))
    alike = Counter(candidate.node.path for candidate in candidates)
    single = [found for found in candidates if "*" not in found.node.path or alike[found.node.path] < FEED]
    best = max(single, key=lambda candidate: candidate.score, default=None)
    return _article(best) if best else None


# ---------------------------------------------------------------- data in scripts


def _data(script: str) -> Iterator[Any]:
    """Every object, list and quoted JSON text of a script."""
    for quoted in QUOTED.finditer(script):
        if string := STRING.match(script, quoted.end()):
            text = unescape(string[0][1:-1])
            yield from values(unquote(text) if "%7B" in text else text)
    bound = _called(script)
    if bound is not None:
        yield bound
        return
    end = 0
    for start in START.finditer(script):
        if start.end() >= end:
            value, end = value_at(script, start.end())
            yield _revived(value)


def _called(script: str) -> Any | None:
    """What (function(a, b){return {…}})(1, "x") gives: state whose repeated values were made arguments."""
    head = CALLED.search(script)
    body = RETURN.search(script, head.end()) if head else None
    if head is None or body is None:
        return None
    arguments, _ = value_at("[" + script[script.rfind("}(") + 2 :].rstrip("); \n\r\t") + "]", 0)
    names = dict(zip((name.strip() for name in head[1].split(",")), arguments, strict=False))
    return value_at(script, body.end(), {**WORDS, **names})[0]


def _revived(value: Any) -> Any:
    """A flat list whose objects hold positions in it instead of values, laid out again; any other value as it is."""
    if not (isinstance(value, list) and any(isinstance(part, dict) for part in value)):
        return value
    places = [place for part in value if isinstance(part, dict) for place in part.values()]
    if not places or not all(type(place) is int and -9 < place < len(value) for place in places):
        return value
    flat = [{} if isinstance(part, dict) else part for part in value]
    for shell, part in zip(flat, value, strict=True):
        if isinstance(part, dict):
            shell.update((key, flat[place]) for key, place in part.items() if place >= 0)
    return flat


# ---------------------------------------------------------------- texts in data


def _candidates(data: Any) -> Iterator[_Candidate]:
    """Texts of some data that may be the article, in its order."""
    waiting = [_Node(data)]
    seen: set[int] = set()
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node.value, str):
            text = node.value
        elif id(node.value) in seen:
            continue
        else:
            seen.add(id(node.value))
            waiting.extend(reversed(list(_inner(node))))
            text = _paragraphs(node.value) if isinstance(node.value, list) else ""
        if len(text) >= SHORTEST:
            text = _as_markup(text)
            if (score := _score(text, node)) > 0:
                yield _Candidate(text, node, score)


def _inner(node: _Node) -> Iterator[_Node]:
    """The values inside a value that can hold the article."""
    if isinstance(node.value, dict):
        objects: _Objects | None = _Objects(node.value, node.objects)
        named = ((_letters(key), value) for key, value in node.value.items())
        inner = ((name or "*", value) for name, value in named if name not in reading_words().state.less)
    else:
        objects = node.objects
        inner = (("*", value) for value in node.value)
    for name, value in inner:
        if isinstance(value, dict | list) or (isinstance(value, str) and len(value) >= SHORTEST):
            yield _Node(_parsed(value), (*node.path, name), objects)


def _parsed(value: Any) -> Any:
    """The value in a string that holds JSON once more."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") and '"' in value:
        return next(values(value), value)
    return value


def _paragraphs(parts: list[Any]) -> str:
    """The text of a list of paragraphs: strings, or small objects that hold one and are no articles themselves."""
    keys = reading_words().state
    rows: list[str] = []
    for part in parts:
        if isinstance(part, dict) and len(part) <= 8:
            named = {_letters(key): value for key, value in part.items()}
            if any(isinstance(named.get(key), str) for key in keys.title):
                return ""
            texts = (named[key] for key in sorted(keys.body & named.keys()))
            part = max((text for text in texts if isinstance(text, str)), key=len, default="")
        if isinstance(part, str) and part.strip():
            rows.append(part.strip())
    return "\n".join(rows) if len(rows) > 1 else ""


def _as_markup(text: str) -> str:
    r"""A text without the escaping or quotes that it has once too often (\u003cp\u003e, &lt;p&gt;)."""
    if "\\u" in text or ("\\n" in text and "\n" not in text):
        text = unescape(text)
    if ESCAPED_MARKUP.search(text) and not MARKUP.search(text):
        text = html.unescape(text)
    return _unquoted(text.strip())


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1] else text


def _score(text: str, node: _Node) -> float:
    """How much a text looks like an article: its Han characters, thrice under a telling key; 0 if not at all."""
    plain = TAG.sub("", text)
    han = len(HAN.findall(plain)) - 15 * text.count("<a ")
    stops = plain.count("。") + plain.count("，") + plain.count("！")
    if han < SHORTEST or stops < 2 or han * 5 < len(plain):
        return 0.0
    if next((part for part in reversed(node.path) if part != "*"), "") in reading_words().state.body:
        return han * 3.0
    return float(han) if han >= SHORTEST_UNNAMED else 0.0


@cache
def _letters(key: str) -> str:
    return NOT_LETTERS.sub("", key.lower())


# ---------------------------------------------------------------- what stands near the text


def _article(found: _Candidate) -> EmbeddedArticle:
    keys, objects = reading_words().state, found.node.objects
    return EmbeddedArticle(
        title=_nearest(objects, keys.title, _title),
        html=found.text,
        author=_nearest(objects, keys.author, _name),
        published=_nearest(objects, keys.published, _time),
        source=_nearest(objects, keys.source, _name),
    )


def _nearest(objects: _Objects | None, keys: tuple[str, ...], read: Callable[[Any], str]) -> str:
    """The first value that can be read, going outward, then in the objects beside the text; '' if there is none."""
    around: list[dict[str, Any]] = []
    while objects is not None and len(around) < NEAR:
        around.append(objects.inner)
        objects = objects.outer
    beside = [value for value in around[0].values() if isinstance(value, dict)] if around else []
    for place in (*around, *beside):
        named = {_letters(key): value for key, value in reversed(place.items())}
        if found := next(filter(None, (read(named[key]) for key in keys if key in named)), ""):
            return found
    return ""


def _title(value: Any) -> str:
    text = _unquoted(" ".join(html.unescape(TAG.sub("", _plain(value))).split()))
    return text if 2 <= len(text) <= 200 else ""


def _name(value: Any) -> str:
    """A name, or the names of a list; addresses and ids are none."""
    if isinstance(value, list):
        return " ".join(filter(None, map(_name, value[:5])))
    text = " ".join(html.unescape(TAG.sub("", _plain(value))).split())
    return text if 1 < len(text) <= 60 and "//" not in text and not text.isdigit() else ""


def _time(value: Any) -> str:
    """A time as it is written; seconds and milliseconds since 1970 in ISO 8601."""
    text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _plain(value)
    text = text.strip()
    seconds = text.partition(".")[0]
    if seconds.isdigit() and len(seconds) in (10, 13):
        moment = datetime.fromtimestamp(int(seconds[:10]), UTC)
        return moment.astimezone(CHINA).isoformat()
    return text if len(DIGIT.findall(text)) >= 6 and len(text) <= 40 and not seconds.isdigit() else ""


def _plain(value: Any) -> str:
    """A string, or the one by which an object is called."""
    if isinstance(value, dict):
        named = {_letters(key): part for key, part in value.items()}
        value = next((named[key] for key in reading_words().state.name if isinstance(named.get(key), str)), "")
    return value if isinstance(value, str) else ""
