"""Source to Page."""

import json

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


@pytest.mark.parametrize(("text", "html"), [("<html><body>a", True), ("a < b, b > c", False), ("<p>茶</p>", True), ("3<5</3", False)])
def test_html_is_told_from_text(text: str, html: bool) -> None:
    """Markup near the beginning makes a page HTML; a stray angle bracket does not."""
    assert looks_like_html(text) is html


def test_page_says_what_was_read() -> None:
    """The page carries the hash of its bytes, its address and its encoding."""
    page = read(Source(uri="a.html", data=f"<meta charset=gbk><p>{PROSE}</p>".encode("gbk"), url="https://e.org/"))
    assert (page.encoding, page.encoding_from, page.url, len(page.sha256)) == ("gb18030", "meta", "https://e.org/", 64)


def test_embedded_article_is_read_where_the_page_shows_none() -> None:
    """An empty root with the article in a script gives the article's lines and a warning."""
    state = json.dumps({"article": {"title": "百年茶馆", "content": f"<p>{PROSE}</p>"}})
    page = read(Source(uri="a", data=f"<html><body><div id=app></div><script>window.s={state}</script></body></html>".encode()))
    assert ["百年茶馆", PROSE] == [line.text for line in page.lines]
    assert any("script" in warning for warning in page.warnings)


def test_embedded_data_is_ignored_where_the_page_shows_prose() -> None:
    """A page with visible prose does not get a second copy from its script."""
    state = json.dumps({"article": {"title": "别的", "content": f"<p>{PROSE}</p>"}})
    page = read(Source(uri="a", data=f"<html><body><p>{PROSE}</p><script>window.s={state}</script></body></html>".encode()))
    assert [line.text for line in page.lines] == [PROSE]


def test_a_page_without_text_is_refused() -> None:
    """White space alone is no page."""
    with pytest.raises(ReadingError):
        read(Source(uri="a", data=" \n "))
