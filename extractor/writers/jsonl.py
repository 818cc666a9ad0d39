"""Record -> JSON: one object a line, or one indented array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from extractor.model import Record
from extractor.writers.utf8 import repaired

_encoder = msgspec.json.Encoder()


def write_jsonl(records: Iterable[Record]) -> Iterator[bytes]:
    """Each record as one line of JSON."""
    for record in records:
        yield to_json(record) + b"\n"


def write_json(records: Iterable[Record]) -> Iterator[bytes]:
    """All records as one indented JSON array, an array for a single record too."""
    opening = b"[\n"
    for record in records:
        yield opening + msgspec.json.format(to_json(record), indent=2)
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def to_json(record: Record) -> bytes:
    """A record as compact JSON, valid UTF-8 whatever the page held."""
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:  # a lone surrogate: rare, so looked for only now
        return _encoder.encode(_without_surrogates(msgspec.to_builtins(record)))


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return repaired(value)
    if isinstance(value, dict):
        return {repaired(key): _without_surrogates(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(child) for child in value]
    return value
