"""The items of a block: titles with their links, snippets, dates and ranks, from the lines of its list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from extractor.assembling.headings import is_control, is_count, name_heading, without_count
from extractor.model import Item, Kind, Line

BULLETS = " \t·•·・‧●○■□◆◇★☆※▪►▶▲▼◎✦✓√*>›»-—–|丨,，、;；:：."
TAIL = " \t·・‧>›»|丨—–•"
MIN_SNIPPET = 12       # characters; shorter lines below a title are names of authors, columns or counts
MAX_CHANNEL = 6        # characters of a channel's name before a title: 财经 | ..., [军事] ...
MIN_LINK_SHARE = 0.3   # a link that holds less of its line than this is a button beside a title that is no link
RANKED_SHARE = 0.5     # share of a list's titles that must carry their own rank before ranks are split off

_DAY = r"(?:19|20)\d\d ?[-/.年] ?(?:0?[1-9]|1[0-2]) ?[-/.月] ?(?:[12]\d|3[01]|0?[1-9])日?"
_SHORT_DAY = r"(?:0?[1-9]|1[0-2])[-/月](?:[12]\d|3[01]|0?[1-9])日?"
_CLOCK = r"(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?"
_AGO = r"\d{1,3} ?(?:秒|分钟|小时|天|周|个月|月|年|分鐘|小時|個月)前"
_RELATIVE = rf"(?:(?:今天|昨天|前天) ?{_CLOCK}|{_AGO})"
_SOME_DATE = rf"(?:{_DAY} ?(?:{_CLOCK})?|{_SHORT_DAY} ?{_CLOCK}|{_RELATIVE})"
DATE_ONLY = re.compile(rf"[(\[（【]? ?(?:{_SOME_DATE}|{_SHORT_DAY}|{_CLOCK}|今天|昨天|前天) ?[)\]）】]?")
TAIL_DATE = re.compile(rf"(?<![-—至\d]) ?[(\[（【]? ?({_SOME_DATE}|(?<=[ (\[（]){_SHORT_DAY}) ?[)\]）】]?(?: ?[(（][图圖][)）])?$")
HEAD_DATE = re.compile(rf"[(\[（【]? ?({_DAY} ?(?:{_CLOCK})?|{_RELATIVE}|{_CLOCK}|{_SHORT_DAY}(?= )) ?[)\]）】]? ?")
ISO_DATE = re.compile(r"((?:19|20)\d\d) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})日? ?((?:[01]?\d|2[0-3])[:：][0-5]\d)?")
TAIL_BUTTON = re.compile(r" ?(?P<dots>[.… ]{0,8})[\[【](?P<word>[\w ]{2,6})[\]】]$")
BRACKETED = re.compile(r"【([^【】]{6,60})】(.{8,})")
RANK_ONLY = re.compile(r"(?:NO\.? ?|TOP ?|第)?0?(\d{1,2})[.、名]?", re.IGNORECASE)


class Piece(Struct, frozen=True):
    """A candidate title: its text, url and what stands behind it in the line."""

    text: str
    url: str | None = None
    rest: str = ""


def list_items(lines: Sequence[Line], titled: Sequence[bool]) -> list[Item]:
    """Items of a list. lines: its lines without the heading; titled: whether a line is judged to hold titles."""
    items: list[Item] = []
    rank: int | None = None
    for line, is_title in zip(lines, titled, strict=True):
        if not is_title or _is_detail(line.text):
            number = RANK_ONLY.fullmatch(line.text)
            rank = int(number.group(1)) if number else rank
            if items and not number:
                _add_detail(items[-1], line.text)
            continue
        for piece in pieces(line):
            if items and _repeats(items[-1], piece):
                _merge(items[-1], piece)
                continue
            item = _item(piece)
            if item is not None:
                item.rank, rank = rank, None
                items.append(item)
    _split_ranks(items)
    return items


def word_items(lines: Sequence[Line], heading: str | None) -> list[Item]:
    """Items of a line of words (tags): its links, or its words where it has none."""
    items = []
    for line in lines:
        text = line.text
        if heading and text.startswith(heading):
            text = text[len(heading) :]
        linked = [piece for piece in _links(line) if not is_control(piece.text)]
        found = linked or [Piece(word) for word in re.split(r"[\s,，、;；|/]+", text.strip(BULLETS))]
        for piece in found:
            title = without_count(piece.text.strip(BULLETS)).strip(TAIL)
            if title and not is_control(title):
                items.append(Item(title=title, url=piece.url))
    return items


def pieces(line: Line) -> list[Piece]:
    """The candidate titles of one line, one for each link that is no button, or the whole line."""
    links = _links(line)
    wanted = [piece for piece in links if not (is_control(piece.text) or is_count(piece.text))]
    if not wanted:
        return [Piece(line.text, links[0].url if links else None)]
    if len(wanted) == 1:
        return [_only_link(line, wanted[0])]
    return _several_links(line, wanted)


# ---------------------------------------------------------------- links of a line

def _links(line: Line) -> list[Piece]:
    """Links that hold a word, each with what stands between it and the next link."""
    result = []
    for number, link in enumerate(line.links):
        text = line.text[link.start : link.end].strip()
        end = line.links[number + 1].start if number + 1 < len(line.links) else len(line.text)
        if text.strip(BULLETS):
            result.append(Piece(text, link.url or None, line.text[link.end : end].strip()))
    return result


def _only_link(line: Line, piece: Piece) -> Piece:
    """One link: it is the title, unless it is a small word beside a longer text."""
    before, _, after = line.text.partition(piece.text)
    before = before.strip(BULLETS)
    if len(piece.text) >= MIN_LINK_SHARE * len(line.text) or len(before) <= len(piece.text):
        return piece
    return Piece(before)


def _several_links(line: Line, links: list[Piece]) -> list[Piece]:
    """Several links are several titles, but for a channel's name before a title and for one title cut in two."""
    first, second = links[0], links[1]
    name = first.text.strip("[]【】|丨：: ")
    mark = (first.rest or first.text[-1])[0]
    if mark in "：:丨]】" and len(name) <= 2 * MAX_CHANNEL:
        return [_joined(line, links)]
    if len(name) <= MAX_CHANNEL and (mark in "|｜" or (len(links) == 2 and len(name) <= 4 and len(second.text) >= 10)):
        return links[1:]
    return links


