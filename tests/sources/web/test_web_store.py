"""Pages saved to a folder or a WARC file: as they came, whole, and not twice."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import msgspec
import pytest

from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.files import load, load_file
from extractor.sources.web.manifest import MANIFEST, SavedPage, read_manifest
from extractor.sources.web.model import Exchange, Fetched
from extractor.sources.web.store import open_store

PAGE = "<p>渡口的早市</p>".encode("gb18030")
URL = "http://example.com/a.html"


def exchange(url: str = URL, body: bytes = PAGE, status: int = 200, **headers: str) -> Exchange:
    named = {"content_type": "text/html; charset=gbk", **headers}
    return Exchange(
        url=url,
        status=status,
        reason="OK" if status == 200 else "Found",
        request_headers=(("Host", "example.com"), ("Cookie", "pass=secret")),
        headers=tuple((key.replace("_", "-"), value) for key, value in named.items()),
        body=gzip.compress(body) if headers.get("content_encoding") == "gzip" else body,
        data=body,
        started="2024-03-01T08:00:00Z",
        address="192.0.2.7",
    )


def fetched(*exchanges: Exchange, url: str | None = None) -> Fetched:
    return Fetched(url=url or exchanges[0].url, exchanges=exchanges, charset="gbk")


@pytest.fixture(params=["pages", "pages.warc.gz"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder and a WARC file."""
    if request.param.endswith("gz"):
        pytest.importorskip("warcio", reason="writing WARC needs the extra 'fetch'")
    return str(tmp_path / request.param)


# ---------------------------------------------------------------- both


def test_what_is_held_is_not_missing(target: str) -> None:
    """A later run leaves out what was saved, under every url that led to it and in any spelling, and what is named twice."""
    with open_store(target) as store:
        store.save(fetched(exchange("http://example.com/old", b"", 302), exchange()))
        assert list(store.missing(["http://example.com/new"])) == ["http://example.com/new"]
    with open_store(target) as store:
        asked = ["http://EXAMPLE.com:80/old#top", URL, "http://example.com/new", "http://example.com/new", "no url"]
        assert list(store.missing(asked)) == ["http://example.com/new", "no url"]
        assert store.skipped == 3
    with open_store(target, resume=False) as store:
        assert list(store.missing([URL])) == [URL]


def test_what_is_held_can_be_read(target: str) -> None:
    """A later run gets a page as the first one did, also by the url that redirected to it, and goes on saving behind it."""
    pages = fetched(exchange("http://example.com/old", b"", 302, location="a.html"), exchange(content_encoding="gzip"))
    with open_store(target) as store:
        store.save(pages)
    with open_store(target) as store:
        held: list[str] = []
        assert list(store.missing(["http://example.com/old", URL], held)) == []
        assert held == ["http://example.com/old", URL]
        for url in held:
            page = store.read(url)
            assert isinstance(page, Source)
            assert page.uri == url and page.url == URL and page.data == PAGE and page.charset == "gbk"
        store.save(fetched(exchange("http://example.com/new")))
    assert {page.url for page in load([target]) if isinstance(page, Source)} == {URL, "http://example.com/new"}


def test_a_run_that_saves_nothing_changes_nothing(target: str) -> None:
    """Opening a store again adds no bytes to it."""
    with open_store(target) as store:
        store.save(fetched(exchange()))
    files = {path: path.read_bytes() for path in Path(target).parent.rglob("*") if path.is_file()}
    open_store(target).close()
    assert files == {path: path.read_bytes() for path in Path(target).parent.rglob("*") if path.is_file()}


# ---------------------------------------------------------------- folder


def test_a_folder_keeps_what_the_answer_said(tmp_path: Path) -> None:
    """The file holds the body unpacked in its own charset; loading it gives url, charset and time of the fetch again."""
    with open_store(str(tmp_path / "saved")) as store:
        store.save(fetched(exchange("http://example.com/old", b"", 302), exchange(content_encoding="gzip", etag='"1"')))
    (source,) = load([tmp_path / "saved"])
    assert not isinstance(source, SourceError)
    assert (source.data, source.url, source.charset, source.fetched_at) == (PAGE, URL, "gbk", "2024-03-01T08:00:00Z")
    assert load_file(source.uri) == source
    assert load_file(source.uri, url="http://example.org/").url == "http://example.org/"
    (page,) = read_manifest(tmp_path / "saved" / MANIFEST)
    assert (page.url, page.page_url, page.redirects) == ("http://example.com/old", URL, ("http://example.com/old",))
    assert (page.status, page.content_type, page.etag) == (200, "text/html", '"1"')
    assert page.sha256 == hashlib.sha256(PAGE).hexdigest()


def test_one_page_has_one_file(tmp_path: Path) -> None:
    """Two urls that lead to the same page share its file; saved again it is replaced."""
    with open_store(str(tmp_path)) as store:
        store.save(fetched(exchange("http://example.com/1", b"", 302), exchange()))
        store.save(fetched(exchange(body=b"<p>later</p>")))
    assert len(list(load([tmp_path]))) == 1
    assert [page.url for page in read_manifest(tmp_path / MANIFEST)] == ["http://example.com/1", URL]
    assert next(tmp_path.glob("*/*.html")).read_bytes() == b"<p>later</p>"


