"""Source to Page."""

import json
from contextlib import suppress
from random import Random

import pytest

from extractor.errors import ReadingError
from extractor.model import Source
from extractor.reading import looks_like_html, read
from extractor.reading.text import read_text

PROSE = "渡口的茶馆开了一百年，客人来来往往，从没有断过。老板说，茶要慢慢喝，话要慢慢讲，日子也要慢慢过，急不得。" * 2


def test_plain_text_becomes_the_same_lines() -> None:
    """Each non-empty line of a text is a line, white space collapsed, in one container."""
    page = read(Source(uri="a.txt", data="首页 > 文化\n\n  百年　茶馆 \n".encode()))
    assert page.form == "text"
    assert [line.text for line in page.lines] == ["首页 > 文化", "百年 茶馆"]
    assert len(page.containers) == 1


def test_text_splits_like_an_editor() -> None:
    """All line breaks end a line."""
    assert [line.text for line in read_text("一\r\n二\r三\u2028四")] == ["一", "二", "三", "四"]


@pytest.mark.parametrize(("text", "html"), [("<html><body>a", True), ("a < b, b > c", False), ("<p>茶</p>", True), ("3<5</3", False),
                                            ("<span id=x></span>\n首页\n新闻\n渡口\n茶馆\n钟楼\n一行正文<br>还是它", False), ("<li><a href=a>茶</a>\n<li><a href=b>渡口</a>", True)])
def test_html_is_told_from_text(text: str, html: bool) -> None:
    """Markup makes a page HTML; a stray angle bracket does not, nor do a few tags that were left in a flattened text."""
    assert looks_like_html(text) is html


def test_page_says_what_was_read() -> None:
    """The page carries the hash of its bytes, its address and its encoding."""
    page = read(Source(uri="a.html", data=f"<meta charset=gbk><p>{PROSE}</p>".encode("gbk"), url="https://e.org/"))
    assert (page.encoding, page.encoding_from, page.url, len(page.sha256)) == ("gb18030", "meta", "https://e.org/", 64)


def test_embedded_article_is_read_where_the_page_shows_none() -> None:
    """An empty root with the article in a script gives the article's lines and a warning."""
    state = json.dumps({"article": {"title": "百年茶馆", "content": f"<p>{PROSE}</p>"}})
    page = read(Source(uri="a", data=f"<html><body><div id=app></div><script>window.s={state}</script></body></html>".encode()))
    assert [line.text for line in page.lines] == ["百年茶馆", PROSE]
    assert any("script" in warning for warning in page.warnings)


def test_embedded_plain_text_becomes_paragraphs() -> None:
    """An embedded article without markup gives a line a row, and characters that look like markup stay text."""
    state = json.dumps({"article": {"title": "茶&lt;i&gt;酒", "content": f"{PROSE}\na<i>b\n{PROSE}", "source": "渡口晚报"}})
    page = read(Source(uri="a", data=f"<html><body><div id=app></div><script>window.s={state}</script></body></html>".encode()))
    assert [line.text for line in page.lines] == ["茶<i>酒", "来源：渡口晚报", PROSE, "a<i>b", PROSE]


def test_head_matter_stays_beside_an_embedded_article() -> None:
    """Metas of the page are kept where its text came out of a script."""
    state = json.dumps({"article": {"title": "百年茶馆", "content": f"<p>{PROSE}</p>"}})
    head = '<head><title>渡口网</title><meta name="PubDate" content="2024-03-01"></head>'
    page = read(Source(uri="a", data=f"<html>{head}<body><script>window.s={state}</script></body></html>".encode()))
    assert (page.head.title, page.head.meta) == ("渡口网", {"pubdate": "2024-03-01"})


def test_the_form_that_the_container_states_is_taken() -> None:
    """A source that says it is text is read as text, whatever it looks like; one that says html as HTML."""
    assert read(Source(uri="a", data="<p>茶</p>", form="text")).lines[0].text == "<p>茶</p>"
    assert read(Source(uri="a", data="茶 &amp; 馆", form="html")).lines[0].text == "茶 & 馆"


def test_the_canonical_link_stands_in_for_an_unknown_address() -> None:
    """Without an address the page's canonical link is it; a known address comes first."""
    html = '<link rel="canonical" href="https://e.org/t/1.html"><p>茶 <a href="2.html">馆</a></p>'
    page = read(Source(uri="a", data=html))
    assert (page.url, page.lines[0].links[0].url) == ("https://e.org/t/1.html", "https://e.org/t/2.html")
    assert read(Source(uri="a", data=html, url="https://m.e.org/1")).url == "https://m.e.org/1"


def test_warnings_of_decoding_reach_the_page() -> None:
    """Broken bytes of a page are told with it, and the rest of its text is there."""
    page = read(Source(uri="a", data=f"<p>{PROSE}</p>".encode() + b"<p>\xff\xfe</p>"))
    assert page.lines[0].text == PROSE
    assert any("broken" in warning for warning in page.warnings)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16"])
def test_a_page_damaged_anywhere_is_read_or_refused(encoding: str) -> None:
    """Cut and altered bytes give a page or a ReadingError, never another error."""
    random = Random(encoding)
    sound = f"<html><meta charset={encoding}><?x?><p>渡口的茶馆，客人来来往往。</p><pre> <a href=b>x</a></pre>".encode(encoding, "ignore")
    for _ in range(500):
        damaged = bytearray(sound[: random.randrange(len(sound) + 1)])
        for _ in range(random.randrange(4) if damaged else 0):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        with suppress(ReadingError):
            assert read(Source(uri="a", data=bytes(damaged))).encoding


def test_embedded_data_is_ignored_where_the_page_shows_prose() -> None:
    """A page with visible prose does not get a second copy from its script."""
    state = json.dumps({"article": {"title": "别的", "content": f"<p>{PROSE}</p>"}})
    page = read(Source(uri="a", data=f"<html><body><p>{PROSE}</p><script>window.s={state}</script></body></html>".encode()))
    assert [line.text for line in page.lines] == [PROSE]


def test_a_page_without_text_is_refused() -> None:
    """White space alone is no page."""
    with pytest.raises(ReadingError):
        read(Source(uri="a", data=" \n "))
