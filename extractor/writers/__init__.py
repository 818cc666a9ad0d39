"""Record -> bytes. A writer takes records as they come and gives the output piece by piece, in UTF-8.

To add a format, write a Writer and name it in WRITERS; the command line knows it from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from extractor.model import Record
from extractor.writers.conllu import write_conllu
from extractor.writers.jsonl import write_json, write_jsonl
from extractor.writers.markdown import write_markdown
from extractor.writers.text import write_text

Writer = Callable[[Iterable[Record]], Iterator[bytes]]

WRITERS: dict[str, Writer] = {
    "jsonl": write_jsonl,
    "json": write_json,
    "markdown": write_markdown,
    "text": write_text,
    "conllu": write_conllu,
}
