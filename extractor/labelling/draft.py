"""A page -> a first sheet from our own prediction, for a person to correct."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from extractor.explaining.places import find_places
from extractor.labelling.label import Label
from extractor.labelling.sheet import BODY, CRUMBS, INFO, NONE, OPTIONAL, TITLE, Row, Sheet
from extractor.model import Record, Source, Traced, Use
from extractor.pipeline import Options, trace

ID_LENGTH = 60
SHA_LENGTH = 8


def draft_label(source: Source, folder: Path, options: Options | None = None) -> tuple[Sheet, list[Row]]:
    """Sheet and rows of a page. folder: where the sheet will lie; the page's path is told from there."""
    traced = trace(source, options or Options(all_blocks=True))
    record = traced.record
    label = Label(
        id=_id(source.uri, record.page.sha256),
        url=record.page.url,
        site=(urlsplit(record.page.url).hostname if record.page.url else None) or record.page.site_name or "unknown",
        page_type=record.page.page_type,
        language=record.page.language,
        title=record.title,
        subtitle=record.subtitle,
        published=record.published,
        source=record.source.name if record.source else None,
        author=record.authors,
        editor=record.editors,
        site_name=record.page.site_name,
        breadcrumbs=[crumb.name for crumb in record.breadcrumbs],
        text_lines=[],
    )
    page = os.path.relpath(source.uri, folder)
    return Sheet(page, record.page.sha256, label), list(_rows(traced, find_places(traced.page, record)))


def _id(uri: str, sha256: str) -> str:
    """A name for the page's files: that of the page with the beginning of its checksum."""
    stem = re.sub(r"[^\w-]+", "-", Path(uri).name.partition(".")[0])[:ID_LENGTH].strip("-") or "page"
    return f"{stem}-{sha256[:SHA_LENGTH]}"


def _rows(traced: Traced, places: Sequence[Sequence[Use]]) -> Iterator[Row]:
    before: int | None = None
    for line, uses in zip(traced.page.lines, places, strict=True):
        mark = _mark(traced.record, uses, line.text)
        block = next((use.index for use in uses if use.field == "blocks"), None) if mark not in FIELDS else None
        yield Row(mark, line.text, tuple(_titles(traced.record, uses, line.text)), block is not None and block != before)
        before = block


FIELDS = (TITLE, INFO, BODY, OPTIONAL, CRUMBS, NONE)


def _mark(record: Record, uses: Sequence[Use], text: str) -> str:
    """The mark of a line by what became of it."""
    for use in uses:
        if use.field == "body":
            return OPTIONAL if record.body.parts[use.index or 0].type == "caption" else BODY
    fields = {use.field for use in uses if use.part == "value"}
    for names, mark in ((("title",), TITLE), (("subtitle",), OPTIONAL), (("breadcrumbs",), CRUMBS)):
        if not fields.isdisjoint(names):
            return mark
    if fields - {"site_name"}:
        return INFO
    of_blocks = sorted((use for use in uses if use.field == "blocks"), key=lambda use: use.part != "item")
    return _block_mark(record, of_blocks[0], text) if of_blocks else NONE  # an item may share its heading's line


def _block_mark(record: Record, use: Use, text: str) -> str:
    block = record.blocks[use.index or 0]
    if use.part == "heading" or use.part == "item":
        return f"{block.kind.value}.{use.part}"
    if use.part == "detail" and use.item is not None and block.items[use.item].snippet == text:
        return f"{block.kind.value}.snippet"
    return block.kind.value


def _titles(record: Record, uses: Sequence[Use], text: str) -> list[str]:
    """Titles of the items in a line, where they are not the line itself."""
    items = [record.blocks[use.index or 0].items[use.item or 0].title for use in uses if use.part == "item"]
    return [] if items == [text] else items
