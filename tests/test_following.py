"""Following next pages ends, whatever the pages say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from extractor.following import next_page_of_any, next_page_of_article, with_next_pages
from extractor.model import Source

SITE = "https://www.xikou.example.com"
TEXT = "".join(f"<p>渡口的船每天早上六点开，傍晚六点收，第{n}年也没有误过一天，撑船的人换了三个，船还是那条船。</p>" for n in range(5))


def follow(pages: dict[str, str | None], *names: str, limit: int = 9) -> list[str]:
    """The names in the order in which they are loaded; pages: the next page of each."""

    def load(wanted: Iterable[str]) -> Iterator[str]:
        yield from wanted

    return list(with_next_pages(names, load, pages.get, limit))


def test_pages_come_after_what_was_asked_for() -> None:
    """All names come first, then their second pages, then the third."""
    assert follow({"a": "a2", "a2": "a3", "b": "b2"}, "a", "b") == ["a", "b", "a2", "b2", "a3"]


@pytest.mark.parametrize("pages", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "a#2", "b": None}])
def test_circles_end(pages: dict[str, str | None]) -> None:
    """An address is asked for once, so that circles end; a fragment makes no other address."""
    assert follow(pages, "a") == sorted({"a", *(["b"] if pages["a"] == "b" else [])})


def test_the_limit_counts_the_first_page() -> None:
    """A chain without end stops at the limit; a limit of one follows nothing."""
    endless = {f"a{n}": f"a{n + 1}" for n in range(99)}
    assert follow(endless, "a0", limit=3) == ["a0", "a1", "a2"]
    assert follow(endless, "a0", limit=1) == ["a0"]


def test_articles_and_lists_from_the_web() -> None:
    """The next page of an article that was fetched is its link's; of a file, of nonsense and of errors there is none."""
    html = f'<html><body><h1>渡口的船</h1>{TEXT}<div>1<a href="/a/7_2.html">2</a> <a href="/a/7_2.html">下一页</a></div></body></html>'
    source = Source(uri=f"{SITE}/a/7.html", data=html, url=f"{SITE}/a/7.html")
    assert next_page_of_article(source) == next_page_of_any(source) == f"{SITE}/a/7_2.html"
    assert next_page_of_article(Source(uri="7.html", data=html, url=f"{SITE}/a/7.html")) is None
    assert next_page_of_article(Source(uri=f"{SITE}/a", data=b"")) is None
    assert next_page_of_any(ValueError("no page")) is None
