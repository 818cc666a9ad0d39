"""Head matter is tidied, and nothing in it can break a page."""

import pytest

from extractor.reading.head import RawHead, build_head
from extractor.reading.loose import DEEPEST


def facts(*scripts: str) -> dict[str, str]:
    return build_head(RawHead(scripts=tuple(("text/javascript", script) for script in scripts))).script


def linked(text: str, kind: str = "application/ld+json") -> list[object]:
    return [item.get("headline") for item in build_head(RawHead(scripts=((kind, text),))).linked_data]


def test_first_meta_that_says_something_counts() -> None:
    """Of metas with one name the first non-empty wins, and white space and case of names do not matter."""
    titles = (("og:title", " "), ("og:title", "百年\n 茶馆"), ("OG:Title", "别的"))
    meta = build_head(RawHead(metas=(*titles, ("weibo: article:create_at", "2024-03-01")))).meta
    assert meta == {"og:title": "百年 茶馆", "weibo:article:create_at": "2024-03-01"}


def test_the_rest_is_passed_on_tidied() -> None:
    """Title, language and canonical address come without the white space around them."""
    head = build_head(RawHead(title=" 百年\n茶馆 ", lang=" zh-CN ", canonical=" https://e.org/1 "))
    assert (head.title, head.lang, head.canonical) == ("百年 茶馆", "zh-CN", "https://e.org/1")


@pytest.mark.parametrize(
    "text",
    [
        '{"headline": "百年茶馆"}',
        '[{"headline": "百年茶馆"}, 3, "x"]',
        '<!-- {"headline": "百年茶馆",} -->',
        '//<![CDATA[\n{"headline": "百年茶馆"}\n//]]>',
        '/* <![CDATA[ */ {"headline": "百年茶馆"}; /* ]]> */',
        '{"headline": "百年茶馆", "description": "一行\n两行\t"}',
        "{&quot;headline&quot;: &quot;百年茶馆&quot;}",
        '{"@context": "https://schema.org", "@graph": [{"@id": "#a"}, {"@graph": [{"headline": "百年茶馆"}]}]}',
        '{"headline": "百年茶馆", "description": "老板说"慢慢喝"呢"}',
        '{"headline": "百年茶馆", "url": "https://e.org/1" // 地址\n}',
    ],
)
def test_linked_data_is_read_leniently(text: str) -> None:
    """Comments, CDATA, raw line breaks, trailing commas, lists, @graph and bare quotes do not hide JSON-LD objects."""
    assert linked(text) == ["百年茶馆"]


def test_several_objects_keep_their_order() -> None:
    """Objects of one script and of a list come in document order; an object around a @graph stays too."""
    script = '{"headline": "一"} {"headline": "二"}, [{"headline": "三"}, {"headline": "四"}]'
    assert linked(script) == ["一", "二", "三", "四"]
    assert linked('{"headline": "一", "@graph": [{"headline": "二"}]}') == ["一", "二"]


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '"x"', "no data", "]]", '{"@context": "https://schema.org"}'])
def test_scripts_without_objects_give_none(text: str) -> None:
    """What holds no object is skipped."""
    assert linked(text) == []


def test_only_linked_data_scripts_are_read() -> None:
    """The type decides, an id after it does not matter."""
    assert linked('{"headline": "一"}', "application/ld+json#seo") == ["一"]
    assert linked('{"headline": "一"}', "application/json#ld+json") == []
    assert linked('{"headline": "一"}', "") == []


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 900 + "1" + "}" * 900, '{"a": [' * 20_000])
def test_deep_linked_data_is_no_error(text: str) -> None:
    """What is nested beyond all sense is left out or cut, so that nobody after this runs out of stack."""
    for value in build_head(RawHead(scripts=(("application/ld+json", text),))).linked_data:
        depth, inner = 0, [value]
        while inner:
            depth += 1
            inner = [part for outer in inner for part in outer.values() if isinstance(part, dict)]
        assert depth <= DEEPEST


def test_script_facts_of_official_accounts_are_found() -> None:
    """The time, account and headline in an official account's script are facts, the first of each."""
    script = """
        var ct = "1709256000"; var nickname = htmlDecode("渡口晚报 &amp; 茶馆"); var user_name = "gh_12345";
        window.msg_title = '百年\\x26茶馆'.html(false); var ct = "1";"""
    assert facts(script, 'var nickname = "别的";') == {
        "ct": "1709256000",
        "nickname": "渡口晚报 & 茶馆",
        "user_name": "gh_12345",
        "msg_title": "百年&茶馆",
    }


@pytest.mark.parametrize(
    "script",
    [
        "var publish_time='2024-03-01 10:00';",
        'var pubTime = "2024-03-01 10:00"',
        "let docTime='2024-03-01 10:00';",
        "const publishDate = '2024-03-01 10:00';",
        'window.pubtime="2024-03-01 10:00";',
    ],
)
def test_times_in_scripts_are_found(script: str) -> None:
    """Variables that templates use for the time of an article are one fact, however they are spelt."""
    assert facts(script) == {"publish_time": "2024-03-01 10:00"}


@pytest.mark.parametrize(
    "script",
    [
        'var ct = "unknown"; var ct = "123";',
        'var publish_time = "";  var pubtime = "none";',
        'var author = document.getElementById("author_name");',
        'var nickname = cookie.Get("nickname");',
        'var acts = "1709256000"; myct = "1709256000"',
    ],
)
def test_what_is_no_fact_is_left_alone(script: str) -> None:
    """Empty, impossible and computed values and other variables are no facts."""
    assert facts(script) == {}


def test_data_scripts_hold_no_facts() -> None:
    """Only code assigns variables."""
    assert build_head(RawHead(scripts=(("application/json#x", 'var ct = "1709256000"'),))).script == {}
