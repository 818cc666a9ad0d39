"""What a heading says of the block below it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from msgspec import Struct

from extractor.model import Kind
from extractor.vocabulary import cues, traditional

# How sure a heading's words are of its kind (0..1).
AMBIGUOUS, STEM, WEAK_STEM, INNER_STEM, CHANNEL = 0.6, 0.85, 0.5, 0.4, 0.3
MAX_NOUN = 5      # characters that may follow a stem at a heading's end: 本站相关|新闻报道
MAX_HEADING = 24  # characters of a heading's core; longer lines are titles or prose
NOT_WORD = re.compile(r"[\W_]+")
LABEL = re.compile(r"^(.{2,16}?)\s?(?:[:：]|<{2,3}|>{2,3})\s?(?=\S)")


class Naming(Struct, frozen=True):
    """The kind a heading names, and how sure its words are (0..1): 1 a known heading, less for stems and ambiguous ones."""

    kind: Kind
    certainty: float


class Label(Struct, frozen=True):
    """A heading in front of its items: its words, the kind they name, and where the items begin in the line."""

    text: str
    kind: Kind
    end: int


def name_heading(text: str) -> Naming | None:
    """The kind that a line names as a heading, None where its words name none. text: a line as printed."""
    if len(text) > 3 * MAX_HEADING:
        return None
    return _name(text)


@lru_cache(maxsize=4096)
def _name(text: str) -> Naming | None:
    word = core(text)
    if not 0 < len(word) <= MAX_HEADING:
        return None
    for part in (word, *map(core, text.split())):
        kind = _exact().get(part)
        if kind is not None:
            return Naming(kind, AMBIGUOUS if part in cues().ambiguous else 1.0)
    return Naming(Kind.RECOMMENDED, CHANNEL) if word in _channels() else _stem(word)


def _stem(word: str) -> Naming | None:
    """What a stem says; more at an end of the words than inside of them."""
    for stem, kind in cues().stems.order:
        place = word.rfind(stem)
        if place >= 0:
            at_edge = place == 0 or len(word) - place - len(stem) <= MAX_NOUN
            certainty = WEAK_STEM if kind == Kind.RECOMMENDED else STEM
            return Naming(Kind(kind), certainty if at_edge else INNER_STEM)
    return None


def heading_before(text: str) -> Label | None:
    """The heading printed before its items in one line: '关键字：钢铁 煤炭'; None where there is none."""
    match = LABEL.match(text)
    naming = name_heading(match.group(1)) if match else None
    if match is None or naming is None or naming.certainty < 1:
        return None
    return Label(match.group(1), naming.kind, match.end())


def is_control(text: str) -> bool:
    """Whether a line or link only works the page (更多, 换一换, 加载中 ...)."""
    return len(text) <= MAX_HEADING and squeeze(text) in _controls()


def is_count(text: str) -> bool:
    """Whether a line or link is a count or its name: 1016次浏览, 评论432条, (35)."""
    return len(text) <= MAX_HEADING and _count().fullmatch(text) is not None


def without_count(text: str) -> str:
    """A title without the count of comments or readers behind it."""
    match = _tail_count().search(text)
    return text[: match.start()] if match and match.start() else text


def squeeze(text: str) -> str:
    """Text as headings are compared: NFKC, lower case, simplified, without spaces and punctuation."""
    return NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).lower().translate(_simplified())


@lru_cache(maxsize=4096)
def core(text: str) -> str:
    """A heading without the words that lead to the whole list: '热点新闻 更多>>' -> '热点新闻'."""
    word = squeeze(text)
    for more in cues().more:
        if word.endswith(more) and len(word) > len(more):
            return word.removesuffix(more)
    return word


@cache
def _exact() -> dict[str, Kind]:
    return {word: Kind(kind) for kind, words in cues().headings.items() for word in words}


@cache
def _channels() -> frozenset[str]:
    return frozenset(cues().channels)


@cache
def _controls() -> frozenset[str]:
    return frozenset(cues().controls)


@cache
def _simplified() -> dict[int, str]:
    table = traditional()
    return {ord(old): new for old, new in zip(table.traditional, table.simplified, strict=True)}


@cache
def _count() -> re.Pattern[str]:
    words = "|".join(map(re.escape, cues().counts))
    return re.compile(rf"[(（\[]?\s?(?:(?:{words})\s?[(（:：]?\s?)?[\d,.]{{1,12}}\s?[万萬wWkK]?\+?\s?(?:{words})?\s?[)）\]]?")


@cache
def _tail_count() -> re.Pattern[str]:
    words = "|".join(map(re.escape, cues().counts))
    number = r"\d[\d,.]{0,9}\s?[万萬]?"
    return re.compile(
        rf"\s?[(（\[]\d{{1,9}}\s?(?:{words})?[)）\]]$|(?:{words})\s?[(（:：]?{number}[条次人]?[)）]?$|\s{number}\s?(?:{words})$|\s\d[\d,]{{2,9}}$"
    )
