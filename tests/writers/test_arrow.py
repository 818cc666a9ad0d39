"""Records as Arrow, and as Parquet."""

from __future__ import annotations

import io
import sys

import pytest

from extractor.errors import MissingExtraError
from extractor.model import Body, Item, PageInfo, Record
from extractor.writers import parquet
from extractor.writers.arrow import from_batch, record_schema, to_batch

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install 'extractor[parquet]'")


def test_records_come_back_as_they_were(record: Record) -> None:
    """The fullest record and the emptiest: nested lists, maps, and keys that are not set."""
    records = [record, Record(page=PageInfo(uri="x"), body=Body())]
    assert from_batch(to_batch(records)) == records


def test_the_schema_is_the_types(record: Record) -> None:
    """One column for each key, in order; struct fields are the types' fields."""
    assert record_schema().names == list(Record.__struct_fields__)
    item = record_schema().field("blocks").type.value_type.field("items").type.value_type
    assert [item.field(number).name for number in range(item.num_fields)] == list(Item.__struct_fields__)


def test_parquet_is_written_in_row_groups_as_it_goes(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group is out before the records of the next one are taken; the whole is one valid file."""
    monkeypatch.setattr(parquet, "ROW_GROUP", 2)
    taken: list[int] = []
    pieces = parquet.write_parquet(taken.append(number) or record for number in range(5))  # type: ignore[func-returns-value]
    first = next(pieces)
    assert first and taken == [0, 1]
    data = first + b"".join(pieces)
    assert pq.ParquetFile(io.BytesIO(data)).num_row_groups == 3
    table = pq.read_table(io.BytesIO(data))
    assert table.schema.equals(record_schema())
    assert from_batch(table.combine_chunks().to_batches()[0]) == [record] * 5


def test_no_records_are_an_empty_table() -> None:
    """A file all the same."""
    assert pq.read_table(io.BytesIO(b"".join(parquet.write_parquet([])))).num_rows == 0


def test_what_a_page_got_wrong_is_written(record: Record) -> None:
    """Lone surrogates and numbers beyond 64 bits do not cost the file."""
    record.title = "山\ud800"
    record.blocks[0].items[0].rank = 1 << 70
    (row,) = to_batch([record]).to_pylist()
    assert row["title"] == "山\ufffd" and row["blocks"][0]["items"][0]["rank"] is None


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow the extra to install is said, before any record is taken."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"extractor\[parquet\]"):
        next(parquet.write_parquet(iter(lambda: pytest.fail("taken"), None)))
