"""One Arrow batch of pages to one of records."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract
from extractor.batch.arrow import batch_of, extract_batch, result_schema
from extractor.errors import SourceError
from extractor.model import Source
from extractor.pipeline import Options
from extractor.writers.arrow import from_batch, record_schema

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'extractor[parquet]'")

SAMPLES = Path(__file__).parents[2] / "samples"


def test_a_batch_gives_what_extract_gives() -> None:
    """Every sample, record for record, in the schema that Parquet files have and one column more."""
    paths = sorted(SAMPLES.glob("*.html"))
    pages = pa.RecordBatch.from_pydict({"uri": [str(path) for path in paths], "bytes": [path.read_bytes() for path in paths]})
    rows = extract_batch(pages)
    assert rows.schema.equals(result_schema()) and result_schema().remove(len(record_schema())).equals(record_schema())
    assert from_batch(rows.select(record_schema().names)) == [extract(path) for path in paths]
    assert rows.column("error").null_count == len(paths)


def test_a_bad_page_is_a_row_with_its_error(page: bytes) -> None:
    """No page is lost: the row names it and says why, and its neighbours are whole."""
    rows = extract_batch(pa.RecordBatch.from_pydict({"uri": ["a", "b", "c"], "bytes": [page, b"", page]})).to_pylist()
    assert [row["page"]["uri"] for row in rows] == ["a", "b", "c"]
    assert rows[1]["error"].startswith("b: ") and rows[1]["body"] is None
    assert rows[0]["error"] is None and rows[0]["title"] == rows[2]["title"] is not None


def test_what_is_known_of_a_page_is_used() -> None:
    """Optional columns reach the page, and options the record."""
    page = (SAMPLES / "dedecms-aggregator.html").read_bytes()
    known = {"uri": ["a"], "bytes": [page], "url": ["https://example.org/x"], "fetched_at": ["2024-01-01"]}
    batch = pa.RecordBatch.from_pydict(known)
    (row,), (full,) = extract_batch(batch).to_pylist(), extract_batch(batch, Options(all_blocks=True)).to_pylist()
    assert row["page"]["url"] == "https://example.org/x" and row["page"]["fetched_at"] == "2024-01-01"
    assert len(full["blocks"]) > len(row["blocks"])


def test_loaded_pages_make_a_batch(page: bytes) -> None:
    """Texts as well as bytes; pages that could not be loaded are left to who loads them."""
    pages = [Source(uri="a", data=page, charset="utf-8"), SourceError("b: gone"), Source(uri="c", data=page.decode())]
    rows = extract_batch(batch_of(pages)).to_pylist()
    assert [row["page"]["uri"] for row in rows] == ["a", "c"]
    assert rows[0]["body"] == rows[1]["body"] and rows[0]["page"]["encoding_from"] == "http"
