"""Record -> bytes. A writer takes records as they come and gives the output piece by piece.

To add a format, write a Writer and name it in WRITERS, its suffix in SUFFIXES; the command line knows it from there.
A format that needs a file of its own to work in is a PlaceWriter in PLACES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractor.model import Record
from extractor.writers.conllu import write_conllu
from extractor.writers.csv import write_csv
from extractor.writers.jsonl import write_json, write_jsonl
from extractor.writers.markdown import write_markdown
from extractor.writers.parquet import write_parquet
from extractor.writers.sqlite import write_sqlite
from extractor.writers.text import write_text

Writer = Callable[[Iterable[Record]], Iterator[bytes]]
PlaceWriter = Callable[[Iterable[Record], Path], None]

WRITERS: dict[str, Writer] = {
    "jsonl": write_jsonl,
    "json": write_json,
    "markdown": write_markdown,
    "text": write_text,
    "csv": write_csv,
    "parquet": write_parquet,
    "conllu": write_conllu,
}
PLACES: dict[str, PlaceWriter] = {
    "sqlite": write_sqlite,
}
SUFFIXES = {
    ".jsonl": "jsonl",
    ".json": "json",
    ".md": "markdown",
    ".txt": "text",
    ".conllu": "conllu",
    ".csv": "csv",
    ".parquet": "parquet",
    ".db": "sqlite",
    ".sqlite": "sqlite",
}
"""The format that an output's suffix asks for; .gz and .zst may follow it."""
