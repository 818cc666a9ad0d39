"""When an article was published and last changed: what the page shows, else what its head and address say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.assembling.dates import (
    CHINA,
    NARROW,
    Stamp,
    any_of,
    find_relative,
    find_rough,
    find_stamps,
    from_seconds,
    in_url,
    read_value,
    resolve,
)  # fmt: skip
from extractor.assembling.ruled import ruled_evidence, ruled_lines
from extractor.assembling.zones import AROUND, SURE, Zones, find_zones
from extractor.model import Draft, Evidence, Found, Page, PageType, Role
from extractor.vocabulary import labels

FRAGMENT = 16           # characters of a line that may be a piece of a date
OLDEST = 1994           # no page of the web is older; an earlier year is what an article tells of
PROSE = 140             # a longer line is prose, its dates are what it tells about
ENOUGH = 1.0            # score from which a displayed date is believed
LITTLE = 0.35           # the same on a flattened page, whose lines the tagger knows less of and which has no head to fall back on
OWN_DATE_FIRST = (PageType.FORUM, PageType.QA, PageType.ENCYCLOPEDIA)  # pages whose own date, where they show one, stands above the text
_WORDS = labels()
_PIECE = re.compile(rf"(?:[\d\sapmAPM年月日号號时時分点點/.:,-]|[（()）]|(?:星期|周|週).|{any_of(_WORDS.clock.zone)})+")
_DATE_LABEL = re.compile(rf"(?:{any_of(_WORDS.date)})\s?[:：]?\s?[\[【(（]?$")
_MODIFIED_LABEL = re.compile(rf"(?:{any_of(_WORDS.modified)})\s?[:：]?\s?[\[【(（]?$")
_TOLD = re.compile(r"\S{3,}[于於在]\s?$")  # a sentence leads to the date: it is of what the sentence tells
_MODIFIED_BEHIND = re.compile(rf"\s?(?:{any_of(_WORDS.modified)})(?!\w{{0,4}}\s?[:：])")


class Published(Struct, frozen=True):
    """Times as ISO 8601 local time, as precise as the page shows; raw keeps the page's own words."""

    value: Found[str] | None = None
    modified: Found[str] | None = None
    raw: str | None = None


class _Candidate(Struct, frozen=True):
    """A date on a line: how far it may be believed, and whether its label says that it is of a change."""

    line: int
    stamp: Stamp
    raw: str
    score: float
    modified: bool = False


def find_published(draft: Draft, page_type: PageType = PageType.ARTICLE) -> Published:
    """The times of a page; a displayed date beats the head, a change is publication only where nothing else is shown.

    A thread was published when its first post was; an entry of an encyclopedia shows when it was changed, quoted or read.
    """
    given = _given(draft.page)
    if ruled := _by_rule(draft.page):
        return ruled
    zones = find_zones(draft)
    above = _above_the_text(draft, zones) if page_type in OWN_DATE_FIRST else None
    if above is None and page_type is PageType.ENCYCLOPEDIA:
        return Published(_as_iso(given.get("published")), _as_iso(given.get("modified")))
    zones = above or zones
    shown = sorted(_candidates(draft, zones, given), key=lambda candidate: -candidate.score)
    little = draft.page.form == "text" and all(candidate.score < ENOUGH for candidate in shown)
    enough = LITTLE if little else ENOUGH
    first = next((c for c in shown if not c.modified and c.score >= enough), None)
    changed = next((c for c in shown if c.modified and c.score >= enough and c is not first), None)
    if first is None and changed is not None and "published" not in given:
        first, changed = changed, None
    if first is not None and first.score < ENOUGH and (opening := _dateline(draft, zones)):
        return opening
    if first is not None:
        return _displayed(first, changed, given)
    return _not_displayed(draft, zones, given, changed)


def _above_the_text(draft: Draft, zones: Zones) -> Zones | None:
    """The zones without what follows the first post, None where no date stands above it."""
    above = tuple(i for i in zones.head if draft.body and i < draft.body[0])
    dated = any(find_stamps(draft.page.lines[i].text) for i in above)
    return replace(zones, head=above, tail=()) if dated else None


def _by_rule(page: Page) -> Published | None:
    """The first date on the lines that a site rule names."""
    now = _clock(page.fetched_at)
    for i in ruled_lines(page, "date"):
        text = page.lines[i].text
        stamp = next((stamp for stamp in find_stamps(text) if stamp.iso()), None)
        relative = find_relative(text) if stamp is None else None
        iso = stamp.iso() if stamp else resolve(text, now) if relative and now else None
        if stamp or relative:
            raw = text[stamp.start : stamp.end].strip() if stamp else text
            return Published(Found(iso, ruled_evidence("date", i)) if iso else None, None, raw)
    return None


