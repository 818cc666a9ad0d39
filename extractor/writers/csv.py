"""Record -> CSV for spreadsheets: one row an article, flat; blocks and parts are left to the other formats.

With a byte order mark, without which Excel takes Chinese for another charset, and with cells that no spreadsheet runs:
https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from extractor.model import Record
from extractor.writers.utf8 import encode

BOM = b"\xef\xbb\xbf"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet may run."""


def _tokenised(record: Record) -> object:
    """The body's words, where they were asked for in one text."""
    return record.segments and (record.segments.tokenised or None)


COLUMNS: dict[str, Callable[[Record], object]] = {
    "uri": lambda record: record.page.uri,
    "url": lambda record: record.page.url,
    "site_name": lambda record: record.page.site_name,
    "page_type": lambda record: record.page.page_type.value,
    "language": lambda record: record.page.language,
    "title": lambda record: record.title,
    "subtitle": lambda record: record.subtitle,
    "published": lambda record: record.published,
    "modified": lambda record: record.modified,
    "source": lambda record: record.source and record.source.name,
    "authors": lambda record: "; ".join(record.authors),
    "editors": lambda record: "; ".join(record.editors),
    "breadcrumbs": lambda record: " > ".join(crumb.name for crumb in record.breadcrumbs),
    "body": lambda record: record.body.text,
    "images": lambda record: " ".join(image.src for image in record.images),
    "tokenised": _tokenised,
    "confidence": lambda record: record.confidence,
    "warnings": lambda record: "; ".join(record.warnings),
    "duplicate_group": lambda record: record.duplicates and record.duplicates.group,
    "original": lambda record: record.duplicates and int(record.duplicates.original),
    "sha256": lambda record: record.page.sha256,
    "fetched_at": lambda record: record.page.fetched_at,
}


def write_csv(records: Iterable[Record]) -> Iterator[bytes]:
    """A row of names, then a row for each record."""
    yield BOM + _row(list(COLUMNS))
    for record in records:
        yield _row([harmless(column(record)) for column in COLUMNS.values()])


def harmless(value: object) -> str:
    """A cell that stays text: a quote goes before what a spreadsheet would run.

    >>> harmless("=1+1"), harmless(None), harmless("春天")
    ("'=1+1", '', '春天')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _row(cells: list[str]) -> bytes:
    row = io.StringIO()
    csv.writer(row).writerow(cells)
    return encode(row.getvalue())
