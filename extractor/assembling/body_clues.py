"""Clues inside and behind the body: datelines, lines that are nothing but a byline, sign-offs, closing brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.assembling.clues import (
    AFTER,
    BARE_NAME,
    BARE_OUTLET,
    FIELDS,
    FILED,
    INFO_LINE,
    INSIDE,
    REPORTED,
    SHORT,
    SIGNED,
    Clue,
    filled,
    from_slashes,
    is_around,
    labelled,
)
from extractor.assembling.dates import any_of
from extractor.assembling.info import Piece, take_apart
from extractor.assembling.names import foreign_name, is_medium, is_pen_name, is_person, named, people
from extractor.assembling.outlets import looks_like_outlet, outlet_name
from extractor.assembling.reporters import (
    dateline,
    filed,
    filing_outlet,
    is_dateline,
    last_sentence,
    reporters,
    signature,
    signing_outlet,
    slashed,
)  # fmt: skip
from extractor.assembling.zones import FAR, SURE, Zones
from extractor.model import Draft, Line, Role
from extractor.vocabulary import labels

AT_ONCE = 4             # lines after the body where labels are believed whatever the tagger takes the line for
OUTLET = 12             # characters of an outlet's name alone on its line
BRACKET = 80            # characters of a bracket that may close the body
_EDITOR = rf"(?:{any_of(labels().editor)})"
_BRACKETED_EDITOR = re.compile(
    rf"^[（(]\s?(?:([^\s:：()（）]{{2,8}})\s?{_EDITOR}|[^\s:：()（）]{{0,12}}{_EDITOR}\s([^:：()（）]{{2,16}}))\s?[)）]$"
)
_MAY_NAME = re.compile(rf"[:：︰/／|｜丨╱)）】\]]|{any_of((*labels().names.reporter, *labels().editor, *labels().names.posted))}")
_EDITOR_LINE = re.compile(rf"^[（(【\[]?\s?(?:{any_of(labels().editor)})\s?[:：]")
_POSTED = re.compile(rf"(\S{{2,24}})\s(?:{any_of(labels().names.posted)})\s")
_CLOSED = re.compile(r"[。！？”」][（(][^（()）]{2,20}[)）]$")
_PROSE = re.compile(r"[。！？!?…]|，.{8}")


def body_clues(draft: Draft, zones: Zones) -> Iterator[Clue]:
    """Clues of the body's own lines; paragraphs that end with their writer are asked where nobody else is named."""
    clues = [*_inner_clues(draft, zones), *_outlets(draft, zones)]
    yield from clues
    if any(clue.field == "author" for clue in clues):
        return
    for i in draft.body:
        text = draft.page.lines[i].text
        if names := last_sentence(text) or (signature(text) if i in zones.opening and _CLOSED.search(text) else []):
            yield Clue("author", tuple(names), i, REPORTED, "end of a paragraph")
    for i in zones.opening[:1]:
        if name := foreign_name(draft.page.lines[i].text):
            yield Clue("author", (name,), i, BARE_NAME, "name above the text")


def _inner_clues(draft: Draft, zones: Zones) -> Iterator[Clue]:
    lines = draft.page.lines
    edges, opened = {*zones.opening, *zones.closing}, False
    for i in range(draft.body[0], draft.body[-1] + 1) if draft.body else ():
        text = lines[i].text
        if len(text) <= SHORT and (i in edges or _MAY_NAME.search(text)) and (clues := list(_byline(lines[i], i, i in edges))):
            yield from clues
        elif names := dateline(text) if i in zones.opening and not opened else filed(text[:60]):
            opened = True
            yield Clue("author", tuple(names), i, REPORTED, "dateline")
    for i in zones.closing:
        for bracket in _last_brackets(lines[i].text):
            yield from _bracketed(lines[i], i, bracket)
        if names := signature(lines[i].text, pen_names=i == zones.closing[-1] or i + 1 not in draft.body) or last_sentence(lines[i].text):
            yield Clue("author", tuple(names), i, REPORTED, "closing bracket")


def _outlets(draft: Draft, zones: Zones) -> Iterator[Clue]:
    """The outlet that signs the text's opening or its last bracket; it counts where nothing else names one."""
    lines = draft.page.lines
    for i in zones.opening[:1]:
        if name := _alone(lines[i].text):
            yield Clue("source", (name,), i, BARE_OUTLET, "outlet above the text")
    for i in zones.opening[:2]:
        if name := filing_outlet(lines[i].text):
            yield Clue("source", (name,), i, FILED, "dateline")
    for i in zones.closing[-1:]:
        if name := signing_outlet(lines[i].text):
            yield Clue("source", (name,), i, FILED, "closing bracket")


def _alone(text: str) -> str | None:
    """The outlet that a line names and nothing else."""
    name = outlet_name(text) if len(text) <= OUTLET else None
    return name if name and is_medium(name) and looks_like_outlet(name) and text.strip(" ,，") == name else None


