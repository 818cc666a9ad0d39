"""What is glued to the titles of a list and is no part of them: dates, counts, buttons, ranks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from extractor.assembling.block_pieces import BULLETS
from extractor.assembling.dates import Stamp, find_relative, find_stamps
from extractor.headings import is_control, is_count, tail_count, trailing_control, without_count

TAIL = " \t·・‧>›»|丨—–•"
OPEN, CLOSE = "([（【", ")]）】"
RANGE = "-—–至~～"            # a date behind one of these belongs to the title: 行情分析--2019年8月19日
RANKED_SHARE = 0.5            # share of a list's titles that must carry their own rank before ranks are split off
MAX_FIRST = 0.4               # share of ranks that may be 1; more are years, months or counts
DATE_TAIL = re.compile(r"\d[\d\s:：.,日]{0,10}[)\]）】]?(?:\s?[(（]\w[)）])?$|前[)\]）】]?$")
DATE_HEAD = re.compile(r"[(\[（【]?\d{1,4}\s?[-/.年月:：小秒分天]|\d{1,2}[分小天]")
SHORT_DATE = re.compile(r"[(\[（【]?(?:\d{1,2}[-/.月]\d{1,2}日?|\d{4}|\d{1,2}[:：]\d{2})[)\]）】]?")
MARK = re.compile(r"\s?[(（]\w[)）]$")  # (图)
BUTTON = re.compile(r"\s?[.… ]{0,8}[\[【](?P<word>[\w ]{2,6})[\]】]$")
BRACKETED = re.compile(r"【([^【】]{6,60})】(.{8,})")
AFTER_RANK = " .、,，/:：)）·"    # what stands between a rank or count and its title
MIN_COMMON, COMMON_SHARE = 3, 0.6  # titles of a list, and share of them, from which what they carry is no part of them
DISTINCT = 0.9  # share of the titles that must still differ
DAY = r"[(\[（【]?\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s?[)\]）】]?"
HEAD_DAY = re.compile(r"^(?:[(\[（【]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s?[)\]）】]|\d{1,2}[-/.月]\d{1,2}日?(?=\s))\s?")
TAIL_DAY = re.compile(rf"(?<=\D){DAY}$|\s\d{{4}}$")
LEADING = re.compile(r"(?!(?:19|20)\d\d(?!\d))\d{2,9}")
BRACKETED_COUNT = re.compile(r"^[(（\[](\d{1,9})[)）\]]")
ADORNING = ("So", "Sk", "Po")     # Unicode categories of characters like ° ★ ※ in front of titles
RANK_ONLY = re.compile(r"(?:NO\.?\s?|TOP\s?|第)?0?(\d{1,2})[.、名]?", re.IGNORECASE)


class Trimmed(Struct, frozen=True):
    """A title without what was glued to it."""

    title: str
    published: str | None = None
    snippet: str | None = None


@lru_cache(maxsize=8192)
def trim(text: str) -> Trimmed | None:
    """The title in a candidate's text, None where nothing is left but dates, counts and buttons."""
    text = text.lstrip(BULLETS).rstrip(TAIL)
    text, snippet = _without_button(text)
    text, published = _without_date(text)
    text = without_count(text).strip(TAIL)
    return Trimmed(text, published, snippet) if text and not is_control(text) else None


@lru_cache(maxsize=8192)
def is_detail(text: str) -> bool:
    """Whether a line can hold no title: a date, a count, a rank or a button."""
    if len(text) < 2 or is_control(text) or is_count(text) or SHORT_DATE.fullmatch(text) or RANK_ONLY.fullmatch(text):
        return True
    if not DATE_HEAD.match(text):
        return False
    rest, _ = _without_date(text)
    return not rest.strip(BULLETS + OPEN + CLOSE)


def date_in(text: str) -> str | None:
    """The first date of a text as ISO 8601, None where it has none with a year."""
    return next((stamp.iso() for stamp in find_stamps(text)), None)


def rank_of(text: str) -> int | None:
    """The rank in a line that is nothing else."""
    match = RANK_ONLY.fullmatch(text)
    return int(match.group(1)) if match else None


def _without_button(text: str) -> tuple[str, str | None]:
    """A title without a button behind it; '【title】snippet ... [详细]' is cut into title and snippet."""
    match = BUTTON.search(text)
    if match is None or not is_control(match["word"]):
        return text, None
    text = text[: match.start()]
    lead = BRACKETED.fullmatch(text)
    return (lead.group(1), lead.group(2)) if lead else (text, None)


def _without_date(text: str) -> tuple[str, str | None]:
    """A title without the date at its end or beginning, and that date as ISO 8601 where it has a year."""
    published = None
    if DATE_TAIL.search(text):
        text, published = _cut(text, at_end=True)
    if DATE_HEAD.match(text):
        text, first = _cut(text, at_end=False)
        published = published or first
    return text, published


