"""A label: what a person says of a page. Line numbers count text_lines from 1, ranges include both ends."""

from __future__ import annotations

from msgspec import Struct

from extractor.model import Kind, PageType

Range = tuple[int, int]


class LabelItem(Struct, frozen=True):
    """An item of a block."""

    title: str
    snippet: str | None = None


class LabelBlock(Struct, frozen=True):
    """A block and the lines it covers, its heading's included."""

    kind: Kind
    heading: str | None
    heading_line: int | None
    lines: Range
    items: list[LabelItem] = []


class Label(Struct, frozen=True, kw_only=True):
    """One line of labels.jsonl.

    site: pages of one site share templates and are kept together when weights are evaluated.
    meta_lines: lines with date, source, author, editor. optional: captions, credits, sign-offs; neither help nor hurt.
    """

    id: str
    url: str | None = None
    site: str
    page_type: PageType = PageType.ARTICLE
    language: str | None = None
    title: str | None = None
    subtitle: str | None = None
    published: str | None = None
    source: str | None = None
    author: list[str] = []
    editor: list[str] = []
    site_name: str | None = None
    breadcrumbs: list[str] = []
    note: str | None = None
    title_line: int | None = None
    meta_lines: list[int] = []
    body: list[Range] = []
    optional: list[Range] = []
    blocks: list[LabelBlock] = []
    text_lines: list[str]
