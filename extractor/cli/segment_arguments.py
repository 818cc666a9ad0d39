"""What the extract command takes about sentences, words and keywords."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.segment import SegmentOptions

SCOPES = ("body", "all")
OPTIONS = ("mode", "hmm", "pos", "keywords", "keyword_method", "dictionary", "stopwords", "backend", "tokenised")
"""Fields of SegmentOptions that have an argument; asking for one asks for words."""
NEED_WORDS = ("conllu", "sqlite")
"""Formats that hold words, in sentences or in an index."""


def add_segment_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments, in a group of their own; each of them asks for --segment body."""
    add = parser.add_argument_group("sentences and words").add_argument
    add("--segment", nargs="?", const="body", type=_scope, metavar="SCOPE",
        help="sentences and words of the body, or with 'all' of title and block items too")  # fmt: skip
    add("--pos", action="store_true", default=None, help="a part of speech for each word, with jieba's tags")
    add("--keywords", type=_count, metavar="N", help="up to N keywords")
    add("--keyword-method", choices=("tfidf", "textrank"), help="how keywords are weighed (default: tfidf)")
    add("--dict", dest="dictionary", metavar="FILE", help="your words, one a line: word [frequency] [tag]; UTF-8")
    add("--stopwords", metavar="FILE", help="words that are no keywords and not in the tokenised text, one a line; UTF-8")
    add("--mode", choices=("precise", "search", "full"), help="words side by side (precise, the default), long words "
        "and the shorter ones in them (search), or every word there is (full)")  # fmt: skip
    add("--no-hmm", dest="hmm", action="store_false", default=None, help="do not guess words the dictionary lacks")
    add("--tokenised", action="store_true", default=None, help="the body's words in one text with a space between, for "
        "search engines; a column in csv")  # fmt: skip
    add("--segmenter", dest="backend", metavar="NAME", help="jieba, rjieba or an installed entry point "
        "(default: rjieba where it is installed, else jieba)")  # fmt: skip


def segment_options(words: argparse.Namespace) -> SegmentOptions | None:
    """What was asked for, None if nothing was; the segmenter and the user's files are loaded, so that faults show now.

    Raises DataError naming file and line, MissingExtraError, and ExtractorError for a segmenter that cannot do it.
    """
    asked = {name: value for name in OPTIONS if (value := getattr(words, name)) is not None}
    if not asked and words.segment is None and words.format not in NEED_WORDS:
        return None
    from extractor.segment import SegmentOptions, prepare

    if words.format == "sqlite":  # its index is of titles too, and finds a word inside a longer one
        options = SegmentOptions(**{"mode": "search", **asked, "scope": "all"})
    else:
        options = SegmentOptions(scope=words.segment or "body", **asked)
    prepare(options)
    return options


def _scope(word: str) -> str:
    if word not in SCOPES:
        raise argparse.ArgumentTypeError(f"{word!r} is neither body nor all; write pages first, or --segment=body")
    return word


def _count(word: str) -> int:
    if not (word.isascii() and word.isdigit()):
        raise argparse.ArgumentTypeError(f"{word!r} is no number of keywords")
    return int(word)
