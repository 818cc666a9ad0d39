"""One Arrow batch of pages to one of records: the function that clusters are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from extractor.batch import attempt
from extractor.errors import ExtractorError, SourceError
from extractor.model import Record, Source
from extractor.pipeline import Options
from extractor.writers.arrow import pyarrow, record_schema
from extractor.writers.plain import plain

if TYPE_CHECKING:
    import pyarrow as pa

GIVEN = ("url", "charset", "form", "fetched_at")
"""Columns that a batch of pages may have besides uri and bytes; see Source."""
_DEFAULT = Options()


def result_schema() -> pa.Schema:
    """The record's schema, which Parquet files have too, and error: why a page gave no record, else null."""
    return record_schema().append(pyarrow().field("error", pyarrow().string()))


def extract_batch(
    pages: pa.RecordBatch, options: Options = _DEFAULT, page_timeout: float | None = None
) -> pa.RecordBatch:
    """Rows of uri, bytes and, where known, url, charset, form and fetched_at become rows of result_schema(), one each.

    A page that gives no record has its error and page.uri, all else null, so that no page is lost on the way.
    page_timeout: seconds a page may take, where the process can be interrupted (see batch.timer).

    Raises KeyError for a batch without uri or bytes; DataError and MissingExtraError for what is wrong with the
    installation.
    """
    rows = [_row(page, attempt(page, options, page_timeout)) for page in sources_of(pages)]
    return pyarrow().RecordBatch.from_pylist(rows, schema=result_schema())


def batch_of(pages: list[Source | SourceError]) -> pa.RecordBatch:
    """Loaded pages as `extract_batch` takes them; texts in UTF-8. Pages that could not be loaded are left out."""
    loaded = [page for page in pages if isinstance(page, Source)]
    columns = {name: [getattr(page, name) for page in loaded] for name in ("uri", *GIVEN)}
    columns["bytes"] = [page.data if isinstance(page.data, bytes) else page.data.encode() for page in loaded]
    pa = pyarrow()
    types = {name: pa.binary() if name == "bytes" else pa.string() for name in columns}
    return pa.RecordBatch.from_arrays([pa.array(columns[name], types[name]) for name in columns], names=list(columns))


def sources_of(pages: pa.RecordBatch) -> Iterator[Source]:
    """The pages of a batch, one at a time."""
    given = [name for name in GIVEN if name in pages.schema.names]
    columns = [pages.column(pages.schema.get_field_index(name)) for name in given]
    uris, datas = pages.column("uri"), pages.column("bytes")
    for number, uri in enumerate(uris):
        known: dict[str, Any] = {name: column[number].as_py() for name, column in zip(given, columns, strict=True)}
        yield Source(uri=uri.as_py(), data=datas[number].as_py() or b"", **known)


def _row(page: Source, outcome: Record | ExtractorError) -> dict[str, Any]:
    if isinstance(outcome, Record):
        row: dict[str, Any] = plain(msgspec.to_builtins(outcome))
        return row
    return {"page": {"uri": plain(page.uri)}, "error": plain(str(outcome))}
