"""Head matter is tidied, and nothing in it can break a page."""

from extractor.reading.head import RawHead, build_head


def test_first_meta_that_says_something_counts() -> None:
    """Of metas with one name the first non-empty wins, and white space inside names does not matter."""
    metas = (("og:title", " "), ("og:title", "百年茶馆"), ("og:title", "别的"), ("weibo: article:create_at", "2024-03-01"))
    meta = build_head(RawHead(metas=metas)).meta
    assert meta == {"og:title": "百年茶馆", "weibo:article:create_at": "2024-03-01"}


def test_linked_data_is_read_leniently() -> None:
    """Comments, raw line breaks, trailing commas, lists and @graph do not hide JSON-LD objects; broken ones are skipped."""
    scripts = (
        ("application/ld+json", '<!-- {"@type": "NewsArticle", "headline": "百年\n茶馆",} -->'),
        ("application/ld+json", '[{"@graph": [{"@type": "Person", "name": "林青"}]}, 3]'),
        ("application/ld+json", '{"broken": '),
        ("text/javascript", '{"@type": "not linked data"}'),
    )
    types = [item.get("@type") for item in build_head(RawHead(scripts=scripts)).linked_data]
    assert types == ["NewsArticle", None, "Person"]


def test_deep_linked_data_is_no_error() -> None:
    """JSON nested beyond what the parser can follow is skipped."""
    assert build_head(RawHead(scripts=(("application/ld+json", "[" * 100_000),))).linked_data == ()


def test_script_facts_are_found() -> None:
    """The time and the account's name in an official account's script are facts, the first of each."""
    script = 'var ct = "1709256000"; var nickname = htmlDecode("渡口晚报"); var ct = "1";'
    assert build_head(RawHead(scripts=(("text/javascript", script),))).script == {"ct": "1709256000", "nickname": "渡口晚报"}
