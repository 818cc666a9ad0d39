"""Records for spreadsheets."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest

from extractor.model import Record
from extractor.segment import SegmentOptions, segment_record
from extractor.writers.csv import BOM, harmless, write_csv


def test_a_record_is_a_row(record: Record) -> None:
    """Names first, then the facts, the body with its line breaks; a byte order mark for Excel."""
    data = b"".join(write_csv([record, record]))
    assert data.startswith(BOM)
    first, second = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert first == second
    assert first["title"] == "渡口茶馆 #1" and first["source"] == "渡口晚报" and first["body"] == record.body.text
    assert first["images"] == "https://example.org/tea.jpg"


def test_the_words_are_a_column(record: Record) -> None:
    """The body's words in one text, where they were asked for; else the cell is empty."""
    without = msgspec.structs.replace(record, segments=None)
    record.segments = segment_record(record, SegmentOptions(tokenised=True))
    rows = list(csv.DictReader(io.StringIO(b"".join(write_csv([record, without])).decode("utf-8-sig"), newline="")))
    assert rows[0]["tokenised"] == record.segments.tokenised != "" and rows[1]["tokenised"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "－1", "＠A1"])
def test_no_cell_is_a_formula(record: Record, text: str) -> None:
    """What a spreadsheet would run stays text, in every field that a page can fill."""
    assert harmless(text) == f"'{text}"
    record.title = record.body.text = record.page.site_name = text
    record.authors = [text]
    (row,) = csv.DictReader(io.StringIO(b"".join(write_csv([record])).decode("utf-8-sig"), newline=""))
    assert [row[name] for name in ("title", "body", "site_name", "authors")] == [f"'{text}"] * 4
