"""The record's JSON Schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from extractor import extract
from extractor.model import Body, PageInfo, Record
from extractor.schema import article_schema, schema_json
from extractor.writers.jsonl import to_json

ROOT = Path(__file__).parent.parent


@cache
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(article_schema())
    return jsonschema.Draft202012Validator(article_schema())


def at(whole: Any, path: tuple[str | int, ...]) -> Any:
    """The value that a path of keys and indexes leads to."""
    for step in path:
        whole = whole[step]
    return whole


def test_the_file_equals_the_types() -> None:
    """schemas/article-1.schema.json is what the types give; `make schema` writes it anew."""
    assert (ROOT / "schemas" / "article-1.schema.json").read_bytes() == schema_json()


def test_records_are_valid(record: Record) -> None:
    """The fullest record and the emptiest one both hold to the schema."""
    for each in (record, Record(page=PageInfo(uri="x"), body=Body())):
        validator().validate(json.loads(to_json(each)))


@pytest.mark.parametrize("where", [(), ("page",), ("body",), ("blocks", 0), ("blocks", 0, "items", 0)])
def test_what_is_always_written_is_required(record: Record, where: tuple[str | int, ...]) -> None:
    """A reader may rely on every key but those that are only set where they mean something."""
    whole = json.loads(to_json(record))
    part = at(whole, where)
    for key in list(part):
        value = part.pop(key)
        assert not validator().is_valid(whole), key
        part[key] = value


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [(("blocks", 0), "kind", "banner"), (("body", "parts", 0), "type", "p"), ((), "schema_version", 2)],
)
def test_wrong_values_are_refused(record: Record, where: tuple[str | int, ...], key: str, value: object) -> None:
    """The schema knows kinds, part types and the version, not only shapes."""
    whole = json.loads(to_json(record))
    at(whole, where)[key] = value
    assert not validator().is_valid(whole)


def test_every_sample_is_valid() -> None:
    """Every record that samples/ gives holds to the schema."""
    pages = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in (".html", ".htm", ".txt"))
    assert pages
    for page in pages:
        validator().validate(json.loads(to_json(extract(page))))
