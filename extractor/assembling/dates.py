"""Dates as Chinese pages print them: a point in time for every match, as precise as its words, never more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from msgspec import Struct

from extractor.vocabulary import labels

CHINA = timezone(timedelta(hours=8))
REPUBLIC = 1911         # year 0 of the 民國 calendar
NARROW = str.maketrans("０１２３４５６７８９：／－．　﹕︰∶\u00a0İ", "0123456789:/-. :::\u0020I")  # one character for one: İ has two in lower case
NUMERALS = {mark: n for n, mark in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}


class Stamp(Struct, frozen=True):
    """A date printed at text[start:end]; what the page leaves out is None, the year too ('09-30 22:46')."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None

    def iso(self) -> str | None:
        """ISO 8601 local time as precise as printed; None where the year is missing or the day does not exist."""
        if self.year is None or not self.exists():
            return None
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        if self.hour is not None and self.day is not None:
            text += f"T{self.hour:02d}:{self.minute or 0:02d}"
            text += "" if self.second is None else f":{self.second:02d}"
        return text

    def day_iso(self) -> str | None:
        """The day alone, None where it is not known in full."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}" if self.year and self.month and self.day else None

    def exists(self) -> bool:
        """Whether the calendar has this day."""
        try:
            datetime(self.year or 2000, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return True


# ---------------------------------------------------------------- patterns

def any_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CLOCK = labels().clock
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_NAMED = rf"(?P<name>{any_of(_CLOCK.months)})[a-z]{{0,6}}\.?"
_WEEK = rf"[(（]?(?:(?:{any_of(_CLOCK.weekday)})[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?)?[)）]?"
_HALF = rf"(?P<half>{any_of(_CLOCK.am + _CLOCK.pm + _CLOCK.noon)})?"
_GAP = r"[\s,，、|｜·•t_()（）\[\]【】-]{0,3}"
_HOURS = (
    rf"{_HALF}\s?(?P<hour>2[0-3]|[01]?\d)\s?[:时時点點]\s?(?P<minute>[0-5]\d|\d(?=\s?分))\s?分?"
    r"(?:\s?:?(?<=[:分])\s?(?P<second>[0-5]\d)秒?)?"
    rf"(?:\s?(?P<after>{any_of(('am', 'pm', 'a.m.', 'p.m.'))})(?![a-z]))?"
)
TIME = re.compile(rf"{_GAP}{_WEEK}{_GAP}(?:{any_of(_CLOCK.zone)})?\s?{_HOURS}")
TIME_BEFORE = re.compile(rf"(?<![\d:]){_HOURS}[\s,，|]{{0,3}}$")
NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<year>(?:19|20)\d\d)|民[國国]\s?(?P<republic>\d{{2,3}}))\s?(?:[年./-]|(?<=\d)\s(?=\d{{1,2}}\s?/))\s?"
    rf"{_MONTH}\s?[月./-]\s?{_DAY}\s?[日号號]?"
)
REPUBLICAN = re.compile(rf"(?<!\d)(?P<republic>1[01]\d)(?:年\s?{_MONTH}月\s?{_DAY}日|(?P<mark>[./-])(?P<m>0\d|1[0-2])(?P=mark)(?P<d>[0-3]\d)(?!\d))")
DAY_FIRST = re.compile(rf"(?<![\d./-]){_DAY}\s?[./-]\s?{_MONTH}\s?[./-]\s?(?P<year>(?:19|20)\d\d)(?!\d)")
ENGLISH = re.compile(rf"(?<![a-z]){_NAMED}\s?{_DAY}(?:st|nd|rd|th)?[\s,]{{1,2}}(?:[a-z]{{3}}\s)?(?P<year>20\d\d|19\d\d)(?!\d)")
ENGLISH_DAY = re.compile(rf"(?<![\d:]){_DAY}(?:st|nd|rd|th)?[\s-]{_NAMED}[\s,-]{{1,2}}(?P<year>20\d\d|19\d\d)(?!\d)")
YEAR_FIRST = re.compile(rf"(?<!\d)(?P<year>20\d\d|19\d\d)[\s-]{_NAMED}[\s-]{_DAY}(?!\d)")
WRITTEN = re.compile(
    r"(?P<year>[一二][〇零○ＯO一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
MONTH_NAME = re.compile(r"(?P<month>[一二三四五六七八九十]{1,2}|1[0-2]|[1-9])月\s?(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th|日)?[,，]\s?(?P<year>20\d\d|19\d\d)(?!\d)")
SHORT_YEAR = re.compile(rf"(?<![\d-])(?P<short>[0-3]\d)([-./]){_MONTH}\2{_DAY}(?=\s?[012]?\d:\d\d)")
NO_YEAR = re.compile(rf"(?<![\d./-])(?:{_MONTH}\s?月\s?{_DAY}\s?日|(?P<m>1[0-2]|0?[1-9])[-/](?P<d>3[01]|[12]\d|0?[1-9])(?=\s?[012]?\d:\d\d))")
COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d))?(?!\d)")
IN_URL = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[/_-]?(?P<month>0[1-9]|1[0-2])[/_-]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(?P<y>20\d\d)[/_-](?P<m>[1-9])[/_-](?P<d>3[01]|[12]\d|[1-9])(?!\d)"
)
ONLY_MONTH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年|[-./])(?P<month>1[0-2]|0?[1-9])(?:月|$)")
ONLY_YEAR = re.compile(r"^\s?(?P<year>(?:19|20)\d\d)年?\s?$")
OFFSET = re.compile(r"(?:\.\d{1,9})?\s?(?P<zone>z|gmt|utc|[+-]\d\d:?\d\d)")
SECONDS = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*")  # since 1970, or milliseconds
FULL = (NUMERIC, WRITTEN, REPUBLICAN, ENGLISH, ENGLISH_DAY, YEAR_FIRST, MONTH_NAME, DAY_FIRST, SHORT_YEAR)
_NUMBERED = re.compile(r"[\d年]")  # what every date has, in any width
_MAYBE = re.compile(r"\d\s?[年月./-]\s?\d|年[一二三四五六七八九十]|(?:19|20)\d\d[\s年]|[\s,，](?:19|20)\d\d")  # what every pattern of FULL and NO_YEAR needs
_AGAIN = re.compile(r"(?:19|20)\d\d[年./-]")  # a date right behind a date, printed twice
RELATIVE = re.compile(rf"(?P<count>\d{{1,3}}|半)\s?(?P<unit>{any_of(_CLOCK.units)})\s?(?:{any_of(_CLOCK.ago)})")
DAY_WORD = re.compile(rf"(?:{any_of(_CLOCK.days)})(?![\u4e00-\u9fff])")
JUST_NOW = re.compile(any_of(_CLOCK.just_now))


# ---------------------------------------------------------------- finding

def find_stamps(text: str) -> list[Stamp]:
    """The absolute dates of a text in order; dates without a year only where there is none with."""
    return list(_stamps(text)) if _NUMBERED.search(text) else []


@lru_cache(maxsize=8192)
def _stamps(text: str) -> tuple[Stamp, ...]:
    text = text.translate(NARROW).lower()
    if _MAYBE.search(text) is None:
        return ()
    found = [stamp for pattern in FULL for stamp in _matches(pattern, text)]
    if not found:
        found = list(_matches(NO_YEAR, text))
    found.sort(key=lambda stamp: stamp.start)
    return tuple(stamp for n, stamp in enumerate(found) if n == 0 or stamp.start >= found[n - 1].end)


def find_rough(text: str) -> Stamp | None:
    """A month with its year, or a line that is nothing but a year."""
    match = ONLY_MONTH.search(text.translate(NARROW)) or ONLY_YEAR.match(text.translate(NARROW))
    return _stamp(match, match.group()) if match else None


def read_value(text: str) -> Stamp | None:
    """The date of a machine-written value (meta, JSON-LD); UTC becomes China time, any other offset is dropped."""
    if match := SECONDS.fullmatch(text):
        return from_seconds(int(match.group(1)))
    stamps = find_stamps(text) or [_stamp(match, text) for match in COMPACT.finditer(text)]
    if not stamps:
        return None
    stamp = stamps[0]
    offset = OFFSET.match(text.lower(), stamp.end)
    if offset is None or stamp.hour is None or offset["zone"].strip("gmtucz+-0:") or stamp.iso() is None:
        return stamp
    return from_seconds(datetime.fromisoformat(stamp.iso() or "").replace(tzinfo=UTC).timestamp())


def in_url(url: str) -> Stamp | None:
    """The day that an address carries in its path."""
    match = IN_URL.search(url.split("//", 1)[-1].partition("/")[2])
    if match is None:
        return None
    year, month, day = (match[a] or match[b] for a, b in (("year", "y"), ("month", "m"), ("day", "d")))
    return Stamp(match.start(), match.end(), int(year), int(month), int(day))


def from_seconds(seconds: float) -> Stamp:
    """Seconds since 1970 as China time."""
    now = datetime.fromtimestamp(seconds, CHINA)
    return Stamp(0, 0, now.year, now.month, now.day, now.hour, now.minute, now.second)


def find_relative(text: str) -> re.Match[str] | None:
    """Where a text says when only by its distance from now: 3小时前, 昨天, 刚刚."""
    return RELATIVE.search(text) or DAY_WORD.search(text) or JUST_NOW.search(text)


def resolve(text: str, now: datetime) -> str | None:
    """ISO 8601 of a relative date; to the minute where it counts minutes or gives a time, else the day."""
    text = text.lower()
    if match := RELATIVE.search(text):
        seconds = _CLOCK.units[match["unit"]] * (0.5 if match["count"] == "半" else int(match["count"]))
        then = now - timedelta(seconds=seconds)
        return then.strftime("%Y-%m-%dT%H:%M" if _CLOCK.units[match["unit"]] <= 60 else "%Y-%m-%d")
    if match := DAY_WORD.search(text):
        then = now - timedelta(days=_CLOCK.days[match.group()])
        return _with_time(Stamp(match.start(), match.end(), then.year, then.month, then.day), text).iso()
    return now.strftime("%Y-%m-%dT%H:%M") if JUST_NOW.search(text) else None


# ---------------------------------------------------------------- reading a match

def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Stamp]:
    for match in pattern.finditer(text):
        stamp = _with_time(_stamp(match, text), text)
        digits_follow = stamp.hour is None and text[stamp.end : stamp.end + 1].isdigit() and text[stamp.end - 1].isdigit()
        if (not digits_follow or _AGAIN.match(text, stamp.end)) and stamp.exists():
            yield stamp


def _stamp(match: re.Match[str], text: str) -> Stamp:
    """The date of a match, whichever of the named groups its pattern has."""
    part = match.groupdict()
    year = _number(part.get("year"))
    if part.get("republic"):
        year = REPUBLIC + int(part["republic"])
    elif part.get("short"):
        year = 2000 + int(part["short"])
    month = _number(part.get("month") or part.get("m"))
    if part.get("name"):
        month = _CLOCK.months.index(part["name"]) + 1
    day = _number(part.get("day") or part.get("d"))
    clock = (_number(part.get("hour")), _number(part.get("minute")), _number(part.get("second")))
    return Stamp(match.start(), match.end(), year, month, day, *clock)


def _number(text: str | None) -> int | None:
    """An Arabic or Chinese number: 12, 十二, 二〇一九."""
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * NUMERALS.get(tens, 1) + NUMERALS.get(ones, 0)
    return int("".join(str(NUMERALS[mark]) for mark in text))


def _with_time(stamp: Stamp, text: str) -> Stamp:
    """The stamp with the time that stands right behind it, or right before it."""
    match, start, end = TIME.match(text, stamp.end), stamp.start, stamp.end
    if match:
        end = match.end()
    elif match := TIME_BEFORE.search(text, max(0, stamp.start - 16), stamp.start):
        start = match.start()
    else:
        return stamp
    hour = _hour(int(match["hour"]), match["half"] or match["after"])
    second = int(match["second"]) if match["second"] else None
    return Stamp(start, end, stamp.year, stamp.month, stamp.day, hour, int(match["minute"]), second)


def _hour(hour: int, half: str | None) -> int:
    """The hour in 24: 下午3 is 15, 凌晨12 is 0, 中午1 is 13."""
    if half in _CLOCK.pm and hour < 12:
        return hour + 12
    if half in _CLOCK.am and hour == 12:
        return 0
    if half in _CLOCK.noon and hour < 3:
        return hour + 12
    return hour
