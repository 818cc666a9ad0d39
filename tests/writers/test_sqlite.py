"""Records as a database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import extract
from extractor.errors import ExtractorError
from extractor.model import Block, Item, Kind, Record
from extractor.segment import SegmentOptions, segment_record
from extractor.writers.sqlite import write_sqlite

WORDS = SegmentOptions(scope="all", mode="search", backend="jieba")


@pytest.fixture
def database(tmp_path: Path, page: bytes) -> Iterator[sqlite3.Connection]:
    """Two records of one page, the second with a title that tries to be SQL."""
    records = [extract(page), extract(page)]
    records[1].title = "'); DROP TABLE articles; --"
    records[1].blocks.append(Block(Kind.HOT, items=[Item("山\ud800", rank=1 << 70)]))
    for record in records:
        record.segments = segment_record(record, WORDS)
    write_sqlite(records, tmp_path / "out.db")
    with sqlite3.connect(tmp_path / "out.db") as connection:
        yield connection


def test_articles_blocks_and_items_hang_together(database: sqlite3.Connection) -> None:
    """Values arrive as they are, however odd; lists of the article are JSON."""
    rows = database.execute("SELECT title, authors, source FROM articles ORDER BY id").fetchall()
    assert rows[0] == ("山城小镇修通第一条公路", '["林青"]', "溪口日报")
    assert rows[1][0] == "'); DROP TABLE articles; --"
    titles = database.execute(
        "SELECT i.title, i.rank FROM items i JOIN blocks b ON i.block = b.id WHERE b.article = 2 ORDER BY b.position, i.position"
    ).fetchall()
    assert titles[0][0] == "山里的班车换了新司机" and titles[-1] == ("山\ufffd", None)
    (parts,) = database.execute("SELECT parts FROM articles WHERE id = 1").fetchone()
    assert json.loads(parts)[0]["type"] == "paragraph"
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_words_are_found(database: sqlite3.Connection) -> None:
    """Words of title and body, long and short ones, lead to the article; datasette sees whose index it is."""
    search = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid"
    assert database.execute(search, ["果树"]).fetchall() == [(1,), (2,)]
    assert database.execute(search, ["title: 公路"]).fetchall() == [(1,)]
    assert database.execute(search, ["飞机"]).fetchall() == []
    sql = database.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_fts'").fetchone()[0]
    assert 'USING fts5' in sql and 'content="articles"' in sql


def test_records_without_words_are_refused(record: Record, tmp_path: Path) -> None:
    """An index without words would find nothing and not say why."""
    record.segments = None
    with pytest.raises(ExtractorError, match="no words"):
        write_sqlite([record], tmp_path / "out.db")
