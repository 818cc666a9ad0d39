"""Records as JSON."""

from __future__ import annotations

import json

from msgspec.structs import replace

from extractor.model import Evidence, Outlet, PageInfo, Record
from extractor.writers.jsonl import write_json, write_jsonl


def test_jsonl_is_one_object_a_line(record: Record) -> None:
    """Every record is one line that holds all its keys in the record's order."""
    lines = b"".join(write_jsonl([record, record])).decode().split("\n")
    assert len(lines) == 3 and lines[2] == ""
    assert list(json.loads(lines[0])) == list(Record.__struct_fields__)
    assert json.loads(lines[0])["blocks"][0]["items"][0]["title"] == "山里的春天"


def test_chinese_is_written_as_it_is(record: Record) -> None:
    """No escapes: a person can read and search the output."""
    assert "渡口茶馆".encode() in b"".join(write_jsonl([record]))


def test_json_is_an_array_of_the_same_objects(record: Record) -> None:
    """The indented form holds what the lines hold, for none, one and two records."""
    one = json.loads(b"".join(write_jsonl([record])))
    for count in range(3):
        assert json.loads(b"".join(write_json([record] * count))) == [one] * count


def test_lone_surrogates_become_replacement_characters(record: Record) -> None:
    """Broken characters, wherever they stand, never cost the record or the validity of the output."""
    broken = replace(
        record,
        page=PageInfo(uri="\udcd2.html"),
        title="断\ud800字\ud83d\ude00",
        source=Outlet("\udfff"),
        evidence={"\ud800": Evidence("line", "\ud800", 1.0)},
    )
    written = json.loads(b"".join(write_jsonl([broken])).decode("utf-8", "strict"))
    assert written["title"] == "断\ufffd字😀"
    assert written["page"]["uri"] == "\ufffd.html" and written["source"]["name"] == "\ufffd"
    assert written["evidence"]["\ufffd"]["where"] == "\ufffd"
    assert written["segments"]["sentences"] == [[0, 4]]
