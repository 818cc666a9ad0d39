"""Pages that stay empty until their scripts have run."""

from __future__ import annotations

import pytest

from extractor import PageType, Source, extract
from extractor.reading import read
from extractor.reading.scripted import NEEDS_SCRIPTS

PLEA = "<noscript><strong>您需要启用 JavaScript 才能查看本页。</strong></noscript>"
FRAME = '<div class="nav"><a href="/">首页</a><a href="/news">新闻</a></div>%s<div class="footer">版权所有 溪口在线</div>'
SCRIPT = "<script src=/a.js></script>"
PROSE = "<p>五月的清晨，溪口镇的老人们早早站到了新修的路边，等着第一辆班车从山那边开过来，也等着城里的孩子回家。</p>" * 5


@pytest.mark.parametrize(
    "body",
    [
        '<div id="app"></div>' + SCRIPT,
        "<div class=page id=root data-v=1>\n</div>" + SCRIPT,
        '<div id="__next"><div class="loading"> </div></div>' + SCRIPT,
        FRAME % '<main id="app"><!-- --></main>' + SCRIPT,
        PLEA + "<section></section>" + SCRIPT,
    ],
)
def test_a_page_that_needs_its_scripts_says_so(body: str) -> None:
    """An empty root or a plea to switch scripts on, and next to no text: the record says what to do."""
    warnings = extract(f"<html><head><title>溪口在线</title></head><body>{body}</body></html>").warnings
    assert NEEDS_SCRIPTS in warnings


@pytest.mark.parametrize(
    "body",
    [
        '<div id="app"></div>' + PROSE + SCRIPT,
        PLEA + PROSE + SCRIPT,
        '<div id="app"></div>' + "".join(f'<li><a href="/{n}">渡口早市第{n}天见闻</a></li>' for n in range(40)) + SCRIPT,
        '<div id="app"></div>',
        FRAME % "" + SCRIPT,
        '<div id="apple"></div><noscript><img src="/count.gif"></noscript>' + SCRIPT,
    ],
)
def test_a_page_that_does_not(body: str) -> None:
    """A page with text, without scripts, or that is merely short."""
    assert NEEDS_SCRIPTS not in read(Source(uri="", data=f"<html><body>{body}</body></html>")).warnings


def test_a_page_without_a_line_gives_a_record() -> None:
    """What the head says is not lost where the body shows nothing."""
    record = extract('<html><head><meta property="og:title" content="渡口的早市开张了"></head><body></body></html>')
    assert (record.title, record.body.text, record.page.page_type) == ("渡口的早市开张了", "", PageType.OTHER)
