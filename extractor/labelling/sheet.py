"""A label as a text file that a person corrects: values on top, then every line of the page behind its mark.

    title           | 山城小镇修通第一条公路
    info            | 2023-05-06 10:30 来源：溪口日报
    body            | 五月的清晨，……

    hot.heading     | 热门文章
    hot.item        | 1 山里的班车换了新司机
                    > 山里的班车换了新司机

An empty line parts two blocks of one kind. '>' below an item gives its title where that is not the whole line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from extractor.errors import DataError
from extractor.labelling.label import Label, LabelBlock, LabelItem, Range
from extractor.model import Kind, PageType

TITLE, INFO, BODY, OPTIONAL, CRUMBS, NONE = "title", "info", "body", "optional", "breadcrumb", "-"
PLAIN = (TITLE, INFO, BODY, OPTIONAL, CRUMBS, NONE)
PARTS = ("heading", "item", "snippet")
HEAD = "# extractor label 1"
HELP = f"""\
# Correct the marks before the bars and the values on top; leave the texts. Then: extractor label --collect FOLDER THIS-FILE
# Marks: {' '.join(PLAIN)}, or a kind of block: {' '.join(Kind)};
# of a block's lines say kind.heading, kind.item, kind.snippet, or the kind alone. An empty line parts two blocks of one kind.
# Several names are parted by |. page_type is one of: {' '.join(PageType)}.
"""
RULE = "---"
LISTS = ("author", "editor", "breadcrumbs")
VALUES = (
    "id", "url", "site", "page_type", "language", "title", "subtitle", "published", "source", *LISTS[:2], "site_name",
    "breadcrumbs", "note",
)  # fmt: skip
ROW = re.compile(r"(\S+)[ \t]*\|[ ]?(.*)")
GIVEN = re.compile(r"[ \t]*>[ ]?(.*)")
ID = re.compile(r"[\w-][\w.-]{0,120}")


class Row(Struct, frozen=True):
    """A line of the page with its mark; titles: those of the items it holds where they are not the line itself."""

    mark: str
    text: str
    titles: tuple[str, ...] = ()
    apart: bool = False


class Sheet(Struct, frozen=True):
    """A sheet as read: the label, and the page file it is of with its checksum."""

    page: str
    sha256: str
    label: Label


# ---------------------------------------------------------------- writing


def write_sheet(sheet: Sheet, rows: Iterable[Row]) -> str:
    """The text of a sheet. The label gives the values; marks and texts are the rows'."""
    lines = [HEAD, HELP.rstrip(), f"page: {sheet.page}", f"sha256: {sheet.sha256}"]
    for name in VALUES:
        value = getattr(sheet.label, name)
        lines.append(f"{name}: {' | '.join(value) if name in LISTS else value or ''}".rstrip())
    lines.append(RULE)
    for number, row in enumerate(rows):
        if row.apart and number:
            lines.append("")
        lines.append(f"{row.mark:<24}| {row.text}")
        lines += [f"{'':<24}> {title}" for title in row.titles]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- reading


