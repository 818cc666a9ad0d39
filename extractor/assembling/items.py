"""The items of a block: titles with their links, snippets, dates and ranks, from the lines of its list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assembling.block_pieces import BULLETS, Piece, linked_pieces, pieces
from extractor.assembling.block_trim import date_in, is_detail, rank_of, split_ranks, trim, without_common
from extractor.headings import (
    behind_neighbours,
    heading_before,
    is_control,
    is_count,
    is_known,
    says_neighbour,
    squeeze,
    tail_count,
)
from extractor.model import Item, Line

MIN_SNIPPET = 12          # characters; shorter lines below a title are names of authors, columns or counts
SNIPPET_SHARE = 0.6       # a snippet is at least this long compared with its title
MAX_DATE_LINE = 60        # characters of a line below a title that may hold its date
WORDS = re.compile(r"[\s,，、;；|/]+")
COLON = re.compile(r"[:：]")
SNIPPET = 40    # characters that a snippet has at least where nothing but length tells it from a title
LONGER = 1.5    # how many times longer than its title it is


def list_items(lines: Sequence[Line], titled: Sequence[bool]) -> list[Item]:
    """Items of a list. lines: its lines without the heading; titled: whether a line is judged to hold titles."""
    items: list[Item] = []
    rank: int | None = None
    if _alternates(lines):
        titled = [index % 2 == 0 for index in range(len(lines))]
    for line, wanted in zip(lines, titled, strict=True):
        number = rank_of(line.text)
        if number is not None:
            rank = number
        elif not wanted or is_detail(line.text):
            if items:
                _add_detail(items[-1], line.text)
        else:
            fresh = _items_of_line(line, items)
            if fresh:
                fresh[0].rank, rank = rank or _rank_before(line), None
                fresh[0].published = fresh[0].published or _date_before(line)
            items.extend(fresh)
    for item, (number, title) in zip(items, split_ranks([item.title for item in items]), strict=True):
        item.title, item.rank = title, number or item.rank
    for item, title in zip(items, without_common([item.title for item in items]), strict=True):
        item.title = title
    return items


def _rank_before(line: Line) -> int | None:
    """The number that stands alone before the line's first link."""
    return rank_of(line.text[: line.links[0].start].strip()) if line.links else None


def _date_before(line: Line) -> str | None:
    """The date that stands before the line's first link."""
    return date_in(line.text[: line.links[0].start]) if line.links and line.links[0].start else None


def _alternates(lines: Sequence[Line]) -> bool:
    """Whether an unlinked list goes title, snippet, title, snippet: every second line is a snippet longer than its title."""
    if len(lines) < 2 or len(lines) % 2 or any(line.links for line in lines):
        return False
    sizes = [len(line.text) for line in lines]
    pairs = list(zip(sizes[::2], sizes[1::2], strict=True))
    return all(snippet >= SNIPPET and snippet > LONGER * title for title, snippet in pairs)


def word_items(lines: Sequence[Line]) -> list[Item]:
    """Items of lines of words (tags): their links, or their words where a line has none; a label before them is none."""
    items = []
    for line in lines:
        label = heading_before(line.text)
        start = label.end if label else 0
        linked = [piece for piece in linked_pieces(line, start) if not is_control(piece.text)]
        for piece in linked or [Piece(word) for word in WORDS.split(line.text[start:].strip(BULLETS))]:
            title = tail_count(piece.text.strip(BULLETS)).strip(BULLETS)
            if title and not is_control(title) and not is_count(title):
                items.append(Item(title=title, url=piece.url))
    return items


def neighbour_items(lines: Sequence[Line]) -> list[Item]:
    """Items of 上一篇/下一篇 lines: the linked titles, or what stands behind each label."""
    items = []
    for line in lines:
        linked = linked_pieces(line)
        found = [piece for piece in linked if not _says_neighbour(piece.text)]
        if not linked:
            found = [Piece(text) for text in behind_neighbours(line.text)]
        for piece in found:
            title = _without_label(piece.text).lstrip(BULLETS).rstrip()
            if squeeze(title) and not is_control(title) and not _says_neighbour(title):
                items.append(Item(title=title, url=piece.url))
    return items


def _items_of_line(line: Line, before: list[Item]) -> list[Item]:
    """New items of one line; a link that the last item has too (picture and text, title and snippet) adds to that."""
    fresh: list[Item] = []
    for piece in pieces(line):
        last = fresh[-1] if fresh else before[-1] if before else None
        if last is not None and _repeats(last, piece):
            _add_detail(last, piece.text)
            continue
        trimmed = trim(piece.text)
        if trimmed is not None:
            item = Item(title=trimmed.title, url=piece.url, snippet=trimmed.snippet, published=trimmed.published)
            _add_detail(item, piece.rest)
            fresh.append(item)
    return fresh


def _repeats(item: Item, piece: Piece) -> bool:
    return piece.text.strip(BULLETS) == item.title or bool(piece.url and piece.url == item.url)


def _add_detail(item: Item, text: str) -> None:
    """What stands below or behind a title: its date, or its snippet where it is long enough."""
    text = text.strip(BULLETS)
    if not text:
        return
    if item.published is None and len(text) < MAX_DATE_LINE:
        item.published = date_in(text)
    long = len(text) >= max(MIN_SNIPPET, SNIPPET_SHARE * len(item.title))
    if item.snippet is None and long and not is_detail(text):
        item.snippet = text


def _says_neighbour(text: str) -> bool:
    """Whether a link is only the label 上一篇, 下一篇, 没有了."""
    return is_control(text) or (is_known(text) and says_neighbour(text))


def _without_label(text: str) -> str:
    """A linked title without the label in front of it: '上一篇：title'; '' where it is labels alone."""
    return ["", *behind_neighbours(text)][-1] if says_neighbour(text) else text
