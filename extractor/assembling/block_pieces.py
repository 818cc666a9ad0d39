"""Candidate titles of one line: its links, or what stands beside them."""

from __future__ import annotations

import re

from msgspec import Struct

from extractor.headings import is_control, is_count
from extractor.model import Line

BULLETS = " \t·•·・‧●○■□◆◇★☆※▪►▶▲▼◎✦✓√*>›»-—–|丨,，、;；:：."
BAR = re.compile(r"\s?[|｜]\s?")
MAX_CHANNEL = 6        # characters of a channel's name before a title: 财经 | ..., [军事] ...
SHORT_CHANNEL = 4      # the same where no mark sets it off
LONG_TITLE = 10        # characters of a title that such a name stands before
MIN_LINK_SHARE = 0.3   # a link that holds less of its line than this is a button beside a title that is no link


class Piece(Struct, frozen=True):
    """A candidate title: its text, its url and what stands behind it in the line."""

    text: str
    url: str | None = None
    rest: str = ""


def pieces(line: Line) -> list[Piece]:
    """The candidate titles of a line, one for each link that is no button, or the whole line."""
    links = linked_pieces(line)
    wanted = [piece for piece in links if not (is_control(piece.text) or is_count(piece.text))]
    if not wanted:
        return [Piece(line.text, links[0].url if links else None)]
    if len(wanted) == 1:
        return [_only_link(line, wanted[0])]
    return _several_links(line, wanted)


def linked_pieces(line: Line, start: int = 0) -> list[Piece]:
    """Links from `start` on that hold a word, each with what stands between it and the next link."""
    result = []
    for number, link in enumerate(line.links):
        if link.start < start:
            continue
        text = line.text[link.start : link.end].strip()
        end = line.links[number + 1].start if number + 1 < len(line.links) else len(line.text)
        if text.strip(BULLETS):
            result.append(Piece(text, link.url or None, line.text[link.end : end].strip()))
    return result


def _only_link(line: Line, piece: Piece) -> Piece:
    """One link: it is the title, unless it is a small word behind a longer text."""
    before = line.text.partition(piece.text)[0].strip(BULLETS)
    if len(piece.text) >= MIN_LINK_SHARE * len(line.text) or len(before) <= len(piece.text):
        return piece
    return Piece(before)


def _several_links(line: Line, links: list[Piece]) -> list[Piece]:
    """Several links are several titles, but for a name before one.

    '李明：给儿子的信' is one title, '[军事] 演习开始' too; of '财经 | 油价又涨' the second link is one.
    """
    first, second = links[0], links[1]
    name = first.text.strip("[]【】|丨：: ")
    mark = (first.rest or first.text[-1])[0]
    if mark in "：:丨]】" and len(name) <= 2 * MAX_CHANNEL:
        return [_joined(line, links)]
    if len(name) <= MAX_CHANNEL and mark in "|｜":
        return links[1:]
    if len(links) == 2 and len(name) <= SHORT_CHANNEL and len(second.text) >= LONG_TITLE:
        return links[1:]
    return links


def _joined(line: Line, links: list[Piece]) -> Piece:
    """One title over all links of a line, with the bracket that opens before the first."""
    start, stop = line.links[0].start, line.links[-1].end
    if start and line.text[start - 1] in "[【":
        start -= 1
    return Piece(line.text[start:stop], links[1].url, links[-1].rest)