def read_sheet(text: str, name: str) -> Sheet:
    """The sheet in a text. name: of its file, for messages. Raises DataError with file, line and what to do."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != HEAD or RULE not in lines:
        raise DataError(f"{name}: is no label sheet: it must begin with '{HEAD}' and hold a line '{RULE}'; `extractor label PAGE` makes one")
    rule = lines.index(RULE)
    values = _values(lines[1:rule], name)
    rows = list(_rows(lines[rule + 1 :], name, rule + 2))
    if not rows:
        raise DataError(f"{name}: holds no lines of the page below '{RULE}'")
    label = _label(values, name)
    return Sheet(values["page"], values["sha256"], with_rows(label, rows))


def _values(lines: Sequence[str], name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.startswith("#"):
            continue
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in (*VALUES, "page", "sha256"):
            raise DataError(f"{name}:{number}: {key.strip()!r} is no value of a label; they are {', '.join(VALUES)}")
        found[key.strip()] = value.strip()
    missing = [key for key in ("page", "sha256", "id", "site") if not found.get(key)]
    if missing:
        raise DataError(f"{name}: {', '.join(missing)} must have a value")
    return found


def _label(values: dict[str, str], name: str) -> Label:
    if not ID.fullmatch(values["id"]):
        raise DataError(f"{name}: id {values['id']!r} must be letters, digits, '-', '_' and '.'; it becomes a file's name")
    page_type = values.get("page_type") or PageType.ARTICLE
    if page_type not in list(PageType):
        raise DataError(f"{name}: page_type {page_type!r} is none of {', '.join(PageType)}")
    lists = {key: [part.strip() for part in values.get(key, "").split("|") if part.strip()] for key in LISTS}
    plain = {key: values.get(key) or None for key in VALUES if key not in (*LISTS, "id", "site", "page_type")}
    return Label(id=values["id"], site=values["site"], page_type=PageType(page_type), text_lines=[], **lists, **plain)  # type: ignore[arg-type]


def _rows(lines: Sequence[str], name: str, first: int) -> Iterator[Row]:
    """The rows below the rule, each with the titles given below it."""
    waiting: Row | None = None
    apart = False
    for number, line in enumerate(lines, first):
        if not line.strip():
            apart = True
        elif line.startswith("#"):
            continue
        elif (given := GIVEN.fullmatch(line)) is not None:
            if waiting is None or not waiting.mark.endswith(".item"):
                raise DataError(f"{name}:{number}: '>' gives the title of an item, so it must stand below a line marked KIND.item")
            waiting = replace(waiting, titles=(*waiting.titles, given[1].strip()))
        else:
            if waiting is not None:
                yield waiting
            waiting, apart = _row(line, apart, f"{name}:{number}"), False
    if waiting is not None:
        yield waiting


def _row(line: str, apart: bool, place: str) -> Row:
    match = ROW.fullmatch(line)
    if match is None:
        raise DataError(f"{place}: a line must be MARK | TEXT, as in 'body | text'")
    mark, text = match.groups()
    kind, _, part = mark.partition(".")
    if mark not in PLAIN and (kind not in list(Kind) or part not in ("", *PARTS)):
        raise DataError(f"{place}: {mark!r} is no mark; marks are {' '.join(PLAIN)} and KIND, KIND.heading, KIND.item, KIND.snippet with KIND one of {' '.join(Kind)}")
    return Row(mark, text, apart=apart)


# ---------------------------------------------------------------- rows to a label


def with_rows(label: Label, rows: Sequence[Row]) -> Label:
    """The label with what the rows say of the page's lines."""
    titles = _numbers(rows, TITLE)
    return replace(
        label,
        title_line=titles[0] if titles else None,
        meta_lines=_numbers(rows, INFO),
        body=_ranges(_numbers(rows, BODY)),
        optional=_ranges(_numbers(rows, OPTIONAL)),
        blocks=[_block(run, rows) for run in _runs(rows)],
        text_lines=[row.text for row in rows],
    )


def _numbers(rows: Sequence[Row], mark: str) -> list[int]:
    return [number for number, row in enumerate(rows, 1) if row.mark == mark]


def _ranges(numbers: Sequence[int]) -> list[Range]:
    """Numbers as ranges of neighbours.

    >>> _ranges([1, 2, 3, 7])
    [(1, 3), (7, 7)]
    """
    found: list[Range] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _runs(rows: Sequence[Row]) -> Iterator[range]:
    """Indexes of the rows of each block: neighbours of one kind, cut at empty lines and headings."""
    start = None
    for index, row in enumerate((*rows, Row(NONE, ""))):
        kind = row.mark.partition(".")[0]
        goes_on = start is not None and kind == rows[start].mark.partition(".")[0] and not row.apart
        if start is not None and (not goes_on or row.mark.endswith(".heading")):
            yield range(start, index)
            start = None
        if start is None and row.mark not in PLAIN:
            start = index


def _block(run: range, rows: Sequence[Row]) -> LabelBlock:
    first = rows[run[0]]
    heading = first.text if first.mark.endswith(".heading") else None
    items: list[LabelItem] = []
    for index in run:
        row = rows[index]
        if row.mark.endswith(".item"):
            items += [LabelItem(title) for title in row.titles or (row.text,)]
        elif row.mark.endswith(".snippet") and items:
            items[-1] = LabelItem(items[-1].title, row.text)
    return LabelBlock(
        kind=Kind(first.mark.partition(".")[0]),
        heading=heading,
        heading_line=run[0] + 1 if heading is not None else None,
        lines=(run[0] + 1, run[-1] + 1),
        items=items,
    )


def page_of(sheet: Sheet, path: Path) -> Path:
    """Where the page of a sheet lies: its path is told from the sheet's folder."""
    return path.parent / sheet.page
