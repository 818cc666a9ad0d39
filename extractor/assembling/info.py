"""An info line taken apart: labels with their values, and what stands there without a label."""

from __future__ import annotations

import re

from msgspec import Struct

from extractor.assembling.dates import NARROW, find_stamps
from extractor.vocabulary import labels

FIELDS = ("date", "modified", "source", "author", "account", "poster", "editor", "other")
_WORDS = labels()
_ALL = tuple(word.translate(NARROW).lower() for field in FIELDS for word in getattr(_WORDS, field))
KIND = {"".join(word.translate(NARROW).lower().split()): field for field in reversed(FIELDS) for word in getattr(_WORDS, field)}
BARE = frozenset(("date", "modified", "source", "author", "account", "poster", "editor"))    # these labels may stand without a colon
SLASHED = frozenset(("source", "author", "editor", "other"))           # these with a slash or bar: 文/姓名, 编辑|姓名
GAP = "\x1f"            # stands where a date or an address was, one a character
_CLOSES = {"】": "【", "]": "[", ")": "(", "）": "（", "〕": "〔", "」": "「"}
_URL = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~-]{1,200}")
_REST = re.compile(r"[^\x1f|｜【】]+")
_BOUNDARY = frozenset(" \x1f|｜【[（(】])）,，;；•·、。>»-/—〔〕◎●■□※")


def _spelled(word: str) -> str:
    """A label word as a pattern; two-character words may have a space inside, those of several words none."""
    if len(word) == 2 and not word.isascii() and "/" not in word:
        return rf"{word[0]}\s?{word[1]}"
    return r"\s?".join(map(re.escape, word.split()))


_LABEL = re.compile(rf"(?P<word>{'|'.join(map(_spelled, sorted(set(_ALL), key=len, reverse=True)))})\s?(?P<colon>[:：︰﹕∶]|[/／|｜丨╱](?!\s)|[-–—|｜丨]\s|)")


class Piece(Struct, frozen=True):
    """text[start:end] of a line: the value of a label of this kind, a date (kind 'stamp'), or '' what no label announces."""

    kind: str
    text: str
    start: int
    end: int
    sure: bool = True   # the label has a colon
    label: str = ""
    label_end: int = 0


def take_apart(text: str) -> list[Piece]:
    """The labelled values, dates and unlabelled rests of a line; a label's value ends at a date, addresses are left out.

    A label without a colon counts at the line's start, behind white space or a bracket.
    """
    stamps = [(stamp.start, len(text[: stamp.end].rstrip())) for stamp in find_stamps(text)]
    blank = _blanked(text, stamps)
    marks = [(match, KIND["".join(match["word"].split())]) for match in _LABEL.finditer(blank)]
    marks = [(match, kind) for n, (match, kind) in enumerate(marks) if _glued(text, match) or _announces(blank, match, kind, n == 0)]
    pieces = [Piece("stamp", text[start:end], start, end) for start, end in stamps]
    pieces += _unlabelled(text, blank, 0, marks[0][0].start() if marks else len(text))
    for n, (match, kind) in enumerate(marks):
        end = marks[n + 1][0].start() if n + 1 < len(marks) else len(text)
        stop = _value_end(blank, match.end(), end)
        start, last = _trimmed(blank, match.end(), stop)
        pieces.append(Piece(kind, text[start:last], start, last, match["colon"] != "", match["word"], match.end()))
        pieces += _unlabelled(text, blank, stop, end)
    return pieces


def _blanked(text: str, stamps: list[tuple[int, int]]) -> str:
    """The line in lower case with its dates and addresses replaced by gaps, every character in its place."""
    blank = text.translate(NARROW).lower()
    if len(blank) != len(text):
        blank = text
    addresses = [match.span() for match in _URL.finditer(blank)] if "http" in blank or "www." in blank else []
    for start, end in (*stamps, *addresses):
        blank = blank[:start] + GAP * (end - start) + blank[end:]
    return blank


def _announces(blank: str, match: re.Match[str], kind: str, first: bool) -> bool:
    """Whether a label word is used as a label here; words of no field count bare only behind another label."""
    before = blank[match.start() - 1] if match.start() else " "
    apart, word, colon = before in _BOUNDARY, match["word"], match["colon"]
    if colon in (":", "︰", "﹕", "∶", "："):
        return apart or (len(word) > 1 and not word.isascii())
    if colon.endswith(" ") and colon[0] in "|｜丨":  # 文 | 姓名 opens a line; elsewhere such a bar parts buttons
        return match.start() == 0 and kind in ("author", "editor")
    if colon:
        return apart and kind in SLASHED
    after = blank[match.end() : match.end() + 1]
    if kind in ("date", "modified") and len(word) > 2 and after == GAP:
        return True
    if not apart or after in ("", "）", ")", "】", "]"):
        return False
    spaced = blank[match.end() - 1] == " "
    if kind not in BARE:
        return spaced and (not first or word.isascii())
    return spaced or (len(word) > 1 and not word.isascii())


def _glued(text: str, match: re.Match[str]) -> bool:
    """Whether a Latin label's capital stands right behind a small letter: By Mary SmithPublished: 2020/09/15."""
    start = match.start()
    return match["colon"] == ":" and text[start].isupper() and text[start].isascii() and text[start - 1 : start].islower()


def _value_end(blank: str, start: int, end: int) -> int:
    """Where a value stops: a gap, a bar, or a closing bracket that was opened before it."""
    for i in range(start, end):
        mark = blank[i]
        if mark in GAP + "|｜":
            return i
        if mark in _CLOSES and _CLOSES[mark] not in blank[start:i]:
            return i
    return end


def _unlabelled(text: str, blank: str, start: int, end: int) -> list[Piece]:
    """The rests between gaps and bars."""
    pieces = []
    for match in _REST.finditer(blank[start:end]):
        a, b = _trimmed(blank, start + match.start(), start + match.end())
        if a < b:
            pieces.append(Piece("", text[a:b], a, b, False))
    return pieces


def _trimmed(blank: str, start: int, end: int) -> tuple[int, int]:
    edges = " \x1f:：|｜,，;；、·•/-—"
    while start < end and blank[start] in edges + "）)]】〕":
        start += 1
    while end > start and blank[end - 1] in edges + "([（【〔":
        end -= 1
    return start, end
