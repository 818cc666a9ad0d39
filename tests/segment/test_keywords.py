"""Keywords tell what a page is about, as jieba.analyse finds them but for the weight of title and headings."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from extractor.model import Body, Keyword, PageInfo, Part, Record
from extractor.segment import SegmentOptions, segment_record

PARAGRAPHS = (
    "水库大坝昨日正式蓄水，下游农田灌溉问题得到缓解。",
    "工程师介绍，水库大坝采用混凝土浇筑，灌溉渠道长达百里。",
    "村民种植水稻和茶叶，茶叶销往外地，水稻产量逐年提高。",
)


def record(title: str | None = None, heading: str | None = None, body: tuple[str, ...] = PARAGRAPHS) -> Record:
    """A record with a heading before its paragraphs if one is given."""
    parts = [Part("heading", heading, level=2)] if heading else []
    parts += [Part("paragraph", text) for text in body]
    return Record(page=PageInfo(uri="a.html"), title=title, body=Body("\n".join(part.text for part in parts), parts))


def keywords(page: Record, **options: Any) -> list[Keyword]:
    """The keywords of a record by jieba."""
    return segment_record(page, SegmentOptions(**{"keywords": 8, "backend": "jieba", **options})).keywords


def words(page: Record, **options: Any) -> list[str]:
    """The keywords of a record as strings."""
    return [keyword.word for keyword in keywords(page, **options)]


@pytest.fixture(scope="module")
def analyse() -> Any:
    """jieba.analyse over our own tokenizer, so that it does not use jieba's cache in the temporary folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba.analyse
    from extractor.segment.backends import load_backend

    backend: Any = load_backend(SegmentOptions(backend="jieba"))
    jieba.analyse.default_tfidf.tokenizer = backend._tokenizer
    jieba.analyse.default_textrank.tokenizer = backend._load_tagger()
    return jieba.analyse


@pytest.mark.parametrize("method", ["tfidf", "textrank"])
def test_without_title_they_are_jiebas(analyse: Any, method: Any) -> None:
    """Where there is no title, no heading and no stop word, words and weights are those of jieba.analyse."""
    theirs = getattr(analyse, "extract_tags" if method == "tfidf" else "textrank")("\n".join(PARAGRAPHS), 30, True)
    ours = {keyword.word: keyword.weight for keyword in keywords(record(), keywords=30, keyword_method=method)}
    assert ours == pytest.approx(dict(theirs), abs=1e-5) and len(ours) > 10


@pytest.mark.parametrize("method", ["tfidf", "textrank"])
@pytest.mark.parametrize("backend", ["jieba", "rjieba"])
def test_title_and_headings_weigh_more(method: Any, backend: str) -> None:
    """A word of the title, or of a heading, weighs more than the same word in one more paragraph."""
    pytest.importorskip(backend)
    options = {"keyword_method": method, "backend": backend, "keywords": 50}
    line = "渠道工程渠道浇筑"

    def weight(page: Record) -> float:
        found = {keyword.word: keyword.weight for keyword in keywords(page, **options)}
        return found["渠道"] / found["茶叶"]

    plain = weight(record(body=(line, *PARAGRAPHS)))
    assert plain < weight(record(heading=line)) < weight(record(title=line))


def test_places_are_exact() -> None:
    """A keyword comes with every place the body has it; one of the title alone has none."""
    page = record(title="茶叶博览会")
    found = keywords(page, keywords=30)
    for keyword in found:
        assert all(page.body.text[start:end] == keyword.word for start, end in keyword.at)
    assert len(next(keyword for keyword in found if keyword.word == "茶叶").at) == 2
    assert next(keyword for keyword in found if keyword.word == "博览会").at == []


def test_what_is_no_keyword(tmp_path: Path) -> None:
    """Numbers, single characters, punctuation, common words and the user's stop words are left out."""
    page = record(body=("2024年12月，我们的茶叶已经卖了300万元，因为茶叶好，The tea of 我们。",))
    assert "茶叶" in words(page) and "tea" in words(page)
    assert not {"2024", "12", "300", "我们", "已经", "因为", "the", "The", "好"} & set(words(page, keywords=50))
    path = tmp_path / "stop.txt"
    path.write_text("茶叶\nTEA\n", "utf-8")
    assert not {"茶叶", "tea"} & set(words(page, stopwords=str(path)))


def test_traditional_keywords() -> None:
    """Keywords of traditional text are weighed as the simplified words are, and printed as the page has them."""
    simple = record(body=("机器人产业快速发展，机器人工厂遍地开花，电影票房下滑。",))
    other = record(body=("機器人產業快速發展，機器人工廠遍地開花，電影票房下滑。",))
    assert words(other)[0] == "機器人"
    assert [keyword.weight for keyword in keywords(other)] == [keyword.weight for keyword in keywords(simple)]


def test_modes_do_not_matter() -> None:
    """Keywords are found among precise words whatever mode the words are in."""
    assert words(record(), mode="search") == words(record(), mode="full") == words(record())


@pytest.mark.parametrize("method", ["tfidf", "textrank"])
def test_nothing_to_find(method: Any) -> None:
    """A body of punctuation has no keywords."""
    assert keywords(record(body=("……！",)), keyword_method=method) == []
