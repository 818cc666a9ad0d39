"""RSS and Atom feeds give their entries with dates and plain text."""

from __future__ import annotations

import pytest

from extractor.errors import ReadingError
from extractor.links.feed import feed_links
from extractor.links.model import ArticleLink
from extractor.model import Source

RSS = """<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel><title>溪口在线</title><link>https://www.xikou.example.com/</link>
<item><title>渡口的船<![CDATA[<b>换了</b>]]>新桨</title><link>https://www.xikou.example.com/a/1.html?a=1&amp;b=2</link>
<pubDate>Sat, 18 May 2024 09:12:00 +0800</pubDate><description><![CDATA[<p>船是<b>旧</b>的，桨是新的。&nbsp;</p>]]></description></item>
<item><title>无日期</title><guid isPermaLink="true">https://www.xikou.example.com/a/2.html</guid></item>
<item><title>没有地址</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>溪口</title><entry><title type="html">山上&amp;lt;下雪&amp;gt;</title>
<link rel="alternate" href="/a/3.html"/><id>tag:x</id><updated>2024-05-17T23:30:00Z</updated><summary>雪很大。</summary></entry></feed>"""
FIRST = "https://www.xikou.example.com/a/1.html?a=1&b=2"


def links(data: bytes | str, **known: str) -> list[ArticleLink]:
    return list(feed_links(Source(uri="feed", data=data, url="https://www.xikou.example.com/feed", **known)))  # type: ignore[arg-type]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_rss(charset: str) -> None:
    """Entries in order with address, plain title, date with its offset, plain summary; in UTF-8 and GB2312."""
    found = links(RSS.format(charset=charset).encode("gbk" if charset == "gb2312" else charset))
    assert found[0] == ArticleLink(FIRST, "渡口的船 换了 新桨", "2024-05-18T09:12:00+08:00", "船是 旧 的，桨是新的。", "feed")
    assert [link.url for link in found[1:]] == ["https://www.xikou.example.com/a/2.html"] and found[1].published is None


def test_atom_with_relative_links() -> None:
    """Atom entries too; their links are absolute, by the feed's own address."""
    (link,) = links(ATOM)
    assert (link.url, link.published, link.snippet) == ("https://www.xikou.example.com/a/3.html", "2024-05-17T23:30:00+00:00", "雪很大。")


def test_chinese_dates() -> None:
    """A date as Chinese programs print it is read as it stands."""
    (first, *_) = links(RSS.format(charset="utf-8").replace("Sat, 18 May 2024 09:12:00 +0800", "2024-05-18 09:12:00"))
    assert first.published == "2024-05-18T09:12:00"


def test_long_summaries_are_cut() -> None:
    """Of a feed that carries whole articles the beginning is kept."""
    (first, *_) = links(RSS.format(charset="utf-8").replace("船是", "船" * 900))
    assert first.snippet and first.snippet.endswith("…") and len(first.snippet) <= 301


def test_broken_feeds() -> None:
    """What stands before a break is given; what holds nothing is an error, and a name of a file is never opened."""
    text = RSS.format(charset="utf-8")
    assert [link.url for link in links(text[: text.index("</channel>")].encode())][:1] == [FIRST]
    for data in (b"<rss><channel><item><title>", b"/etc/hostname"):
        with pytest.raises(ReadingError, match="is no feed"):
            links(data)
