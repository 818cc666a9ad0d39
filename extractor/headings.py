"""What the words of a heading, a label or a button say."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from msgspec import Struct

from extractor.model import Kind
from extractor.vocabulary import cues, traditional

# How sure a heading's words are of its kind (0..1).
KNOWN, AMBIGUOUS, STEM, WEAK_STEM, INNER_STEM, CHANNEL = 1.0, 0.6, 0.85, 0.5, 0.4, 0.3
MAX_NOUN = 5      # characters that may follow a stem at a heading's end: 本站相关|新闻报道
MAX_TOPIC = 8     # the same behind a stem that begins the heading: 最新|本市交通资讯
MAX_STEMMED = 10   # characters of a heading that a stem names; in longer lines stems are words of titles
MAX_HEADING = 24  # characters of a heading's words; longer lines are titles or prose
MAX_BUTTON = 8    # characters of a button that begins with its verb: 进入|新闻频道
MAX_BADGE = 4     # characters of a control printed behind a title: more, 热
MAX_PRINTED = 40  # characters of a heading as printed, with ornaments and what leads to the whole list
NOT_WORD = re.compile(r"[\W_]+")
RULES = " -=—─━"  # what headings are set off with
RULE = re.compile(r"[-=—─━]{3,}.*[-=—─━]{3,}")
DIGIT = re.compile(r"\d")
MAY_PART = re.compile(r"[\s:：<>]")  # what stands between a label and its items
LABEL = re.compile(r"(.{2,16}?)\s?(?:[:：]|<{2,3}|>{2,3})\s?(?=\S)")


class Naming(Struct, frozen=True):
    """The kind a heading names, and how sure its words are (0..1)."""

    kind: Kind
    certainty: float


class Label(Struct, frozen=True):
    """A heading in front of its items in one line: its words as printed, the kind they name, and where the items begin."""

    text: str
    kind: Kind
    end: int


@lru_cache(maxsize=8192)
def name_heading(text: str) -> Naming | None:
    """The kind that a line names as a heading, None where its words name none. text: a line as printed."""
    text = text.strip(RULES)
    if len(text) > MAX_PRINTED:
        return None
    spaced = _spaced(text)
    word = _without_more(spaced.replace(" ", ""))
    if not 0 < len(word) <= MAX_HEADING:
        return None
    for part in [word, *map(_without_more, spaced.split())] if " " in text else [word]:
        kind = _known().get(part)
        if kind is not None:
            return Naming(kind, AMBIGUOUS if part in cues().ambiguous else KNOWN)
    return Naming(Kind.RECOMMENDED, CHANNEL) if word in _channels() else _by_stem(word)


def _by_stem(word: str) -> Naming | None:
    """What a stem says; more at an end of the words than inside of them."""
    if _any_stem().search(word) is None:
        return None
    stem, kind = next((stem, Kind(kind)) for stem, kind in cues().stems.order if stem in word)
    place = word.rfind(stem)
    if len(word) > MAX_STEMMED or len(word) - place - len(stem) > (MAX_NOUN if place else MAX_TOPIC):
        return Naming(kind, INNER_STEM)
    return Naming(kind, WEAK_STEM if kind is Kind.RECOMMENDED else STEM)


def is_known(text: str) -> bool:
    """Whether a line is nothing but a known heading."""
    return core(text) in _known()


@lru_cache(maxsize=8192)
def heading_before(text: str) -> Label | None:
    """The heading printed before its items in one line: '关键字：钢铁 煤炭'; None where there is none."""
    if MAY_PART.search(text, 0, MAX_PRINTED) is None:
        return None
    match = LABEL.match(text)
    naming = name_heading(match.group(1)) if match else None
    if match is not None and naming is not None and naming.certainty >= KNOWN:
        return Label(match.group(1), naming.kind, match.end())
    start = simplified(text[:MAX_PRINTED])
    match = _tag_label().search(start) if ":" in start or "：" in start else _tag_label().match(start)
    if match is not None and match.end() < len(text):
        return Label(text[match.start(1) : match.end(1)], Kind.TAGS, match.end())
    return None


def says_neighbour(text: str) -> bool:
    """Whether a line begins like one that leads to the article before or after: 上一篇, 下一则."""
    words = cues().headings["prev_next"]
    if text.lstrip(" <«‹[【(/").startswith(words):
        return True
    first = next(filter(str.strip, map(_squeezed().__getitem__, map(ord, text[:8]))), "")
    return first[:1] in _neighbour_starts() and squeeze(text[:8]).startswith(words)


def behind_neighbours(text: str) -> list[str]:
    """What stands behind each 上一篇, 下一篇 of a line; the whole line where it has none."""
    labels = list(_neighbour().finditer(simplified(text)))
    starts = [0, *[label.end() for label in labels]]
    stops = [*[label.start() for label in labels], len(text)]
    return [part for first, last in zip(starts, stops, strict=True) if (part := text[first:last].strip())]


def is_ruled(text: str) -> bool:
    """Whether a line is set off as a heading by its own characters: '---- 更多新闻 ----', '請選擇---相關新聞'."""
    return RULE.fullmatch(text) is not None or text.startswith(cues().choices)


@lru_cache(maxsize=8192)
def is_control(text: str) -> bool:
    """Whether a line or link only works the page (更多, 换一换, 加载中 ...)."""
    if len(text) > MAX_HEADING:
        return False
    word = squeeze(text)
    return word in _controls() or (len(word) <= MAX_BUTTON and word.startswith(cues().verbs))


def trailing_control(text: str) -> str:
    """The word of the page's controls that a text ends with, the longest, not in brackets; empty where there is none."""
    words = (text[-size:] for size in range(min(MAX_BADGE, len(text) - 1), 0, -1))
    return next((word for word in words if squeeze(word) in _controls() and len(squeeze(word)) == len(word)), "")


