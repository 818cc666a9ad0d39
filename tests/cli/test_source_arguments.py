"""Archives on the command line."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.cli import main


@pytest.fixture
def crawl(tmp_path: Path, page: bytes) -> Path:
    """A WARC with a page, a picture and a failed response."""
    path = tmp_path / "crawl.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for status, kind in (("200 OK", "text/html"), ("200 OK", "image/png"), ("404 Not Found", "text/html")):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            url = f"https://example.org/{kind}/{status[:3]}"
            made = writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=headers)
            writer.write_record(made)
    return path


def test_what_an_archive_holds_beside_pages_is_said_once(crawl: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Skipped records are no failure; address, date and record id reach the record."""
    assert main(["extract", str(crawl)]) == 0
    out, err = capfd.readouterr()
    page = json.loads(out)["page"]
    assert page["uri"] == f"{crawl}!0" and page["url"] == "https://example.org/text/html/200"
    assert page["record_id"].startswith("urn:uuid:") and page["fetched_at"].endswith("Z")
    assert err == "extractor: skipped 2 records of archives: 1 not HTML, 1 failed responses\n"


def test_a_broken_record_is_named_and_the_run_goes_on(crawl: Path, page: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """The place of the damage is on standard error, the pages around it on standard output."""
    data = crawl.read_bytes()
    crawl.write_bytes(data + b"damage" + data)
    assert main(["extract", str(crawl)]) == 1
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 2
    assert f"{crawl}!{len(data)}: broken record: damaged gzip data" in err and "1 of 3 pages failed" in err


@pytest.mark.parametrize(("size", "code"), [("1kB", 1), ("3000", 0), ("2MB", 0), ("1 gb", 0), ("2M", 0)])
def test_the_size_of_a_page_is_an_option(page: bytes, tmp_path: Path, size: str, code: int, capfd: pytest.CaptureFixture[str]) -> None:
    """--max-size counts unpacked bytes, in files and in archives."""
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(page))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("c.html", page)
    assert main(["extract", str(tmp_path), "--max-size", size]) == code
    said = "larger than 1 kB, the limit for one page (--max-size)"
    assert capfd.readouterr().err.count(said) == (2 if code else 0)


@pytest.mark.parametrize("size", ["0", "-1", "much", "5 TB", "1.5MB", ""])
def test_a_size_that_is_none_is_wrong_usage(size: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A size is a number and a unit."""
    with pytest.raises(SystemExit) as ended:
        main(["extract", "x.html", f"--max-size={size}"])
    assert ended.value.code == 2 and "is no size" in capfd.readouterr().err
