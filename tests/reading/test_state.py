"""Article text that stands only in a script."""

import json

from extractor.reading.state import embedded_article

PROSE = "渡口的茶馆开了一百年，客人来来往往，从没有断过。老板说，茶要慢慢喝，话要慢慢讲，日子也要慢慢过，急不得。" * 2
ARTICLE = {"title": "百年茶馆", "content": f"<p>{PROSE}</p>", "author": {"name": "林青"}, "publishTime": "2024-03-01 10:00", "source": "渡口晚报"}


def test_initial_state_is_found_with_its_fields() -> None:
    """The longest prose under a text key of an assigned object is the article; title, author and date stand beside it."""
    state = json.dumps({"app": {"menu": ["首页"] * 9}, "detail": {"article": ARTICLE, "undef": 1}}, ensure_ascii=False)
    script = "window.__INITIAL_STATE__=" + state.replace('"undef": 1', '"undef": undefined') + ";(function(){})()"
    article = embedded_article((("", "var a = {b: 1};"), ("", script)))
    assert article is not None
    assert (article.title, article.author, article.published, article.source) == ("百年茶馆", "林青", "2024-03-01 10:00", "渡口晚报")
    assert article.html == f"<p>{PROSE}</p>"


def test_json_script_and_quoted_json_are_found() -> None:
    """A script that is JSON, and JSON inside JSON.parse("..."), both with escaped characters, are read."""
    plain = json.dumps({"props": {"article": ARTICLE}})
    quoted = "JSON.parse(" + json.dumps(json.dumps({"article": ARTICLE})) + ")"
    for script in (("application/json#__NEXT_DATA__", plain), ("", "window.s = " + quoted)):
        article = embedded_article((script,))
        assert article is not None and article.title == "百年茶馆"


def test_escaped_html_becomes_html() -> None:
    """Tags that were escaped as entities are tags again."""
    article = embedded_article((("", json.dumps({"content": f"&lt;p&gt;{PROSE}&lt;/p&gt;"}, ensure_ascii=False)),))
    assert article is not None and article.html == f"<p>{PROSE}</p>"


def test_scripts_without_prose_give_nothing() -> None:
    """Settings, lists of links and broken JSON are no article."""
    menu = json.dumps({"menu": [{"name": "首页" * 40}]}, ensure_ascii=False)
    assert embedded_article((("", "x = " + menu), ("", "y = {" + PROSE), ("", ""))) is None
