"""extractor links, and --all-pages, against a local server."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from bad_server import Server

from extractor.cli import main

LOCAL = ("--allow-private", "--delay", "0", "--retry-wait", "0.01")
SAMPLES = Path(__file__).parents[2] / "samples"
TITLES = ["渡口的摆渡人把船桨交给了女儿", "山上的气象站装了新的风速仪", "县里最后一座砖窑改成了书屋", "养蜂人一年要搬十四次家"]


def listing(first: int, after: str = "") -> bytes:
    """A list page with four entries and a link to the next page."""
    rows = "".join(f'<li><a href="/a/{first + n}.html">{title}</a><span>2024-05-1{n}</span></li>' for n, title in enumerate(TITLES))
    pager = f'<div>1<a href="{after}">2</a><a href="{after}">下一页</a></div>' if after else ""
    return f'<html><head><meta charset="utf-8"></head><body><ul class="list">{rows}</ul>{pager}</body></html>'.encode()


@pytest.fixture
def site(server: Server) -> Server:
    """A list of two pages, a packed sitemap behind an index, a feed, and the sample article on two pages."""
    server.pages["/c/"] = listing(1, "index_2.html")
    server.pages["/c/index_2.html"] = listing(3)
    packed = gzip.compress(f"<urlset><url><loc>{server.url('/a/1.html')}</loc></url></urlset>".encode())
    server.pages["/map.xml.gz"] = lambda h: h.answer(packed, Content_Type="application/x-gzip")
    index = f"<sitemapindex><sitemap><loc>{server.url('/map.xml.gz')}</loc></sitemap></sitemapindex>".encode()
    server.pages["/map.xml"] = lambda h: h.answer(index, Content_Type="application/xml")
    feed = '<rss version="2.0"><channel><item><title>渡口</title><link>/a/9.html</link></item></channel></rss>'.encode()
    server.pages["/feed"] = lambda h: h.answer(feed, Content_Type="application/rss+xml")
    for number, name in ((1, "/jishi/2023/0715/88120.html"), (2, "/jishi/2023/0715/88120_2.html")):
        text = (SAMPLES / f"two-page-{number}.html").read_text("utf-8")
        server.pages[name] = text.replace("http://www.xunhe.example.net", server.url("").rstrip("/")).encode()
    return server


def test_lists_feeds_and_sitemaps_of_the_web(site: Server, capfd: pytest.CaptureFixture[str]) -> None:
    """Links come from a list page, from the packed sitemap that an index names and from a feed, each once."""
    assert main(["links", site.url("/c/"), site.url("/map.xml"), site.url("/feed"), *LOCAL]) == 0
    assert sorted(capfd.readouterr().out.split()) == sorted(site.url(f"/a/{n}.html") for n in (1, 2, 3, 4, 9))


def test_pages_of_a_list_are_followed(site: Server, capfd: pytest.CaptureFixture[str]) -> None:
    """With --all-pages the list's next pages are read too, up to --max-pages."""
    assert main(["links", site.url("/c/"), "--all-pages", *LOCAL]) == 0
    assert capfd.readouterr().out.split() == [site.url(f"/a/{n}.html") for n in range(1, 7)]
    assert main(["links", site.url("/c/"), "--all-pages", "--max-pages", "1", *LOCAL]) == 0
    assert len(capfd.readouterr().out.split()) == 4


def test_links_are_what_fetch_reads(
    site: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`links | fetch --urls -` saves the articles of a list."""
    for number in range(1, 5):
        site.pages[f"/a/{number}.html"] = listing(number)
    assert main(["links", site.url("/c/"), *LOCAL]) == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(capfd.readouterr().out.encode())))
    assert main(["fetch", "--urls", "-", "-o", str(tmp_path / "saved"), *LOCAL]) == 0
    assert "4 saved" in capfd.readouterr().err


def test_an_article_on_two_pages_is_one_record(site: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """extract --all-pages fetches the second page and joins them; fetch --all-pages saves both, and the folder gives the same."""
    url = site.url("/jishi/2023/0715/88120.html")
    assert main(["extract", url, "--all-pages", "-f", "jsonl", *LOCAL]) == 0
    (row,) = capfd.readouterr().out.splitlines()
    record = json.loads(row)
    assert {part["page"] for part in record["body"]["parts"]} == {1, 2} and record["editors"] == ["温如故"]
    assert main(["fetch", url, "--all-pages", "-o", str(tmp_path / "saved"), *LOCAL]) == 0
    assert "2 saved" in capfd.readouterr().err
    assert main(["extract", str(tmp_path / "saved"), "--all-pages", "-f", "jsonl"]) == 0
    (again,) = capfd.readouterr().out.splitlines()
    assert json.loads(again)["body"] == record["body"]


@pytest.mark.parametrize("target", ["saved", "saved.warc.gz"])
def test_a_stopped_run_goes_on_inside_an_article(target: str, site: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """fetch --all-pages looks for the next page of an article whose first page an earlier run saved, and asks for that page alone."""
    url, output = site.url("/jishi/2023/0715/88120.html"), str(tmp_path / target)
    assert main(["fetch", url, "-o", output, *LOCAL]) == 0
    site.asked.clear()
    for summary in ("1 saved, 1 already there, 0 failed", "0 saved, 2 already there, 0 failed"):
        assert main(["fetch", url, "--all-pages", "-o", output, *LOCAL]) == 0
        assert summary in capfd.readouterr().err
    assert [path for path in site.asked if path != "/robots.txt"] == ["/jishi/2023/0715/88120_2.html"]
