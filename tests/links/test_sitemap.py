"""Sitemaps, news sitemaps and indexes are read up to the place where they break."""

from __future__ import annotations

import pytest

from extractor.errors import ReadingError
from extractor.links.model import ArticleLink, Sitemap
from extractor.links.sitemap import sitemap_links
from extractor.model import Source

SITE = "https://www.xikou.example.com"
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
URLSET = f"""<?xml version="1.0" encoding="utf-8"?>
<urlset {NAMES}><url><loc> {SITE}/a/1.html?x=1&amp;y=2 </loc><lastmod>2024-05-18</lastmod>
<image:image><image:loc>{SITE}/1.jpg</image:loc><image:title>图</image:title></image:image></url>
<url><loc>{SITE}/a/2.html</loc><lastmod>2024-05-19</lastmod><news:news><news:publication><news:name>溪口</news:name></news:publication>
<news:publication_date>2024-05-17T08:00:00+08:00</news:publication_date><news:title>渡口的船</news:title></news:news></url></urlset>"""


def links(data: bytes | str) -> list[ArticleLink | Sitemap | ReadingError]:
    return list(sitemap_links(Source(uri="map", data=data)))


def test_urls() -> None:
    """Addresses with the day of change, those of news with title and day of publication; pictures are no addresses."""
    assert links(URLSET.encode()) == [
        ArticleLink(f"{SITE}/a/1.html?x=1&y=2", None, "2024-05-18", None, "map"),
        ArticleLink(f"{SITE}/a/2.html", "渡口的船", "2024-05-17T08:00:00+08:00", None, "map"),
    ]


@pytest.mark.parametrize("charset", ["gb2312", "big5"])
def test_charsets(charset: str) -> None:
    """Sitemaps in the charsets of old sites are read as well."""
    found = links(URLSET.replace('"utf-8"', f'"{charset}"').replace("图", "山").encode(charset if charset != "gb2312" else "gbk"))
    assert [getattr(link, "title", None) for link in found] == [None, "渡口的船"]


def test_index() -> None:
    """An index gives its sitemaps."""
    text = f"<sitemapindex><sitemap><loc>{SITE}/1.xml.gz</loc><lastmod>2024-05-01</lastmod></sitemap><sitemap><loc>{SITE}/2.xml</loc></sitemap></sitemapindex>"
    assert links(text) == [Sitemap(f"{SITE}/1.xml.gz", "2024-05-01"), Sitemap(f"{SITE}/2.xml")]


def test_what_breaks_off() -> None:
    """Entries before a break are given, then an error that says how many."""
    *before, error = links(URLSET[: URLSET.index("</urlset>")])
    assert len(before) == 2 and isinstance(error, ReadingError) and "2 entries" in str(error)


@pytest.mark.parametrize(
    "data",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>https://x.example.com/&b;</loc></url></urlset>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://x.example.com/&a;</loc></url></urlset>',
        "<urlset>" + "<a>" * 50,
    ],
)
def test_what_no_sitemap_needs(data: str) -> None:
    """Entities, of files above all, and endless depth end the reading with an error."""
    (error,) = links(data)
    assert isinstance(error, ReadingError)
