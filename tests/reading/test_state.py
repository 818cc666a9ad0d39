"""Article text that stands only in a script is found with what stands near it, and nothing else is taken for it."""

import json
import random
from typing import Any
from urllib.parse import quote

import pytest

from extractor.reading.state import EmbeddedArticle, embedded_article

PROSE = "渡口的茶馆开了一百年，客人来来往往，从没有断过。老板说，茶要慢慢喝，话要慢慢讲，日子也要慢慢过，急不得。" * 2
HTML = f"<p>{PROSE}</p><p>{PROSE}</p>"
ARTICLE = {
    "title": "百年茶馆",
    "content": HTML,
    "author": {"id": 7, "name": "林青"},
    "publishTime": "2024-03-01 10:00",
    "source": "渡口晚报",
}
FOUND = EmbeddedArticle("百年茶馆", HTML, "林青", "2024-03-01 10:00", "渡口晚报")


def find(script: str, kind: str = "") -> EmbeddedArticle | None:
    return embedded_article((("", "var a = {b: 1};"), (kind, script)))


def dump(value: Any, plain: bool = False) -> str:
    return json.dumps(value, ensure_ascii=not plain)


STATE = {"app": {"menu": ["首页"] * 9, "notes": "说明"}, "detail": {"article": ARTICLE, "count": 1}}


@pytest.mark.parametrize(
    "script",
    [
        dump(STATE),
        "window.__INITIAL_STATE__=" + dump(STATE, plain=True) + ";(function(){var s;(s=document).x()}());",
        "window.__INITIAL_STATE__ = " + dump(STATE).replace('"count": 1', '"count": undefined'),
        "var data = " + dump(STATE)[:-1] + ",};",
        "window.s = JSON.parse(" + dump(dump(STATE)) + ");",
        "window.s = JSON.parse('" + dump(STATE).replace("\\", "\\\\") + "');",
        'window.s = JSON.parse(decodeURIComponent("' + quote(dump(STATE, plain=True)) + '"));',
        "callback(" + dump(STATE) + ")",
        dump({"state": dump(STATE, plain=True)}),
        "window.page = {article: {title: '百年茶馆', content: '" + HTML.replace("<", "\\x3c") + "', "
        "author: '林青', publishTime: \"2024-03-01 10:00\", source: decode('渡口晚报')}}",
        "window.__NUXT__=(function(a,b,c){return {data:[{article:{title:a,author:b,content:" + dump(HTML)
        + ',publishTime:"2024-03-01 10:00",source:c,hot:!1}}]}}("百年茶馆","林青","渡口晚报"));',
        dump([["Reactive", 1], {"article": 2}, {"title": 3, "content": 4, "author": 5, "publishTime": 6, "source": 7},
              "百年茶馆", HTML, "林青", "2024-03-01 10:00", "渡口晚报"]),
    ],
)  # fmt: skip
def test_the_article_is_found_in_any_kind_of_state(script: str) -> None:
    """Plain, assigned, quoted, encoded and nested JSON, object literals and called functions give the article."""
    assert find(script) == FOUND


def test_linked_data_holds_an_article_too() -> None:
    """articleBody of JSON-LD is a text, with headline, author and date beside it."""
    authors = [{"name": "林青"}, {"name": "沈茶"}]
    data = {"headline": "百年茶馆", "articleBody": PROSE, "author": authors, "datePublished": "2024-03-01"}
    assert find(dump(data), "application/ld+json#") == EmbeddedArticle("百年茶馆", PROSE, "林青 沈茶", "2024-03-01")


@pytest.mark.parametrize(
    "escaped", [HTML.replace("<", "&lt;").replace(">", "&gt;"), HTML.replace("<", "\\u003c"), f'"{HTML}"']
)
def test_text_escaped_twice_is_made_whole(escaped: str) -> None:
    """Tags escaped as entities or once more than JSON asks for are tags again, and added quotes go."""
    found = find(dump({"content": escaped}))
    assert found is not None and found.html == HTML


@pytest.mark.parametrize(
    "parts",
    [
        [PROSE, PROSE],
        [{"type": "p", "text": PROSE}, {"type": "img", "src": "a.jpg"}, {"type": "p", "text": PROSE}],
        [{"tag": "p", "content": half} for half in (PROSE[:54], PROSE[54:])],
    ],
)
def test_lists_of_paragraphs_are_joined(parts: list[Any]) -> None:
    """A body kept as a list of paragraphs is one text with a line each."""
    found = find(dump({"title": "百年茶馆", "body": parts}))
    assert found is not None
    assert found.title == "百年茶馆"
    assert found.html.replace("\n", "") in (PROSE, PROSE * 2) and found.html.count("\n") == 1


def test_fields_come_from_the_nearest_object() -> None:
    """Title and source are looked for outward from the text, then beside it; the site's own title does not win."""
    page = {"title": "百年茶馆", "doc": {"html": HTML}}
    found = find(dump({"title": "渡口网", "page": page, "media": "渡口晚报"}))
    assert found == EmbeddedArticle("百年茶馆", HTML, "", "", "渡口晚报")
    data = {"title": "<b>百年</b>茶馆", "html": HTML, "sub": {"ctime": "1709258400"}, "author": "https://e.org/7"}
    assert find(dump(data)) == EmbeddedArticle("百年茶馆", HTML, "", "2024-03-01T10:00:00+08:00")


@pytest.mark.parametrize(
    "data",
    [
        {"menu": [{"name": "首页，新闻。" * 40, "title": "栏目"}] * 2, "description": HTML},
        {"config": {"content": HTML}, "comments": [{"content": HTML}]},
        {"consent": PROSE},
        {"list": [{"title": f"第{n}篇", "content": f"{n}{HTML}"} for n in range(4)]},
        {"entities": {str(n): {"content": f"{n}{HTML}"} for n in range(4)}},
        {"content": "".join(f'<a href="/{n}">茶馆，开了。</a>' for n in range(90))},
        {"content": "The tea house at the old ferry landing, 茶馆。 " * 60},
        {"content": "茶馆" * 200 + "。"},
        "。，",
    ],
)
def test_what_is_no_article_gives_nothing(data: Any) -> None:
    """Descriptions, settings, comments, notices, feeds, lists of links and foreign text are no article."""
    assert find(dump(data, plain=True)) is None


def test_the_article_is_told_from_a_feed_beside_it() -> None:
    """Whole texts of other articles in a list do not hide the page's own, shorter one."""
    feed = [{"title": f"第{n}篇", "content": f"{n}{HTML}{HTML}"} for n in range(5)]
    found = find(dump({"recommendList": feed, "detail": ARTICLE}))
    assert found == FOUND


def test_no_script_can_raise() -> None:
    """Cut and broken state gives an article or nothing."""
    chance = random.Random(4)
    whole = "window.a=" + dump(STATE, plain=True) + ';JSON.parse("' + dump(STATE).replace('"', '\\"') + '")'
    for _ in range(150):
        text = list(whole[: chance.randrange(1, len(whole))])
        for _ in range(chance.randrange(9)):
            text[chance.randrange(len(text))] = chance.choice("{}[]\"'`,:\\/*")
        find("".join(text))
    assert embedded_article(()) is None
