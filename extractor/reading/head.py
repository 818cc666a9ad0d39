"""Head matter as it stands in the DOM -> Head: metas by name, JSON-LD objects, facts that scripts state."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from extractor.model import Head
from extractor.reading.loose import DEEPEST, unescape, values
from extractor.vocabulary import reading_words

LONGEST_DATA = 1_000_000  # characters of a JSON-LD script that are read
LONGEST_CODE = 60_000  # characters of a script searched for facts; what is longer is a library
MOST_OBJECTS = 64
ASSIGNMENTS = tuple(
    # Each begins with a literal, which the search skips to; of calls only those that decode hold the value itself.
    re.compile(
        prefix + r"(\w{2,24})\s{0,4}=\s{0,4}(?:[\w.]{0,16}[dD]ecode\w{0,12}\(\s?)?"
        r"""(?:"([^"\\\n]{0,400}(?:\\.[^"\\\n]{0,400}){0,40})"|'([^'\\\n]{0,400}(?:\\.[^'\\\n]{0,400}){0,40})')"""
    )
    for prefix in (r"var\s{1,4}", r"let\s{1,4}", r"const\s{1,4}", r"window\.")
)
DIGIT = re.compile(r"\d")


class RawHead(Struct, frozen=True):
    """Head matter as pulled from the DOM.

    metas: (name, property, itemprop or http-equiv in lower case; content), in document order.
    scripts: (lower-case type, then '#' and id where it has one; text).
    """

    title: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    scripts: tuple[tuple[str, str], ...] = ()
    lang: str = ""
    canonical: str = ""


def build_head(raw: RawHead) -> Head:
    """Head of a page.

    Head.meta: names without white space ('weibo: article:create_at' is 'weibo:article:create_at').
    Head.script: facts of data/reading.toml: ct (Unix seconds), nickname, user_name, msg_title, publish_time, source,
    author, editor.
    """
    return Head(
        title=" ".join(raw.title.split()),
        meta=_metas(raw.metas),
        linked_data=tuple(_linked_data(raw.scripts)),
        script=_facts(raw.scripts),
        lang=raw.lang.strip(),
        canonical=raw.canonical.strip(),
    )


def _metas(metas: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Contents by name; the first that says anything wins."""
    found: dict[str, str] = {}
    for name, content in metas:
        name, content = "".join(name.split()).lower(), " ".join(content.split())
        if name and content:
            found.setdefault(name, content)
    return found


# ---------------------------------------------------------------- JSON-LD


def _linked_data(scripts: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    """The objects of all JSON-LD scripts, lists and @graphs laid flat."""
    found: list[dict[str, Any]] = []
    for kind, text in scripts:
        if "ld+json" in kind.partition("#")[0]:
            for value in values(_bare(text[:LONGEST_DATA])):
                found.extend(_objects(value))
    return found[:MOST_OBJECTS]


def _bare(text: str) -> str:
    """The script without CDATA marks, which look like a list, and without an escaping that hides all quotes."""
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    return text.replace("<![CDATA[", "").replace("]]>", "") if "CDATA" in text else text


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if _depth(value) > DEEPEST:
        return
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict) and value:
            if isinstance(value.get("@graph"), list):
                waiting.append(value["@graph"])
                value = {key: part for key, part in value.items() if key != "@graph"}
            if value.keys() - {"@context", "@id"}:
                yield value


def _depth(value: Any) -> int:
    """How deep containers are nested, counted no further than matters."""
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            part
            for outer in level
            for part in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(part, dict | list)
        ]
    return depth


# ---------------------------------------------------------------- facts in scripts


def _facts(scripts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What scripts assign to variables that templates use for facts about the article; the first value wins."""
    found: dict[str, str] = {}
    for kind, text in scripts:
        if "json" in kind or "template" in kind:
            continue
        for name, value in _assigned(text[:LONGEST_CODE]):
            fact = _fact_names().get(name.lower())
            if fact and (value := " ".join(html.unescape(unescape(value)).split())) and _credible(fact, value):
                found.setdefault(fact, value)
    return found


def _assigned(text: str) -> Iterator[tuple[str, str]]:
    for assignment in ASSIGNMENTS:
        for match in assignment.finditer(text):
            yield match[1], match[2] or match[3] or ""


def _credible(fact: str, value: str) -> bool:
    """A time has the digits of a day at least; names are no code."""
    digits = len(DIGIT.findall(value))
    if fact == "ct":
        return value.isdigit() and digits == 10
    return digits >= 6 if fact == "publish_time" else len(value) < 200


@cache
def _fact_names() -> dict[str, str]:
    return {name: fact for fact, names in reading_words().facts.items() for name in names}