def _joined(line: Line, links: list[Piece]) -> Piece:
    """One title over all links of a line, with the bracket that opens before the first."""
    start, stop = line.links[0].start, line.links[-1].end
    if start and line.text[start - 1] in "[【":
        start -= 1
    return Piece(line.text[start:stop], links[1].url, links[-1].rest)


# ---------------------------------------------------------------- from pieces to items

def _item(piece: Piece) -> Item | None:
    """The item of a piece, None where nothing is left of it but dates, counts and buttons."""
    text = piece.text.lstrip(BULLETS).rstrip(TAIL)
    item = Item(title="", url=piece.url)
    text = _without_button(text, item)
    for pattern in (TAIL_DATE, HEAD_DATE):
        match = pattern.search(text) if pattern is TAIL_DATE else pattern.match(text)
        if match and match.end() - match.start() < len(text):
            text = text[: match.start()] + text[match.end() :]
            item.published = item.published or iso_date(match.group(1))
    text = without_count(text).strip(TAIL)
    if not text or is_control(text):
        return None
    item.title = text
    _add_detail(item, piece.rest)
    return item


def _without_button(text: str, item: Item) -> str:
    """A title without a button behind it; '【title】snippet ... [详细]' is cut into title and snippet."""
    match = TAIL_BUTTON.search(text)
    if match is None or not is_control(match["word"]):
        return text
    text = text[: match.start()]
    lead = BRACKETED.fullmatch(text)
    if lead:
        text, item.snippet = lead.groups()
    return text


def iso_date(text: str) -> str | None:
    """A date with a year as ISO 8601, as precise as shown; None for relative dates and days without a year."""
    match = ISO_DATE.search(text)
    if match is None:
        return None
    year, month, day, clock = match.groups()
    iso = f"{year}-{int(month):02d}-{int(day):02d}"
    return f"{iso}T{clock.replace('：', ':').zfill(5)}" if clock else iso


def _is_detail(text: str) -> bool:
    """Whether a line can hold no title: a date, a count, a rank or a button."""
    return (
        len(text) < 2
        or is_control(text)
        or is_count(text)
        or DATE_ONLY.fullmatch(text) is not None
        or RANK_ONLY.fullmatch(text) is not None
    )


def _add_detail(item: Item, text: str) -> None:
    """What stands below or behind a title: its date, or its snippet where it is long enough."""
    text = text.strip(BULLETS)
    if not text:
        return
    if item.published is None and len(text) < 60:
        item.published = iso_date(text)
    if item.snippet is None and len(text) >= MIN_SNIPPET and len(text) > 0.6 * len(item.title) and not _is_detail(text):
        item.snippet = text


def _repeats(item: Item, piece: Piece) -> bool:
    """Whether a piece is the same link once more: picture and text, title and snippet."""
    text = piece.text.strip(BULLETS)
    return text == item.title or bool(piece.url and piece.url == item.url)


def _merge(item: Item, piece: Piece) -> None:
    _add_detail(item, piece.text)


def _split_ranks(items: list[Item]) -> None:
    """Split off the ranks glued to titles where most titles begin with the number that their place has."""
    if len(items) < 3:
        return
    cuts: list[tuple[int, str]] = []
    rank = 0
    for item in items:
        cut = next((found for found in (_cut_rank(item.title, n) for n in (rank + 1, rank + 2, 1)) if found is not None), None)
        if cut is not None:
            rank = cut[0]
        cuts.append(cut or (0, item.title))
    ranked = [number for number, _ in cuts if number]
    if len(ranked) < RANKED_SHARE * len(items) or ranked.count(1) > 0.4 * len(ranked):
        return
    for item, (number, title) in zip(items, cuts, strict=True):
        if number:
            item.title, item.rank = title, number


def _cut_rank(title: str, rank: int) -> tuple[int, str] | None:
    """(rank, title without it) where a title begins with this rank and goes on as a title."""
    match = re.match(rf"0?{rank}[.、,，/:：)）\s]{{0,2}}(?=\S)", title)
    return (rank, title[match.end() :]) if match else None


def neighbour_items(lines: Sequence[Line]) -> list[Item]:
    """Items of 上一篇/下一篇 lines: the linked titles, or what stands behind the label."""
    items = []
    for line in lines:
        found = [piece for piece in _links(line) if not (is_control(piece.text) or name_heading(piece.text))]
        if not found:
            label, _, rest = line.text.partition("：") if "：" in line.text else line.text.partition(":")
            found = [Piece(rest)] if name_heading(label) else [Piece(line.text)]
        for piece in found:
            title = piece.text.strip(BULLETS)
            naming = name_heading(title)
            if title and not is_control(title) and not (naming and naming.kind is Kind.PREV_NEXT):
                items.append(Item(title=title, url=piece.url))
    return items
