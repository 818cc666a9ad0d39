"""What can be asked of segmentation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from msgspec import Struct

Mode = Literal["precise", "search", "full"]
KeywordMethod = Literal["tfidf", "textrank"]
Scope = Literal["body", "all"]

Segmenter = Callable[[str], Iterable[str]]
"""Somebody else's segmenter: a text's words in order; white space may be left out.

An attribute `tag` of the same kind that gives (word, tag) pairs makes parts of speech available.
"""

_CHOICES: dict[str, tuple[Any, ...]] = {
    "mode": ("precise", "search", "full"),
    "keyword_method": ("tfidf", "textrank"),
    "scope": ("body", "all"),
}


class SegmentOptions(Struct, frozen=True, kw_only=True):
    """What to segment and how; raises ValueError for values it does not know.

    words: False gives sentences alone and loads no segmenter.
    mode: precise (words side by side), search (long words and the shorter ones in them) or full (every word there is).
    hmm: guess words that the dictionary does not know. pos: parts of speech with jieba's tags.
    keywords: how many at most, 0 for none. dictionary, stopwords: paths of UTF-8 files.
    backend: "auto" (rjieba where installed, else jieba), "jieba", "rjieba", the name of an entry point of the group
    extractor.segmenters, or a Segmenter.
    tokenised: the body's words in one text with a space between, punctuation and stop words left out, for search engines.
    scope: "all" segments title and block items too.
    """

    words: bool = True
    mode: Mode = "precise"
    hmm: bool = True
    pos: bool = False
    keywords: int = 0
    keyword_method: KeywordMethod = "tfidf"
    dictionary: str | None = None
    stopwords: str | None = None
    backend: str | Segmenter = "auto"
    tokenised: bool = False
    scope: Scope = "body"

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if (value := getattr(self, name)) not in choices:
                raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
        if self.keywords < 0:
            raise ValueError(f"keywords must not be negative, not {self.keywords}")