def _displayed(first: _Candidate, changed: _Candidate | None, given: dict[str, Found[Stamp]]) -> Published:
    stamp, by = _completed(first.stamp, given)
    iso = stamp.iso()
    evidence = Evidence("line", f"line {first.line + 1}{by}", _confidence(first.score))
    value = Found(iso, evidence) if iso else None
    return Published(value, _modified(changed, given), first.raw)


def _completed(stamp: Stamp, given: dict[str, Found[Stamp]]) -> tuple[Stamp, str]:
    """A displayed day with the time that the head has for the same day; midnight is what machines write for no time."""
    found = given.get("published")
    exact = found is not None and (found.value.hour, found.value.minute) not in ((None, None), (0, 0))
    if found is None or stamp.hour is not None or not exact or found.value.day_iso() != stamp.day_iso():
        return stamp, ""
    return found.value, f", time from {found.evidence.where}"


def _modified(changed: _Candidate | None, given: dict[str, Found[Stamp]]) -> Found[str] | None:
    if changed is not None and (iso := changed.stamp.iso()):
        return Found(iso, Evidence("line", f"line {changed.line + 1}", _confidence(changed.score)))
    return _as_iso(given.get("modified"))


def _not_displayed(
    draft: Draft, zones: Zones, given: dict[str, Found[Stamp]], changed: _Candidate | None
) -> Published:
    """What can be said without a displayed date: a relative one, the head's, the address's."""
    relative = _relative(draft, zones)
    now = _clock(draft.page.fetched_at)
    raw = relative[1] if relative else None
    if "published" in given:
        return Published(_as_iso(given["published"]), _modified(changed, given), raw)
    if relative and now and (iso := resolve(relative[1], now)):
        return Published(Found(iso, Evidence("line", f"line {relative[0] + 1}, resolved against fetched_at", 0.7)), None, raw)
    if relative:
        return Published(None, _modified(changed, given), raw)
    if "url" in given:
        return Published(_as_iso(given["url"]), _modified(changed, given), None)
    return _from_body(draft, zones)


def _from_body(draft: Draft, zones: Zones) -> Published:
    """The date that opens the article, else a bare year or month above the body."""
    if opening := _dateline(draft, zones):
        return opening
    for i in zones.head:
        rough = find_rough(draft.page.lines[i].text) if draft.tagging.p(i, Role.INFO) >= SURE else None
        if rough is not None and (iso := rough.iso()):
            return Published(Found(iso, Evidence("line", f"line {i + 1}", 0.4)), None, draft.page.lines[i].text)
    return Published()


def _dateline(draft: Draft, zones: Zones) -> Published | None:
    """The date that the article's first line opens with, as agencies date their reports."""
    for i in zones.opening[:1]:
        text = draft.page.lines[i].text[:30]
        for stamp in find_stamps(text)[:1]:
            if stamp.start < 8 and (stamp.year or 0) >= OLDEST and not _TOLD.search(text[: stamp.start]) and stamp.iso():
                evidence = Evidence("line", f"line {i + 1}, dateline", 0.5)
                return Published(Found(stamp.iso() or "", evidence), None, text[stamp.start : stamp.end].strip())
    return None


# ---------------------------------------------------------------- displayed dates

def _candidates(draft: Draft, zones: Zones, given: dict[str, Found[Stamp]]) -> Iterator[_Candidate]:
    days = {found.value.day_iso() for found in given.values()}
    skipped: set[int] = set()
    for i in (*zones.head, *zones.tail):
        if i in skipped or i == draft.title_line:
            continue
        text, last = _joined(draft.page, i)
        if len(text) > PROSE:
            continue
        for n, stamp in enumerate(find_stamps(text)):
            stamp = _with_year(stamp, given)
            yield _judged(draft, zones, _Candidate(i, stamp, text[stamp.start : stamp.end].strip(), -0.6 * n), text, days)
            skipped.update(range(i + 1, last + 1))


def _joined(page: Page, line: int) -> tuple[str, int]:
    """A line with the following lines that go on with its date ('2019', '09/07', '19:02'), and the last of them."""
    text = page.lines[line].text
    if len(text) > 2 * FRAGMENT or (not text[-1:].translate(NARROW).isdigit() and text[-1:] not in "年月日号號/-)）"):
        return text, line
    last = line
    while last + 1 < len(page.lines) and last < line + 3:
        following = page.lines[last + 1].text
        if len(following) > FRAGMENT or not _PIECE.fullmatch(following.translate(NARROW)) or (following.isdigit() and len(following) > 2):
            break
        text, last = f"{text} {following}", last + 1
    if last > line:
        whole = find_stamps(text)
        alone = find_stamps(page.lines[line].text)
        if not whole or (alone and whole[0].hour == alone[0].hour):
            return page.lines[line].text, line
    return text, last


