"""One page in every container, and everything mixed in one folder."""

from __future__ import annotations

import bz2
import gzip
import io
import pickle
import zipfile
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from saved_pages import SAMPLES, found, http, record, sources, warc, warc_gz

from extractor import extract
from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.files import load, load_file
from extractor.zstd import zstd

NAME = "portal-2008-gbk.html"
DATA = (SAMPLES / NAME).read_bytes()
URL = "http://news.portal.example.com/n/2.shtml"


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def response() -> bytes:
    return record(http(gzip.compress(DATA), "Content-Encoding: gzip", content_type="text/html; charset=gbk"), url=URL)


SAVED = {
    "page.html.gz": gzip.compress(DATA),
    "page.html.bz2": bz2.compress(DATA),
    "page.html.zst": zstd().compress(DATA),
    "pages.zip": zipped(f"a/{NAME}", DATA),
    "packed.zip": zipped(f"a/{NAME}.gz", gzip.compress(DATA)),
    "zipped.zip": zipped("inner.zip", zipped(NAME, DATA)),
    "crawl.warc": warc(response()),
    "crawl.warc.gz": warc_gz(response()),
    "crawl.zip": zipped("crawl.warc.gz", warc_gz(response())),
}
URIS = {
    "pages.zip": f"pages.zip!a/{NAME}",
    "packed.zip": f"packed.zip!a/{NAME}.gz",
    "zipped.zip": f"zipped.zip!inner.zip!{NAME}",
    "crawl.warc": "crawl.warc!0",
    "crawl.warc.gz": "crawl.warc.gz!0",
    "crawl.zip": "crawl.zip!crawl.warc.gz!0",
}


@pytest.mark.parametrize("name", SAVED)
def test_the_record_is_the_same_out_of_every_container(name: str) -> None:
    """Only what says where the page came from differs."""
    (page,) = sources(SAVED[name], name=name)
    assert page.uri == URIS.get(name, name) and pickle.loads(pickle.dumps(page)) == page
    found_there, plain = (msgspec.to_builtins(extract(each, url=URL)) for each in (page, SAMPLES / NAME))
    assert found_there["page"]["sha256"] == plain["page"]["sha256"]
    assert found_there["page"]["record_id"] == page.record_id
    del found_there["page"], plain["page"]
    if page.fetched_at is None:
        assert found_there == plain
    else:
        assert {key: value for key, value in found_there.items() if value != plain[key]} == {}


def test_a_folder_holds_everything_mixed(tmp_path: Path) -> None:
    """Every container is found by its suffix; each page comes once, errors stand in their place."""
    for name, data in SAVED.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 and nothing else")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    read = list(load([tmp_path]))
    uris = [each.uri.removeprefix(f"{tmp_path}/") for each in read if isinstance(each, Source)]
    assert uris == [URIS.get(name, name) for name in sorted(SAVED)]
    (error,) = [each for each in read if isinstance(each, SourceError)]
    assert str(error).startswith(f"{tmp_path}/bad.zip: damaged ZIP archive")


@pytest.mark.parametrize("name", SAVED)
def test_standard_input_holds_what_files_hold(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe has no name and no way back, and gives the same pages."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SAVED[name])))
    (page,) = load(["-"])
    inside = URIS.get(name, name).partition("!")[2]
    assert isinstance(page, Source) and page.uri == (f"-!{inside}" if inside else "-")
    assert page.data == DATA


def test_a_file_with_one_page_is_that_page(tmp_path: Path) -> None:
    """`extract(path)` and `load_file` take a container that holds one page; of several they say how to get them."""
    (tmp_path / "one.warc").write_bytes(warc(response()))
    (tmp_path / "two.warc").write_bytes(warc(response(), response()))
    assert extract(tmp_path / "one.warc").page.uri == f"{tmp_path}/one.warc!0"
    with pytest.raises(SourceError, match=r"two[.]warc: holds several pages; `load` gives them one by one"):
        load_file(tmp_path / "two.warc")


@pytest.mark.parametrize("name", SAVED)
def test_bytes_hold_what_files_hold(name: str) -> None:
    """`extract(bytes)` looks into packed data and archives too."""
    assert extract(SAVED[name], url=URL).body == extract(DATA, url=URL).body


def test_what_was_skipped_is_counted_over_all_files(tmp_path: Path) -> None:
    """One count for everything that was named."""
    for name in ("a.warc", "b.warc"):
        (tmp_path / name).write_bytes(warc(record(http(b"GIF89a", content_type="image/gif")), response()))
    skipped: Counter[str] = Counter()
    assert len(list(load([tmp_path], skipped=skipped))) == 2
    assert skipped == {"not HTML": 2}


def test_what_is_nothing_of_all_this_is_a_page() -> None:
    """The last container takes everything; reading says what it makes of it."""
    assert [page.data for page in sources(b"\x00\x01")] == [b"\x00\x01"]
    assert [page.data for page in sources(b"")] == [b""]
    assert found(b"", "w.warc") != found(b"\n", "w.warc")