def _byline(line: Line, i: int, edge: bool) -> Iterator[Clue]:
    """Clues of a short body line that is nothing but a byline; at the body's edge a label is believed whatever it names."""
    if line.text[0] in "（(" and _BRACKETED_EDITOR.match(line.text):
        yield from _bracketed(line, i, line.text)
        return
    if edge and is_dateline(line.text) and (parts := slashed(line.text)):
        yield from from_slashes(line, i, parts)
        return
    pieces = take_apart(line.text)
    sure = _parted(pieces)
    for text in [piece.text for piece in pieces if not piece.kind] if sure else [line.text]:
        names = reporters(text)
        if names and len(text) <= len("".join(names)) + 24:
            yield Clue("author", tuple(names), i, REPORTED, "reporter")
    if not edge and any(piece.kind == "" for piece in pieces):
        return
    for piece in pieces:
        if piece.kind not in FIELDS or (not piece.sure and not (edge and (_names_only(piece) or _taken_from(piece)))):
            continue
        strict = people(piece.text) if piece.kind != "source" else []
        whole = strict and len("".join(strict)) >= len(piece.text.replace(" ", "")) - 8
        if (edge and not _PROSE.search(piece.text)) or piece.kind == "source" or whole:
            yield from labelled(line, i, piece, AFTER if edge or piece.kind != "source" else INSIDE)


def _bracketed(line: Line, i: int, bracket: str) -> Iterator[Clue]:
    """Clues of a bracket at the end of a body line: labels, an editor named without a colon."""
    if match := _BRACKETED_EDITOR.match(bracket):
        yield Clue("editor", tuple(named(match.group(1) or match.group(2))), i, AFTER, "bracket")
        return
    for piece in take_apart(bracket):
        if piece.sure or _taken_from(piece):
            yield from labelled(line, i, piece, AFTER)


def _parted(pieces: list[Piece]) -> bool:
    """Whether labels part a line: with colons, or an editor's in 某报记者 张三 编辑 李四 校对 王五."""
    return any(piece.kind and (piece.sure or (piece.kind == "editor" and _names_only(piece))) for piece in pieces)


def _taken_from(piece: Piece) -> bool:
    """Whether a bracket opens with words such as 转自, which need no colon."""
    return piece.kind == "source" and piece.label.endswith(("自", "于", "於", "载", "載")) and piece.label_end <= len(piece.label) + 2


def _names_only(piece: Piece) -> bool:
    """Whether the value of an author's or editor's label is a person's name and nothing else."""
    if piece.kind not in ("author", "editor") or piece.label.isascii():
        return False
    return is_person(piece.text) or (len(piece.label) == 1 and is_pen_name(piece.text))  # 文 姓名


def _last_brackets(text: str) -> Iterator[str]:
    """The brackets that a text ends with, the last one first."""
    text = text.rstrip()
    while text.endswith((")", "）", "】", "]")):
        start = max(text.rfind(mark, max(0, len(text) - BRACKET)) for mark in "(（【[")
        if start < 0:
            break
        yield text[start:]
        text = text[:start].rstrip()


def tail_clues(draft: Draft, zones: Zones) -> Iterator[Clue]:
    """Clues of the lines after the body."""
    last = draft.body[-1] if draft.body else len(draft.page.lines)
    far = [i for i in range(last + 1, min(last + FAR, len(draft.page.lines))) if _EDITOR_LINE.match(draft.page.lines[i].text)]
    for i in sorted({*zones.tail, *far}):
        line = draft.page.lines[i]
        if _MAY_NAME.search(line.text) is None and draft.tagging.p(i, Role.INFO) < SURE:
            continue
        if len(line.text) > INFO_LINE:
            if i <= last + AT_ONCE and (names := signature(line.text)):
                yield Clue("author", tuple(names), i, REPORTED, "closing bracket")
            continue
        if match := _BRACKETED_EDITOR.match(line.text):
            yield Clue("editor", tuple(named(match.group(1) or match.group(2))), i, AFTER, "bracket")
        else:
            yield from _signed_off(draft, i, line)


def _signed_off(draft: Draft, i: int, line: Line) -> Iterator[Clue]:
    """Clues of a line after the body: labels, reporters, names in a closing bracket."""
    pieces = take_apart(line.text)
    shown = draft.tagging.p(i, Role.INFO) >= SURE
    near = not draft.body or i <= draft.body[-1] + AT_ONCE
    if match := _POSTED.match(line.text):
        yield Clue("author", (match.group(1),), i, BARE_NAME, "posted")
    if shown and (name := _alone(line.text)):
        yield Clue("source", (name,), i, BARE_OUTLET + 1, SIGNED)
    around = is_around(draft, i) and not any(piece.sure and piece.kind == "editor" for piece in pieces)
    for piece in filled(draft.page, i, pieces):
        if shown or (near and (_names_only(piece) or _taken_from(piece))) or (piece.sure and (not around or near)):
            yield from labelled(line, i, piece, AFTER)
    if around and not near:
        return
    plain = [piece.text for piece in pieces if not piece.kind] if _parted(pieces) else [line.text]
    for text in plain:
        if len(text) <= 2 * SHORT and (names := reporters(text) or signature(text)):
            yield Clue("author", tuple(names), i, REPORTED, "sign-off")