def _judged(draft: Draft, zones: Zones, candidate: _Candidate, text: str, days: set[str | None]) -> _Candidate:
    """The candidate with its score: label words, the tagger, its place, agreement with the head and the address."""
    i, stamp = candidate.line, candidate.stamp
    before = text[: stamp.start].rstrip()
    modified = _MODIFIED_LABEL.search(before.lower()) is not None or _MODIFIED_BEHIND.match(text, stamp.end) is not None
    p = draft.tagging.p(i, Role.INFO)
    score = candidate.score + 2.5 * p
    if not modified and _DATE_LABEL.search(before.lower()):
        score += 1.5
    elif not modified and _TOLD.search(before):
        score -= 1.5
    score += 0.6 if stamp.hour is not None else 0
    score += 1.5 if stamp.day_iso() in days else 0
    score -= 1.5 if stamp.year is None else 0
    score += _place(draft, zones, i)
    around = sum(draft.tagging.roles[i][role] for role in AROUND)
    score -= 1.5 * around + (0.5 if draft.page.lines[i].hidden else 0)
    rest = len(text) - (stamp.end - stamp.start)
    score -= min(1.0, max(0, rest - 60) / 60)
    return replace(candidate, score=score, modified=modified)


def _place(draft: Draft, zones: Zones, line: int) -> float:
    """How likely a date at this place is the article's: best right below the headline, then above it, then after the body."""
    title = draft.title_line
    if draft.body and line > draft.body[-1]:
        return 0.6 - 0.05 * min(12, line - draft.body[-1])
    if title is None:
        return 0.5
    if line > title:
        return 1.6 - 0.08 * min(12, line - title)
    return 0.9 - 0.1 * min(10, title - line)


def _with_year(stamp: Stamp, given: dict[str, Found[Stamp]]) -> Stamp:
    """A stamp without a year takes it from the head or the address where they name the same day."""
    if stamp.year is not None:
        return stamp
    for found in given.values():
        if (found.value.month, found.value.day) == (stamp.month, stamp.day):
            return replace(stamp, year=found.value.year)
    return stamp


def _relative(draft: Draft, zones: Zones) -> tuple[int, str] | None:
    """Line and words of a relative date on an info line or right below the headline."""
    title = draft.title_line
    for i in zones.head:
        near = title is not None and title < i <= title + 5
        text = draft.page.lines[i].text
        if len(text) <= 60 and (draft.tagging.p(i, Role.INFO) >= SURE or near) and (match := find_relative(text)):
            return i, text[match.start() :][:40] if match.group() in _WORDS.clock.days else match.group()
    return None


# ---------------------------------------------------------------- head and address

def _given(page: Page) -> dict[str, Found[Stamp]]:
    """What metas, JSON-LD, scripts and the address say: 'published', 'modified', 'url'."""
    result: dict[str, Found[Stamp]] = {}
    for field, names in (("published", _WORDS.meta.published), ("modified", _WORDS.meta.modified)):
        for where, name, text in _values(page, names):
            stamp = read_value(text)
            if stamp is not None and stamp.iso():
                result[field] = Found(stamp, Evidence(where, name, 0.8))
                break
    for name in _WORDS.meta.seconds:
        seconds = page.head.script.get(name, "")
        if "published" not in result and seconds.isdigit() and 9 <= len(seconds) <= 10:
            result["published"] = Found(from_seconds(int(seconds)), Evidence("script", name, 0.9))
    if page.url and (stamp := in_url(page.url)):
        result["url"] = Found(stamp, Evidence("url", "url", 0.5))
    return result


def _values(page: Page, names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """(where, name, text) of the metas and JSON-LD keys of these names, JSON-LD first."""
    for name in names:
        for thing in page.head.linked_data:
            value: Any = next((thing[key] for key in thing if key.lower() == name), None)
            if isinstance(value, str) and value:
                yield "json-ld", name, value
        if page.head.meta.get(name):
            yield "meta", name, page.head.meta[name]


def _as_iso(found: Found[Stamp] | None) -> Found[str] | None:
    iso = found.value.iso() if found else None
    return Found(iso, found.evidence) if found and iso else None


def _clock(text: str | None) -> datetime | None:
    """The time of the fetch as China time, without its offset."""
    try:
        time = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return time.astimezone(CHINA).replace(tzinfo=None) if time and time.tzinfo else time


def _confidence(score: float) -> float:
    return round(min(0.99, max(0.3, 0.4 + 0.12 * score)), 2)
