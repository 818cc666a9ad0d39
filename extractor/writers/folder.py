"""Record -> one Markdown file a page, with front matter that static site generators and Obsidian read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from extractor.model import Record
from extractor.writers.markdown import to_markdown
from extractor.writers.output import replacing
from extractor.writers.utf8 import encode

LONGEST = 120
"""Bytes of the title in a file's name."""
UNSAFE = re.compile(r'[\x00-\x20\x7f-\x9f"#%&*/:<>?\\\[\]^`{|}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+')
"""What some system or shell does not take in a file's name, and what does not show or turns the text around."""


def write_folder(records: Iterable[Record], folder: Path) -> None:
    """A file for each record, each whole or not there; a page's file is named the same in each run."""
    folder.mkdir(exist_ok=True)
    for record in records:
        with replacing(folder / file_name(record)) as path:
            path.write_bytes(encode(front_matter(record) + to_markdown(record)))


def file_name(record: Record) -> str:
    """The title as far as a file's name can hold it, and twelve digits that tell pages of one title apart."""
    identity = hashlib.sha256(f"{record.page.uri}\0{record.page.sha256}".encode(errors="replace")).hexdigest()[:12]
    safe = UNSAFE.sub("-", record.title or "").encode(errors="ignore")[:LONGEST].decode(errors="ignore").strip("-. ")
    return f"{safe}-{identity}.md" if safe else f"{identity}.md"


def front_matter(record: Record) -> str:
    """Facts as YAML; each value in JSON, which is YAML too and needs no rules for quoting."""
    facts = {
        "title": record.title,
        "date": record.published,
        "source": record.source and record.source.name,
        "authors": record.authors,
        "editors": record.editors,
        "url": record.page.url,
        "site": record.page.site_name,
        "language": record.page.language,
        "uri": record.page.uri,
        "sha256": record.page.sha256,
    }
    rows = [f"{key}: {_yaml(value)}" for key, value in facts.items() if value]
    return "\n".join(["---", *rows, "---", "", ""])


def _yaml(value: object) -> str:
    """JSON on one line; characters at which YAML breaks lines are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", text)
