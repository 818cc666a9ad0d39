"""Head matter: metas, JSON-LD and the facts that stand in scripts. Works on values already pulled from the DOM."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from extractor.model import Head

MAX_JSON = 500_000       # characters of one JSON-LD script
MAX_OBJECTS = 50
WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$")
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
SCRIPT_FACTS = (
    "ct", "nickname", "msg_title", "user_name", "publish_time", "publishTime", "pubtime", "pubTime", "docTime", "createTime", "create_time",
)  # fmt: skip
FACT = re.compile(
    r"""(?:\bvar\s+|window\.|["'{,\s])(%s)["']?\s*[=:]\s*(?:htmlDecode\()?["']([^"'\n]{1,120})["']""" % "|".join(SCRIPT_FACTS)
)
SMALL_SCRIPT = 400_000   # characters; facts are not searched in larger scripts


class RawHead(Struct, frozen=True):
    """Head matter as the walk over the tree finds it. scripts: ('type#id', text) pairs."""

    title: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    scripts: tuple[tuple[str, str], ...] = ()
    lang: str = ""
    canonical: str = ""


def build_head(raw: RawHead) -> Head:
    """Tidy head matter: of metas with one name the first counts; a broken JSON-LD script is skipped."""
    meta: dict[str, str] = {}
    for name, content in raw.metas:
        if content.strip():
            meta.setdefault("".join(name.split()), content.strip())
    objects = [item for label, text in raw.scripts if "ld+json" in label for item in _linked_data(text)]
    return Head(
        title=raw.title,
        meta=meta,
        linked_data=tuple(objects[:MAX_OBJECTS]),
        script=_facts(raw.scripts),
        lang=raw.lang,
        canonical=raw.canonical,
    )


def _linked_data(text: str) -> Iterator[dict[str, Any]]:
    """The objects of one script, lists and @graph laid open."""
    if len(text) > MAX_JSON:
        return
    value = _lenient_json(text)
    pending = [value]
    while pending:
        item = pending.pop(0)
        if isinstance(item, list):
            pending = item[:MAX_OBJECTS] + pending
        elif isinstance(item, dict):
            yield item
            pending = [item.get("@graph"), *pending]


def _lenient_json(text: str) -> Any:
    """JSON as pages write it: wrapped in comments, with raw line breaks and trailing commas. None where it is none."""
    text = WRAPPING.sub("", WRAPPING.sub("", text)).strip().rstrip(";")
    for candidate in (text, TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _facts(scripts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Times and names that templates write into script variables; the first of each counts."""
    facts: dict[str, str] = {}
    for label, text in scripts:
        if label.startswith(("application/", "text/template")) or len(text) > SMALL_SCRIPT:
            continue
        if not any(name in text for name in SCRIPT_FACTS[1:]) and "var ct" not in text:
            continue
        for name, value in FACT.findall(text):
            facts.setdefault(name, value.strip())
    return facts
