"""Record -> SQLite: tables articles, blocks and items, and a full-text index of the words; made for datasette.

Lists that belong to an article alone are JSON columns. The index is FTS5 with the articles as its content; what it holds
are the words of title and body, since no tokenizer of SQLite's finds words in Chinese. A query is words too, with
spaces between: SELECT ... WHERE articles_fts MATCH '图书 县城'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from extractor.model import Record, Segments, TextSegments
from extractor.writers.plain import plain
from extractor.writers.words import segments_of

if TYPE_CHECKING:
    import sqlite3

SCHEMA = """
CREATE TABLE articles (id INTEGER PRIMARY KEY, {articles});
CREATE TABLE blocks (id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id), position INTEGER NOT NULL,
    kind TEXT NOT NULL, heading TEXT, text TEXT);
CREATE TABLE items (id INTEGER PRIMARY KEY, block INTEGER NOT NULL REFERENCES blocks(id), position INTEGER NOT NULL,
    title TEXT NOT NULL, url TEXT, snippet TEXT, published TEXT, rank INTEGER);
CREATE VIRTUAL TABLE articles_fts USING fts5(title, body, content="articles", content_rowid="id");
"""
INDEXES = """
CREATE INDEX articles_published ON articles(published);
CREATE INDEX articles_source ON articles(source);
CREATE INDEX articles_duplicate_group ON articles(duplicate_group);
CREATE INDEX blocks_article ON blocks(article);
CREATE INDEX items_block ON items(block);
CREATE INDEX items_url ON items(url);
"""

COLUMNS: dict[str, tuple[str, Callable[[Record], Any]]] = {
    "uri": ("TEXT NOT NULL", lambda record: record.page.uri),
    "url": ("TEXT", lambda record: record.page.url),
    "site_name": ("TEXT", lambda record: record.page.site_name),
    "page_type": ("TEXT NOT NULL", lambda record: record.page.page_type.value),
    "language": ("TEXT", lambda record: record.page.language),
    "encoding": ("TEXT", lambda record: record.page.encoding),
    "sha256": ("TEXT NOT NULL", lambda record: record.page.sha256),
    "fetched_at": ("TEXT", lambda record: record.page.fetched_at),
    "title": ("TEXT", lambda record: record.title),
    "subtitle": ("TEXT", lambda record: record.subtitle),
    "published": ("TEXT", lambda record: record.published),
    "modified": ("TEXT", lambda record: record.modified),
    "source": ("TEXT", lambda record: record.source and record.source.name),
    "source_url": ("TEXT", lambda record: record.source and record.source.url),
    "authors": ("TEXT NOT NULL", lambda record: record.authors),
    "editors": ("TEXT NOT NULL", lambda record: record.editors),
    "breadcrumbs": ("TEXT NOT NULL", lambda record: record.breadcrumbs),
    "body": ("TEXT NOT NULL", lambda record: record.body.text),
    "parts": ("TEXT NOT NULL", lambda record: record.body.parts),
    "images": ("TEXT NOT NULL", lambda record: record.images),
    "evidence": ("TEXT NOT NULL", lambda record: record.evidence),
    "confidence": ("REAL NOT NULL", lambda record: record.confidence),
    "warnings": ("TEXT NOT NULL", lambda record: record.warnings),
    "duplicate_group": ("TEXT", lambda record: record.duplicates and record.duplicates.group),
    "original": ("INTEGER", lambda record: record.duplicates and int(record.duplicates.original)),
}
"""The columns of articles: type, and value; what is no text and no number is written as JSON."""


def write_sqlite(records: Iterable[Record], path: Path) -> None:
    """A new database. Records must have words: segments of title and body.

    Raises ExtractorError where they have none, OSError where the disk takes no more.
    """
    import sqlite3

    try:
        _write(sqlite3.connect(path, isolation_level=None), records)
    except sqlite3.OperationalError as error:
        raise OSError(f"{error} (SQLite)") from error


def _write(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    with closing(connection) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")  # the file is moved when it is whole
        database.executescript(SCHEMA.format(articles=", ".join(f"{name} {kind}" for name, (kind, _) in COLUMNS.items())))
        database.execute("BEGIN")
        for record in records:
            _insert(database, record)
        database.execute("COMMIT")
        database.executescript(INDEXES + "ANALYZE;")


def _insert(database: sqlite3.Connection, record: Record) -> None:
    article = _row(database, "articles", [value(record) for _, value in COLUMNS.values()])
    segments = segments_of(record)
    words = _words(record.title or "", segments.title), _words(record.body.text, segments)
    database.execute("INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)", (article, *plain(words)))
    for position, block in enumerate(record.blocks):
        text = None if block.text is UNSET else block.text
        number = _row(database, "blocks", [article, position, block.kind.value, block.heading, text])
        for place, item in enumerate(block.items):
            _row(database, "items", [number, place, item.title, item.url, item.snippet, item.published, item.rank])


def _row(database: sqlite3.Connection, table: str, values: list[Any]) -> int:
    """Insert a row; gives its id. The table's name is ours, values go in as parameters."""
    marks = ", ".join("?" * (len(values) + 1))
    cursor = database.execute(f"INSERT INTO {table} VALUES ({marks})", (None, *map(_value, values)))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _value(value: Any) -> Any:
    value = plain(msgspec.to_builtins(value))
    return msgspec.json.encode(value).decode() if isinstance(value, list | dict) else value


def _words(text: str, segments: Any) -> str:
    spans = segments.words if isinstance(segments, TextSegments | Segments) else []
    return " ".join(text[start:end] for start, end in spans)