@lru_cache(maxsize=8192)
def is_count(text: str) -> bool:
    """Whether a line or link is a count, with or without its name: 1016次浏览, 评论432条, (35)."""
    return len(text) <= MAX_HEADING and _count().fullmatch(text) is not None


def without_count(text: str) -> str:
    """A title without the count of comments or readers behind it, where that says what it counts and is set off."""
    match = _tail_count().search(text) if DIGIT.search(text) else None
    return text[: match.start()] if match and match.start() else text


def tail_count(text: str) -> str:
    """A title without any number behind it that may be a count, glued to it or not."""
    match = _any_tail_count().search(text) if DIGIT.search(text) else None
    return text[: match.start()] if match and match.start() else text


def simplified(text: str) -> str:
    """Text with each traditional character as its simplified one; as long as it was."""
    return text if _traditional().isdisjoint(text) else text.translate(_simplified())


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Text as words are compared: NFKC, lower case, simplified, without spaces and punctuation."""
    return _spaced(text).replace(" ", "")


@lru_cache(maxsize=8192)
def _spaced(text: str) -> str:
    """The same with a blank for each white space."""
    return text.translate(_squeezed())


def core(text: str) -> str:
    """A heading's words without those that lead to the whole list: '热点新闻 更多>>' -> '热点新闻'."""
    return _without_more(squeeze(text))


def _without_more(word: str) -> str:
    if word.endswith(cues().more):
        for more in cues().more:
            if word.endswith(more) and len(word) > len(more):
                return word.removesuffix(more)
    return word


# ---------------------------------------------------------------- the vocabulary, made ready

@cache
def _known() -> dict[str, Kind]:
    return {word: Kind(kind) for kind, words in cues().headings.items() for word in words}


@cache
def _tag_label() -> re.Pattern[str]:
    """标签 and its like in front of words: behind other labels with a colon, at a line's beginning with a space too."""
    words = "|".join(re.escape(word) for word in cues().headings["tags"] if not word.isascii())
    return re.compile(rf"((?:^[\[【（(]?(?:{words})(?=[\s:：])|(?:{words})(?=\s?[:：])))[\]】）)]?\s?[:：]?\s?")


@cache
def _neighbour() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, cues().headings["prev_next"]), key=len, reverse=True))
    return re.compile(rf"[\[【(（<«]?(?:{words})(?:文章|新[闻聞])?[\]】)）]?\s?[:：]?\s?")


@cache
def _neighbour_starts() -> frozenset[str]:
    return frozenset(word[0] for word in cues().headings["prev_next"])


@cache
def _channels() -> frozenset[str]:
    return frozenset(cues().channels)


@cache
def _controls() -> frozenset[str]:
    return frozenset(cues().controls)


@cache
def _any_stem() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(stem) for stem, _ in cues().stems.order))


class _Squeezed(dict[int, str]):
    """Code point -> what is left of the character; worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        left = " " if char.isspace() else NOT_WORD.sub("", unicodedata.normalize("NFKC", char)).lower()
        self[code] = left.translate(_simplified())
        return self[code]


@cache
def _squeezed() -> _Squeezed:
    return _Squeezed()


@cache
def _traditional() -> frozenset[str]:
    return frozenset(traditional().traditional)


@cache
def _simplified() -> dict[int, int]:
    table = traditional()
    return str.maketrans(table.traditional, table.simplified)


@cache
def _counted() -> str:
    """The words beside counts, as alternatives of a pattern."""
    return "|".join(map(re.escape, cues().counts))


@cache
def _count() -> re.Pattern[str]:
    words = _counted()
    number = r"[\d,.]{1,12}\s?[万萬wWkK]?\+?"
    return re.compile(rf"[(（\[]?\s?(?:(?:{words})\s?[(（:：]?\s?)?{number}\s?(?:{words})?\s?[)）\]]?")


@cache
def _tail_count() -> re.Pattern[str]:
    words = _counted()
    number = r"\d[\d,.]{0,9}\s?[万萬]?"
    bracketed = rf"\s?[(（\[](?:{words})?\s?[:：]?\d{{1,9}}\s?(?:{words})[)）\]]|\s?[(（\[](?:{words})\s?[:：]?\d{{1,9}}[)）\]]"
    named = rf"[\s(（](?:{words})\s?[(（:：]?{number}[条次人]?[)）]?|\s{number}\s?(?:{words})|\s(?!(?:19|20)\d\d$)\d[\d,]{{2,9}}"
    return re.compile(rf"(?:{bracketed}|{named})$")


@cache
def _any_tail_count() -> re.Pattern[str]:
    words = _counted()
    number = r"\d[\d,.]{0,9}\s?[万萬]?"
    return re.compile(rf"(?:\s?[(（\[]\d{{1,9}}[)）\]]|(?:{words})\s?[(（:：]?\s?{number}[条次人]?[)）]?|\s?{number}\s?(?:{words})|\s{number}|{number}(?<=[万萬]))$")
