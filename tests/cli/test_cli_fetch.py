"""extractor fetch, and urls on the command line of extractor extract."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from bad_server import Server

from extractor import extract
from extractor.cli import main

LOCAL = ("--allow-private", "--delay", "0", "--retry-wait", "0.01")


@pytest.fixture
def news(server: Server, page: bytes) -> Server:
    """Two good pages, the second in GBK though its own <meta> denies it, and one that fails."""
    server.pages["/a.html"] = page
    text = page.decode().replace('charset="utf-8"', 'charset="big5"')
    server.pages["/b.html"] = lambda h: h.answer(text.encode("gb18030"), Content_Type="text/html; charset=gbk")
    server.pages["/old"] = lambda h: h.answer(b"", 301, Location="/b.html")
    return server


def rows(text: str) -> dict[str, dict[str, Any]]:
    """Records by uri."""
    return {row["page"]["uri"]: row for row in map(json.loads, text.splitlines())}


def test_urls_are_extracted_in_one_go(
    news: Server, tmp_path: Path, page: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """Urls stand among files; a page that fails is named, the others have records with url, charset and time."""
    path = tmp_path / "c.html"
    path.write_bytes(page)
    assert main(["extract", news.url("/a.html"), str(path), news.url("/old"), news.url("/gone"), *LOCAL]) == 1
    out, err = capfd.readouterr()
    found = rows(out)
    assert found.keys() == {news.url("/a.html"), str(path), news.url("/old")}
    old = found[news.url("/old")]
    assert old["title"] == extract(page).title
    assert old["page"]["url"] == news.url("/b.html")
    assert (old["page"]["encoding"], old["page"]["encoding_from"]) == ("gb18030", "http")
    assert old["page"]["fetched_at"].endswith("Z")
    assert old["blocks"][0]["items"][0]["url"] == news.url("/a/1.html")
    assert err == f"extractor: {news.url('/gone')}: HTTP 404 Not Found\nextractor: 1 of 4 pages failed\n"


@pytest.mark.parametrize("name", ["urls.txt", "-"])
def test_a_file_of_urls(
    news: Server, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One a line, comments and blank lines left out, a mark at the beginning too; '-' is standard input."""
    lines = f"\ufeff# today\r\n\r\n  {news.url('/a.html')}\r\n#{news.url('/gone')}\n{news.url('/b.html')}".encode()
    path = tmp_path / "urls.txt"
    path.write_bytes(lines)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["extract", "--urls", name if name == "-" else str(path), *LOCAL]) == 0
    assert rows(capfd.readouterr().out).keys() == {news.url("/a.html"), news.url("/b.html")}


@pytest.mark.parametrize("target", ["saved", "saved.warc.gz"])
def test_fetched_pages_are_extracted_without_the_network(
    news: Server, tmp_path: Path, target: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """What was saved gives the records that the urls give, and a second run asks for nothing that is there."""
    path = str(tmp_path / target)
    urls = [news.url("/a.html"), news.url("/old")]
    assert main(["fetch", *urls, news.url("/gone"), "-o", path, *LOCAL]) == 1
    assert capfd.readouterr().err == (
        f"extractor: {news.url('/gone')}: HTTP 404 Not Found\nextractor: 2 saved, 0 already there, 1 failed\n"
    )
    asked = len(news.asked)
    assert main(["fetch", *urls, "-o", path, *LOCAL]) == 0
    assert capfd.readouterr().err == "extractor: 0 saved, 2 already there, 0 failed\n"
    assert len(news.asked) == asked
    assert main(["fetch", urls[0], "-o", path, "--no-resume", *LOCAL]) == 0
    assert news.asked.count("/a.html") == 2
    capfd.readouterr()
    assert main(["extract", path]) == 0
    saved = {row["page"]["url"]: row for row in rows(capfd.readouterr().out).values()}
    assert saved.keys() == {news.url("/a.html"), news.url("/b.html")}
    assert saved[news.url("/b.html")]["page"]["encoding_from"] == "http"
    assert saved[news.url("/b.html")]["page"]["fetched_at"].endswith("Z")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["fetch", "http://example.com/"], "required: -o"),
        (["fetch", "-o", "out"], "name what to read, or a file of urls"),
        (["extract"], "name what to read, or a file of urls"),
        (["extract", "-", "--urls", "-"], "standard input cannot be both"),
        (["fetch", "http://example.com/", "-o", "pages.warc"], "a WARC file's name ends in .warc.gz"),
        (["fetch", "http://example.com/", "-o", "gone/pages.warc.gz"], "its folder does not exist"),
        (["fetch", "http://example.com/", "-o", __file__], "is a file; name a folder"),
        (["fetch", "http://example.com/", "-o", "out", "--per-host", "0"], "must be 1 or more"),
        (["fetch", "http://example.com/", "-o", "out", "--delay", "nan"], "must be 0 or more"),
        (["fetch", "http://example.com/", "-o", "out", "--max-bytes", "many"], "invalid int value: 'many'"),
    ],
)
def test_wrong_usage(
    words: list[str], reason: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong words are refused before anything is fetched or made."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert reason in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["extract"], ["fetch", "-o", "out"]])
def test_a_list_of_urls_names_no_files(
    news: Server, tmp_path: Path, page: bytes, command: list[str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that is no url is an error of its own, even where a file of that name is there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.html").write_bytes(page)
    (tmp_path / "urls.txt").write_text(f"mine.html\n{news.url('/a.html')}\n")
    assert main([*command, "--urls", "urls.txt", *LOCAL]) == 1
    out, err = capfd.readouterr()
    assert "mine.html: in a list of urls, but no http(s) url" in err
    assert len(rows(out)) == 1 or "1 saved" in err


def test_a_file_of_urls_that_is_not_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The missing file is named."""
    assert main(["extract", "--urls", str(tmp_path / "gone.txt")]) == 1
    assert f"{tmp_path}/gone.txt: No such file or directory" in capfd.readouterr().err
