"""Addresses of one document's pages are told from those of other documents."""

from __future__ import annotations

import pytest

from extractor.assembling.page_series import Step, is_later_page, page_step

SITE = "https://www.xikou.example.com"
PAGES = [
    ("/a/88120.html", "/a/88120_2.html", 1, 2), ("/a/88120_9.html", "/a/88120_10.html", 9, 10), ("/a/88120_2.html", "/a/88120.html", 2, 1),
    ("/a/c123-4567.shtml", "/a/c123-4567-2.shtml", 1, 2), ("/c/", "/c/index_2.html", 1, 2), ("/c/index.shtml", "/c/index_2.shtml", 1, 2),
    ("/a/123", "/a/123/page/2", 1, 2), ("/a/123/", "/a/123/2/", 1, 2), ("/a/123.html", "/a/123/2.html", 1, 2),
    ("/t-12-1-1.html", "/t-12-2-1.html", 1, 2), ("/v.php?tid=3", "/v.php?tid=3&page=2", 1, 2), ("/v?page=9&id=1", "/v?page=10&id=1", 9, 10),
]  # fmt: skip
OTHERS = [
    ("/t20240518_1234.html", "/t20240518_1235.html"), ("/v.php?tid=3", "/v.php?tid=4"), ("/v.php?id=3&page=2", "/v.php?id=4&page=3"),
    ("/2024/05/18/1.html", "/2024/05/19/1.html"), ("/a.html", "/b.html"), ("/", "/culture/"), ("/a_2.html", "/a_2.html"),
]  # fmt: skip


@pytest.mark.parametrize(("here", "there", "one", "other"), PAGES)
def test_pages_of_one_document(here: str, there: str, one: int, other: int) -> None:
    """Addresses that differ in a page's number alone give both numbers; the first page may have none."""
    assert page_step(SITE + here, SITE + there) == Step(one, other)


@pytest.mark.parametrize(("here", "there"), OTHERS)
def test_other_documents(here: str, there: str) -> None:
    """Numbers of articles, days and columns are no numbers of pages, and a page is no step from itself."""
    assert page_step(SITE + here, SITE + there) is None


def test_sites_are_told_apart_but_for_www() -> None:
    """The same path on another site is another document; with and without www it is one."""
    assert page_step("https://a.example.com/x.html", "https://b.example.com/x_2.html") is None
    assert page_step("https://www.a.example.com/x.html", "http://a.example.com/x_2.html") == Step(1, 2)


@pytest.mark.parametrize(
    ("url", "later"),
    [("/a_2.html", True), ("/a/2.html", True), ("/a?page=3", True), ("/a.html", False), ("/a_1.html", False), ("/a?page=1", False), ("/t20240518_1235.html", False)],
)
def test_later_pages(url: str, later: bool) -> None:
    """An address with a page's number above 1 at its end looks like a later page's."""
    assert is_later_page(SITE + url) is later
