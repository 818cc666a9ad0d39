"""From whatever a user holds to a record."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extractor import Kind, ReadingError, Record, Source, SourceError, extract
from extractor.model import MAIN_KINDS
from extractor.pipeline import Options, as_source, finish
from extractor.segment import SegmentOptions, segment_record

ROOT = Path(__file__).parent.parent


def test_a_page_becomes_a_record(page: bytes) -> None:
    """The whole way: title, date, source, body and the block beside it."""
    record = extract(page, url="https://example.org/news/7.html")
    assert record.title == "山城小镇修通第一条公路"
    assert record.published == "2023-05-06T10:30"
    assert record.source is not None and record.source.name == "溪口日报"
    assert record.body.text.startswith("五月的清晨") and record.body.text.endswith("有活可干。")
    related = next(block for block in record.blocks if block.kind is Kind.RELATED)
    assert [item.url for item in related.items] == [f"https://example.org/a/{number}.html" for number in (1, 2, 3)]


def test_main_kinds_unless_all_are_asked_for(record: Record) -> None:
    """Other blocks come only when asked for; the record that was given is not touched."""
    assert [block.kind for block in finish(record, Options()).blocks] == [Kind.HOT]
    assert [block.kind for block in finish(record, Options(all_blocks=True)).blocks] == [Kind.HOT, Kind.COPYRIGHT]
    assert len(record.blocks) == 2


def test_all_blocks_reaches_the_page() -> None:
    """A page with a footer gives it to who asks for all blocks, and to nobody else."""
    page = ROOT / "samples" / "dedecms-aggregator.html"
    kinds = {wanted: {block.kind for block in extract(page, all_blocks=wanted).blocks} for wanted in (True, False)}
    assert Kind.FOOTER in kinds[True] - kinds[False] and kinds[False] <= MAIN_KINDS


def test_bytes_text_path_and_source_are_the_same_page(page: bytes, tmp_path: Path) -> None:
    """However the page is handed over, its article is the same; a path is its uri."""
    path = tmp_path / "page.html"
    path.write_bytes(page)
    records = [extract(given) for given in (page, page.decode(), path, str(path), Source(uri="7", data=page))]
    assert [record.page.uri for record in records] == ["", "", str(path), str(path), "7"]
    assert all(record.body == records[0].body for record in records)


@pytest.mark.parametrize(
    "text", ["<p>page.html", "第一行\npage.html", "这是一页纯文本", "长" * 5000, "长" * 300, "a\0b", ""]
)
def test_a_str_that_names_nothing_is_the_page_itself(text: str) -> None:
    """Markup, several lines, or words that no file is called by: page text."""
    assert as_source(text).data == text


def test_a_str_that_names_something_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What exists is a path, and so is what ends like a page's file: a mistyped name must not become a page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "纯文本").write_bytes(b"page")
    assert as_source("纯文本").data == b"page"
    for name in ("typo.html", "typo.TXT.gz", "."):
        with pytest.raises(SourceError, match="^" + name.replace(".", "[.]")):
            as_source(name)


def test_the_url_given_overrides_the_source(page: bytes) -> None:
    """url= is the address of the page whatever it comes in."""
    source = Source(uri="7", data=page, url="https://example.org/old", charset="utf-8")
    assert as_source(source) is source
    given = as_source(source, "https://example.org/new")
    assert (given.url, given.charset, source.url) == ("https://example.org/new", "utf-8", "https://example.org/old")


def test_what_is_no_page_is_refused() -> None:
    """Nothing to read raises ReadingError, a value of another type TypeError."""
    with pytest.raises(ReadingError):
        extract(b"")
    with pytest.raises(TypeError, match="not int"):
        extract(7)  # type: ignore[arg-type]


def test_threads_give_the_same_records(page: bytes) -> None:
    """Many threads at once change nothing."""
    pages = [page.replace("公路".encode(), "公路".encode() * count) for count in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(extract, pages)) == [extract(each) for each in pages]


def test_function_source_and_record_can_be_pickled(page: bytes) -> None:
    """Work can be sent to other processes and its result back."""
    record = extract(page)
    assert pickle.loads(pickle.dumps(extract)) is extract
    assert pickle.loads(pickle.dumps(Source(uri="7", data=page))) == Source(uri="7", data=page)
    assert isinstance(record, Record) and pickle.loads(pickle.dumps(record)) == record


def test_words_are_there_when_asked_for(page: bytes) -> None:
    """segment=True fills the body's segments, "all" those of title and blocks too; without it there are none."""
    plain = extract(page)
    assert plain.segments is None
    assert extract(page, segment=True).segments == segment_record(plain)
    everything = extract(page, segment="all", all_blocks=True)
    assert everything.segments is not None and everything.segments.title and everything.segments.blocks
    assert [len(items) for items in everything.segments.blocks] == [len(block.items) for block in everything.blocks]
    tagged = extract(page, segment=SegmentOptions(pos=True, keywords=2)).segments
    assert tagged is not None and tagged.pos and len(tagged.keywords) == 2
    with pytest.raises(ValueError, match="body, all"):
        extract(page, segment="title")
