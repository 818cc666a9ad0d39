"""Record -> plain text: the title, an empty line, the body; a form feed stands between pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.model import Record
from extractor.writers.utf8 import encode


def write_text(records: Iterable[Record]) -> Iterator[bytes]:
    """The article of each record as plain text."""
    for number, record in enumerate(records):
        article = "\n\n".join(piece for piece in (record.title, record.body.text) if piece)
        yield encode(("\f\n" if number else "") + article + "\n")
