"""Links of whatever was named: told by content, filtered, each once; sitemaps of an index are loaded."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from extractor.errors import ExtractorError, ReadingError, SourceError
from extractor.links import ArticleLink, LinkFilter, compile_pattern, find_links
from extractor.links.markup import form_of
from extractor.model import Source

SAMPLE = Path(__file__).parents[2] / "samples" / "channel-list.html"
MAIN = json.loads(SAMPLE.with_name("channel-list.main.json").read_text("utf-8"))["items"]
SITE = "https://www.xikou.example.com"
URLSET = f"<urlset><url><loc>{SITE}/1.html</loc><lastmod>2024-05-18</lastmod></url><url><loc>{SITE}/2.html</loc></url></urlset>"
INDEX = f"<sitemapindex><sitemap><loc>{SITE}/a.xml</loc><lastmod>2024-05-20</lastmod></sitemap><sitemap><loc>{SITE}/b.xml</loc><lastmod>2023-01-01</lastmod></sitemap></sitemapindex>"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><?xml-stylesheet href='a'?>\n<rss>", "feed"), ("<feed xmlns='x'>".encode("utf-16"), "feed"),
        ("<rdf:RDF>", "feed"), (URLSET, "sitemap"), ("<sm:sitemapindex>", "sitemap"), (f"{SITE}/1.html\n{SITE}/2.html\n", "urls"),
        ("<!DOCTYPE html><html><rss>", "page"), ("山上下雪了", "page"), (b"", "page"), ("{}", "page"),
    ],
)  # fmt: skip
def test_forms(data: bytes | str, form: str) -> None:
    """The first element tells what a document is, behind marks, comments and instructions."""
    assert form_of(data) == form


def test_page() -> None:
    """A channel page gives the items of its main list with date and snippet."""
    links = list(find_links([Source(uri="list", data=SAMPLE.read_bytes())]))
    assert [(link.url, link.title, link.published, link.snippet) for link in links if isinstance(link, ArticleLink)] == [
        (item["url"], item["title"], item["published"], item["snippet"]) for item in MAIN
    ]


def test_each_url_once_and_errors_between() -> None:
    """An address that several lists have comes once; what cannot be read is an error in its place."""
    sources: list[Source | SourceError] = [Source(uri="a", data=URLSET), SourceError("b: gone"), Source(uri="c", data="山"), Source(uri="d", data=URLSET)]
    found = list(find_links(sources))
    assert [link.url for link in found if isinstance(link, ArticleLink)] == [f"{SITE}/1.html", f"{SITE}/2.html"]
    assert [str(error).partition(":")[0] for error in found if isinstance(error, ExtractorError)] == ["b", "c"]


def test_packed_and_plain_sitemaps() -> None:
    """gzip data is unpacked; a text of addresses, one a line, is a sitemap too; damaged data is an error."""
    packed = gzip.compress(URLSET.encode())
    assert len(list(find_links([Source(uri="a.gz", data=packed)]))) == 2
    assert [getattr(link, "url", None) for link in find_links([Source(uri="a.txt", data=f"{SITE}/1.html\n{SITE}/2.html\n")])] == [f"{SITE}/1.html", f"{SITE}/2.html"]
    (error,) = find_links([Source(uri="a.gz", data=packed[:20])])
    assert isinstance(error, ReadingError) and "gzip" in str(error)


def test_index_is_followed() -> None:
    """The sitemaps of an index are loaded, once and not those that are older than what is wanted; a loop ends."""
    asked: list[str] = []

    def load(urls: list[str]) -> Iterator[Source | SourceError]:
        asked.extend(urls)
        for url in urls:
            yield Source(uri=url, data=INDEX if url.endswith("b.xml") else URLSET)

    index = Source(uri="index", data=INDEX)
    assert len(list(find_links([index], load=load))) == 2 and asked == [f"{SITE}/a.xml", f"{SITE}/b.xml"]
    asked.clear()
    assert len(list(find_links([index], LinkFilter(since=date(2024, 1, 1)), load))) == 2 and asked == [f"{SITE}/a.xml"]
    (error,) = find_links([index])
    assert isinstance(error, ReadingError) and "index of 2 sitemaps" in str(error)


def test_filters() -> None:
    """Only what is wanted comes."""
    wanted = LinkFilter(exclude=(compile_pattern("*/2.html"),), until=date(2024, 5, 18))
    assert [getattr(link, "url", None) for link in find_links([Source(uri="a", data=URLSET)], wanted)] == [f"{SITE}/1.html"]


def test_command(run: Callable[..., object], tmp_path: Path) -> None:
    """The command prints addresses, or JSON lines; a file that cannot be read is named and gives exit code 1."""
    done = run("links", SAMPLE, "--since", "2024-05-17", "--exclude", "re:20411")
    assert (done.returncode, done.stdout.decode().split()) == (0, [MAIN[0]["url"]])  # type: ignore[attr-defined]
    done = run("links", SAMPLE, tmp_path / "none.xml", "-f", "jsonl")
    rows = [json.loads(row) for row in done.stdout.splitlines()]  # type: ignore[attr-defined]
    assert done.returncode == 1 and b"none.xml" in done.stderr  # type: ignore[attr-defined]
    assert rows[0] == {"url": MAIN[0]["url"], "title": MAIN[0]["title"], "published": MAIN[0]["published"], "snippet": MAIN[0]["snippet"], "found_in": str(SAMPLE)}
    assert run("links", SAMPLE, "--match", "re:(").returncode == 2  # type: ignore[attr-defined]
