"""A single page on a terminal: its record as a card to read. In a pipe or a file it stays JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.model import Block, Record
from extractor.sources.page_names import is_page_name
from extractor.sources.web import is_url
from extractor.writers.explain_safe import shown
from extractor.writers.output import STDOUT

if TYPE_CHECKING:
    from rich.console import RenderableType

PARAGRAPHS = 4
LONGEST = 160     # characters of a paragraph
ITEMS = 3         # titles of a block
WIDTH = 100       # columns at most: longer lines are hard to read
MANY = (".warc", ".warc.gz", ".wet", ".wet.gz", ".zip")  # files that hold many pages
CONFIDENT = 0.8   # from here on the confidence is shown in green


def wanted(words: argparse.Namespace) -> bool:
    """Whether one page goes to a terminal and nobody asked for a format."""
    if words.output != STDOUT or words.format is not None or len(words.paths) != 1 or words.urls is not None or words.all_pages:
        return False
    name = words.paths[0]
    if not is_url(name) and (not is_page_name(name) or name.lower().endswith(MANY) or not Path(name).is_file()):
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def print_card(record: Record) -> None:
    """The card on standard output. The page's words are shown as they are, control characters made visible."""
    from rich.console import Console, Group
    from rich.panel import Panel
    from rich.text import Text

    console = Console(highlight=False)
    headline = Text(shown(record.title or "(no title)"), style="bold")
    hint = Text(f"as JSON: -f json · why: extractor explain {shown(record.page.uri)} -o report.html", style="dim")
    pieces = [headline, _facts(record), Text(), *_paragraphs(record), *_blocks(record), *_warnings(record)]
    width = min(console.width, WIDTH)
    console.print(Panel(Group(*pieces), width=width, padding=(1, 2), border_style=_colour(record)))
    console.print(hint, width=width)


def _facts(record: Record) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for name, value in facts(record):
        table.add_row(Text(name, style="dim"), Text(shown(value)))
    return table


def facts(record: Record) -> Iterator[tuple[str, str]]:
    """The fields that have a value, as words."""
    found = (
        ("published", record.published or record.published_raw),
        ("modified", record.modified),
        ("source", record.source and record.source.name),
        ("authors", "、".join(record.authors)),
        ("editors", "、".join(record.editors)),
        ("path", " › ".join(crumb.name for crumb in record.breadcrumbs)),
        ("site", record.page.site_name),
        ("page", f"{record.page.page_type.value}, {record.page.language or 'language unknown'}, {record.page.encoding}"),
        ("body", f"{len(record.body.text)} characters, pictures: {len(record.images)}, confidence {record.confidence:.2f}"),
    )
    return ((name, value) for name, value in found if value)


def _paragraphs(record: Record) -> Iterator[RenderableType]:
    from rich.text import Text

    texts = record.body.text.split("\n") if record.body.text else []
    for text in texts[:PARAGRAPHS]:
        yield Text(shown(text if len(text) <= LONGEST else text[:LONGEST] + "…"))
    if len(texts) > PARAGRAPHS:
        yield Text(f"… {len(texts) - PARAGRAPHS} more", style="dim")


def _blocks(record: Record) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    if not record.blocks:
        return
    table = Table.grid(padding=(0, 2))
    for block in record.blocks:
        table.add_row(Text(block.kind.value.replace("_", " "), style="bold"), Text(_size(block), style="dim"), Text(_titles(block)))
    yield Text()
    yield table


def _size(block: Block) -> str:
    return f"{len(block.items)} items" if block.items else "text"


def _titles(block: Block) -> str:
    text = block.text if isinstance(block.text, str) else ""
    titles = " / ".join(item.title for item in block.items[:ITEMS]) or text.replace("\n", " ")[:LONGEST]
    return shown(f"{block.heading}: {titles}" if block.heading else titles)


def _warnings(record: Record) -> Iterator[RenderableType]:
    from rich.text import Text

    for warning in record.warnings:
        yield Text(f"! {shown(warning)}", style="yellow")


def _colour(record: Record) -> str:
    return "green" if record.confidence >= CONFIDENT else "yellow"