def test_a_manifest_that_was_cut_off(tmp_path: Path) -> None:
    """Half a line is passed over and what follows stands on a line of its own; a lost file is missing again."""
    with open_store(str(tmp_path)) as store:
        store.save(fetched(exchange()))
        store.save(fetched(exchange("http://example.com/lost")))
    next(tmp_path.glob("*/lost*")).unlink()
    with (tmp_path / MANIFEST).open("ab") as file:
        file.write(b'{"url":"http://exa')
    with open_store(str(tmp_path)) as store:
        assert set(store.held) == {URL}
        store.save(fetched(exchange("http://example.com/b")))
    assert [page.url for page in read_manifest(tmp_path / MANIFEST)][-1] == "http://example.com/b"


def test_somebody_elses_manifest(tmp_path: Path) -> None:
    """A manifest.jsonl that is not ours, or names files elsewhere, says nothing of any page."""
    page = tmp_path / "host" / "a.html"
    page.parent.mkdir()
    page.write_bytes(PAGE)
    stranger = SavedPage(
        url=URL, page_url=URL, file="../../etc/passwd", fetched_at="", status=200, content_type="text/html"
    )
    (tmp_path / MANIFEST).write_bytes(b'{"a":1}\n[]\n\xff\n' + msgspec.json.encode(stranger))
    source = load_file(page)
    assert (source.url, source.charset) == (None, None)


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """A link in the place of a host's folder does not lead out of the target."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "example.com").symlink_to(tmp_path / "outside")
    with open_store(str(tmp_path / "saved")) as store, pytest.raises(SourceError, match="leads out of"):
        store.save(fetched(exchange()))
    assert list((tmp_path / "outside").iterdir()) == []


# ---------------------------------------------------------------- WARC


def test_a_warc_is_read_by_others(tmp_path: Path) -> None:
    """Requests without secrets and responses with their encoding kept, valid digests, by a reader that is not ours."""
    fastwarc = pytest.importorskip("fastwarc.warc", reason="an independent reader of WARC is not installed")
    pytest.importorskip("warcio", reason="writing WARC needs the extra 'fetch'")
    path = tmp_path / "pages.warc.gz"
    page = exchange(content_encoding="gzip", transfer_encoding="chunked", x_odd="caf\xe9")
    with open_store(str(path)) as store:
        store.save(fetched(exchange("http://example.com/old?a=/b", b"", 302, location=URL), page))
        store.save(fetched(exchange()))  # held already
    records = []
    with path.open("rb") as file:
        for record in fastwarc.ArchiveIterator(file, parse_http=False):
            assert record.verify_block_digest()
            record.parse_http()
            body = record.reader.read()
            headers = dict(record.http_headers or {})
            first = record.http_headers.status_line if record.http_headers else ""
            records.append((record.headers["WARC-Type"], record.headers.get("WARC-Target-URI"), first, headers, body))
            assert record.headers["WARC-Date"]
    assert [(kind, url, first) for kind, url, first, *_ in records] == [
        ("warcinfo", None, ""),
        ("response", URL, "HTTP/1.1 200 OK"),
        ("request", URL, "GET /a.html HTTP/1.1"),
        ("response", "http://example.com/old?a=/b", "HTTP/1.1 302 Found"),
        ("request", "http://example.com/old?a=/b", "GET /old?a=/b HTTP/1.1"),
    ]
    response, request = records[1], records[2]
    assert gzip.decompress(response[4]) == PAGE
    assert response[3]["content-encoding"] == "gzip"
    assert int(response[3]["Content-Length"]) == len(response[4])
    assert "transfer-encoding" not in response[3]
    assert request[3] == {"Host": "example.com"}


def test_a_warc_that_was_cut_off_is_continued(tmp_path: Path) -> None:
    """Whatever byte the last run was stopped at: whole records stay, half a record goes, the page is missing again."""
    pytest.importorskip("warcio", reason="writing WARC needs the extra 'fetch'")
    path = tmp_path / "pages.warc.gz"
    with open_store(str(path)) as store:
        store.save(fetched(exchange()))
        first = path.stat().st_size
        store.save(fetched(exchange("http://example.com/b", b"", 302), exchange("http://example.com/c")))
    whole = path.read_bytes()
    for end in (first, first + 1, first + 11, first + 300, len(whole) - 1, len(whole)):
        path.write_bytes(whole[:end])
        with open_store(str(path)) as store:
            assert URL in store.held
            assert ("http://example.com/b" in store.held) <= ("http://example.com/c" in store.held)
            store.save(fetched(exchange("http://example.com/b", b"", 302), exchange("http://example.com/c")))
        with open_store(str(path)) as store:
            assert set(store.held) == {URL, "http://example.com/b", "http://example.com/c"}
        gzip.decompress(path.read_bytes())


def test_a_file_that_is_no_warc_is_left_alone(tmp_path: Path) -> None:
    """What cannot be continued is not touched."""
    pytest.importorskip("warcio", reason="writing WARC needs the extra 'fetch'")
    path = tmp_path / "mine.warc.gz"
    for content in (b"my only copy", gzip.compress(b"WARC/1.1\r\n") + b"damage in the middle" * 100):
        path.write_bytes(content)
        with pytest.raises(SourceError, match=r"no WARC in gzip after byte \d+"):
            open_store(str(path))
        assert path.read_bytes() == content
