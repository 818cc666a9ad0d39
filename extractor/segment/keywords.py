"""Keywords by TF-IDF and by TextRank, with jieba's tables; the page's title and headings count more than its text.

TextRank: Mihalcea and Tarau, "TextRank: Bringing Order into Texts", EMNLP 2004, as jieba.analyse does it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from extractor.model import Keyword, Record
from extractor.segment.backends import Backend, import_jieba
from extractor.segment.dictionary import load_stopwords
from extractor.segment.options import SegmentOptions
from extractor.segment.parts import part_spans
from extractor.segment.sentences import Span
from extractor.segment.words import Words, precise_words
from extractor.vocabulary import segment_words

TITLE_WEIGHT = 3
HEADING_WEIGHT = 2
"""How many times a word of the title, or of a heading, counts."""

WINDOW = 5
"""TextRank ties words that stand less than this many words apart."""

_RANKED_TAGS = frozenset(("ns", "n", "vn", "v"))
_LETTER = re.compile(r"[^\W\d_]")


class Passage(NamedTuple):
    """Words in a row, as the segmenter's dictionary writes them, each with how often it counts and its tag."""

    forms: Sequence[str]
    weights: Sequence[int]
    tags: Sequence[str] = ()


Scores = Mapping[str, float]


def find_keywords(
    record: Record, words: Words, backend: Backend, options: SegmentOptions, traditional: bool
) -> list[Keyword]:
    """The best keywords of a record, given the precise words of its body."""
    title = record.title or ""
    if options.keyword_method == "textrank":
        options = replace(options, pos=True)
        if words.tags is None:
            words = precise_words(record.body.text, backend, options, traditional)
    headline = precise_words(title, backend, options, traditional) if title else Words([], [], [])
    passages = [
        Passage(headline.forms, [TITLE_WEIGHT] * len(headline.forms), headline.tags or ()),
        Passage(words.forms, _weights(words, part_spans(record.body, "heading")), words.tags or ()),
    ]
    score = textrank if options.keyword_method == "textrank" else tfidf
    ranked = best(score(passages, load_stopwords(options.stopwords)), options.keywords)
    printed = {**_printed(title, headline), **_printed(record.body.text, words)}
    places: dict[str, list[Span]] = {form: [] for form, _ in ranked}
    for form, span in zip(words.forms, words.spans, strict=True):
        if form in places:
            places[form].append(span)
    return [Keyword(printed[form], weight, places[form]) for form, weight in ranked]


def _weights(words: Words, headings: Sequence[Span]) -> list[int]:
    weights = [1] * len(words.spans)
    if not headings:
        return weights
    starts = [start for start, _ in words.spans]
    for start, end in headings:
        for at in range(bisect_left(starts, start), bisect_left(starts, end)):
            weights[at] = HEADING_WEIGHT
    return weights


def _printed(text: str, words: Words) -> dict[str, str]:
    """Words as the page writes them."""
    return {form: text[start:end] for form, (start, end) in zip(words.forms, words.spans, strict=True)}


def tfidf(passages: Sequence[Passage], stopwords: Collection[str] = ()) -> Scores:
    """Words with their weighted share of all words, times how rare jieba's table says they are."""
    counts: Counter[str] = Counter()
    for passage in passages:
        for form, weight in zip(passage.forms, passage.weights, strict=True):
            counts[form] += weight
    counts = Counter({form: count for form, count in counts.items() if _may_be_keyword(form, stopwords)})
    rarity, median = _rarity()
    total = counts.total()
    return {form: count * rarity.get(form, median) / total for form, count in counts.items()}


def textrank(passages: Sequence[Passage], stopwords: Collection[str] = ()) -> Scores:
    """Nouns and verbs by how central they are among those they stand near; needs tags."""
    ties: dict[tuple[str, str], int] = defaultdict(int)
    for passage in passages:
        _tie(passage, ties, stopwords)
    graph = import_jieba("jieba.analyse.textrank").UndirectWeightedGraph()
    for (one, other), weight in ties.items():
        graph.addEdge(one, other, weight)
    return dict(graph.rank())


def best(scores: Scores, count: int) -> list[tuple[str, float]]:
    """The words with the highest scores, the first met first among equals."""
    ranked = sorted(scores.items(), key=lambda scored: scored[1], reverse=True)
    return [(form, round(score, 6)) for form, score in ranked[:count]]


def _tie(passage: Passage, ties: dict[tuple[str, str], int], stopwords: Collection[str]) -> None:
    """Count, for each two words that may be keywords and stand near, how often they do."""
    kept = [
        (at, form, weight)
        for at, (form, tag, weight) in enumerate(zip(passage.forms, passage.tags, passage.weights, strict=True))
        if tag in _RANKED_TAGS and _may_be_keyword(form, stopwords)
    ]
    for place, (at, form, weight) in enumerate(kept):
        for near, other, _ in kept[place + 1:place + WINDOW]:
            if near - at < WINDOW:
                ties[form, other] += weight


def _may_be_keyword(form: str, stopwords: Collection[str]) -> bool:
    """Two characters or more, a letter among them, and no stop word."""
    if len(form) < 2 or not _LETTER.search(form):
        return False
    lower = form.lower()
    return lower not in stopwords and lower not in segment_words().stopwords


@cache
def _rarity() -> tuple[dict[str, float], float]:
    """jieba's inverse document frequencies, and the median for words it does not know."""
    spec = find_spec("jieba")
    assert spec and spec.origin  # a dependency
    lines = (Path(spec.origin).parent / "analyse" / "idf.txt").read_text("utf-8").splitlines()
    rarity = {word: float(value) for word, _, value in (line.partition(" ") for line in lines)}
    return rarity, sorted(rarity.values())[len(rarity) // 2]