def _cut(text: str, at_end: bool) -> tuple[str, str | None]:
    bare = MARK.sub("", text).rstrip(CLOSE + " ") if at_end else text
    stamps = find_stamps(bare)
    if not stamps:
        return _cut_relative(text, bare, at_end)
    stamp = stamps[-1] if at_end else stamps[0]
    if at_end and stamp.end >= len(bare) and _set_off(text, stamp):
        return text[: stamp.start].rstrip(OPEN + " "), stamp.iso()
    if not at_end and not text[: stamp.start].strip(OPEN + " ") and _ends_word(text, stamp):
        return text[stamp.end :].lstrip(CLOSE + " "), stamp.iso()
    return text, None


def _cut_relative(text: str, bare: str, at_end: bool) -> tuple[str, None]:
    match = find_relative(bare)
    if match is None:
        return text, None
    if at_end and match.end() == len(bare) and match.start():
        return text[: match.start()].rstrip(OPEN + " "), None
    if not at_end and match.start() <= 1:
        return text[match.end() :].lstrip(CLOSE + " "), None
    return text, None


def _set_off(text: str, stamp: Stamp) -> bool:
    """Whether a date at a line's end is no part of its title: in full, or behind a space or bracket; never behind a dash."""
    before = text[: stamp.start]
    return not before.endswith(tuple(RANGE)) and (stamp.year is not None or stamp.hour is not None or before.endswith(tuple(OPEN + " ")))


def _ends_word(text: str, stamp: Stamp) -> bool:
    """Whether a date at a line's beginning stands for itself: a time, a bracket or a space follows."""
    return stamp.hour is not None or stamp.end == len(text) or text[stamp.end] in CLOSE + " "


# ---------------------------------------------------------------- what most titles of a list carry

def split_ranks(titles: list[str]) -> list[tuple[int | None, str]]:
    """(rank, title) of each title; ranks are split off where most titles begin with the number that their place has."""
    cuts: list[tuple[int | None, str]] = []
    rank = 0
    for title in titles:
        cut = _next_rank(title, rank)
        if cut is not None:
            rank = cut[0]
        cuts.append(cut or (None, title))
    found = [number for number, _ in cuts if number]
    if len(titles) < 3 or len(found) < RANKED_SHARE * len(titles) or found.count(1) > MAX_FIRST * len(found):
        return [(None, title) for title in titles]
    return cuts


def _next_rank(title: str, rank: int) -> tuple[int, str] | None:
    """The rank and the rest of a title that begins with the next rank, with the one after it (one was missed), or with 1."""
    bare = title.lstrip("0")
    if not bare[:1].isdigit():
        return None
    for number in (rank + 1, rank + 2, 1) if rank else (1,):
        if bare.startswith(str(number)):
            rest = bare[len(str(number)) :].lstrip(AFTER_RANK)
            return (number, rest) if rest else None
    return None


def without_common(titles: list[str]) -> list[str]:
    """Titles without what alone would be a part of them but is printed with most: a count, a day without a year, a badge."""
    for cut in (_without_badges, _without_falling, _without_tails, _without_days):
        titles = _most(titles, cut(titles))
    return titles


def _most(titles: list[str], cuts: Sequence[str]) -> list[str]:
    """The cut titles if most are cut and no two become one."""
    changed = sum(cut != title for title, cut in zip(titles, cuts, strict=True))
    many = len(titles) >= MIN_COMMON and changed >= COMMON_SHARE * len(titles)
    return list(cuts) if many and len(set(cuts)) >= DISTINCT * len(set(titles)) else titles


def _without_badges(titles: list[str]) -> list[str]:
    """Titles without the one mark that most begin with and the one word of the page's controls that most end with: '°title热'."""
    if len(titles) < MIN_COMMON:
        return titles
    marks, words = Counter(map(_first_mark, titles)), Counter(map(trailing_control, titles))
    mark, word = marks.most_common(1)[0][0], words.most_common(1)[0][0]
    return [title.removeprefix(mark).removesuffix(word).strip(TAIL) or title for title in titles]


def _first_mark(title: str) -> str:
    """The first character of a title if it only adorns it."""
    return title[:1] if title[:1] and unicodedata.category(title[0]) in ADORNING else ""


def _without_tails(titles: list[str]) -> list[str]:
    """Titles without a bare count at their ends."""
    return [tail_count(title).rstrip(TAIL) or title for title in titles]


def _without_days(titles: list[str]) -> list[str]:
    """Titles without a month and day at their beginnings or ends: '[06-25] title', 'title (1-17)'."""
    return [HEAD_DAY.sub("", TAIL_DAY.sub("", title)).strip(TAIL) or title for title in titles]


def _without_falling(titles: list[str]) -> list[str]:
    """Titles without numbers in front that fall from title to title: the readers of a ranking ('63675title', '(39445)title')."""
    rest, last = [], 0
    for title in titles:
        title = BRACKETED_COUNT.sub(r"\1 ", title)
        digits = LEADING.match(title)
        number = _at_most(digits.group(), last) if digits else ""
        last = int(number) if number else last
        rest.append(title[len(number) :].lstrip(AFTER_RANK) or title)
    return rest


def _at_most(digits: str, limit: int) -> str:
    """The longest beginning of these digits whose number is no greater than the limit, if one is set."""
    while limit and digits and int(digits) > limit:
        digits = digits[:-1]
    return digits
