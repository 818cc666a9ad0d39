"""The next page is found by 下一页 links and page numbers; neighbouring articles are none."""

from __future__ import annotations

import pytest

from extractor.assembling.next_page import find_next_page
from extractor.model import Source
from extractor.reading import read

SITE = "https://www.xikou.example.com"
HERE = f"{SITE}/a/88120.html"
TEXT = "<p>渡口的船每天早上六点开，傍晚六点收，三十年没有误过一天，撑船的人换了三个，船还是那条船。</p>"


def next_page(html: str, url: str | None = HERE) -> str | None:
    found = find_next_page(read(Source(uri="a", data=f"<html><body><h1>渡口</h1>{TEXT}{html}</body></html>", url=url)))
    return found.value if found else None


@pytest.mark.parametrize(
    "html",
    [
        '<div class="pages"><b>1</b><a href="/a/88120_2.html">2</a><a href="/a/88120_2.html">下一页</a></div>',
        '<div><a href="/a/88120_2.html">下一頁 &gt;</a></div>',
        '<div>[1] <a href="/a/88120_2.html">[2]</a> <a href="88120_2.html">下一页&gt;&gt;</a></div>',
        '<ul><li>1</li><li><a href="/a/88120_2.html">2</a></li><li><a href="/a/88120_3.html">3</a></li></ul>',
        '<div><a href="/a/88120_2.html">2</a> <a href="/a/88120_3.html">3</a> <a href="/a/88120_3.html">尾页</a></div>',
    ],
)
def test_ways_to_say_it(html: str) -> None:
    """Words in both scripts, and numbers in one line or a list, lead to the second page."""
    assert next_page(html) == f"{SITE}/a/88120_2.html"


@pytest.mark.parametrize(
    "html",
    [
        '<p>上一篇：<a href="/a/88119.html">山</a></p><p>下一篇：<a href="/a/88121.html">河</a></p>',
        '<a href="/a/88121.html">下一篇</a> <a href="/a/88121.html">下一条</a> <a href="/a/88121.html">下一章</a>',
        '<a href="/b/200.html">下一页</a>',
        '<a href="/a/88120_1.html">上一页</a><a href="/a/88120.html">下一页</a>',
        '<a href="javascript:go(2)">下一页</a>',
        '<ol><li><a href="/hot/2.html">2</a></li><li><a href="/hot/3.html">3</a></li></ol>',
    ],
)
def test_what_is_no_next_page(html: str) -> None:
    """Neighbouring articles, links elsewhere, back here or to scripts, and ranks are no next page."""
    assert next_page(html) is None


def test_the_last_page_has_none() -> None:
    """On the last page the links to the pages before lead nowhere on."""
    html = '<div><a href="/a/88120.html">上一页</a><a href="/a/88120.html">1</a><b>2</b></div>'
    assert next_page(html, f"{SITE}/a/88120_2.html") is None


def test_pages_in_the_middle_and_of_lists() -> None:
    """The number after the page's own counts, not the first one; lists have pages too."""
    html = "".join(f'<a href="/c/?page={n}">{n}</a>' for n in (1, 2, 4, 5))
    assert next_page(f"<div>{html}</div>", f"{SITE}/c/?page=3") == f"{SITE}/c/?page=4"
    assert next_page('<div>1<a href="index_2.html">2</a><a href="index_2.html">下一页</a></div>', f"{SITE}/c/") == f"{SITE}/c/index_2.html"


def test_another_scheme_of_addresses_is_believed_among_page_links() -> None:
    """A 下一页 whose address says nothing of this one's counts where links to other pages stand beside it."""
    html = '<div><a href="/list/35-1.html">首页</a><a href="/list/35-2.html">下一页</a><a href="/list/35-9.html">尾页</a></div>'
    assert next_page(html, f"{SITE}/culture/") == f"{SITE}/list/35-2.html"


def test_pages_that_do_not_know_their_address() -> None:
    """Without an address the words decide, and the number without a link says which page this is."""
    assert next_page('<a href="88120_2.html">下一页</a>', None) == "88120_2.html"
    assert next_page('<div>1<a href="88120_2.html">2</a><a href="88120_3.html">3</a></div>', None) == "88120_2.html"
