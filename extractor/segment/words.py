"""Text -> words with exact offsets, in the mode that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from extractor.segment.backends import Backend
from extractor.segment.options import SegmentOptions
from extractor.segment.sentences import Span
from extractor.segment.traditional import simplified

_WORD = re.compile(r"\w")


class Words(NamedTuple):
    """Words of a text: where they stand, how the segmenter's dictionary writes them, their tags if asked for."""

    spans: list[Span]
    forms: list[str]
    tags: list[str] | None = None


def precise_words(text: str, backend: Backend, options: SegmentOptions, traditional: bool) -> Words:
    """Words side by side; they cover the text without gaps, white space too."""
    plain = simplified(text) if traditional else text
    tags = None
    if options.pos:
        tagged = backend.tag(plain, options.hmm)
        forms, tags = [word for word, _ in tagged], [tag for _, tag in tagged]
    else:
        forms = backend.cut(plain, options.hmm)
    return Words(_spans(forms), forms, tags)


def in_mode(options: SegmentOptions, words: Words, backend: Backend) -> Words:
    """The words of the mode that is asked for, given the precise ones."""
    if options.mode == "precise":
        return words
    plain = "".join(words.forms)
    spans = list(_search_spans(words, backend.knows)) if options.mode == "search" else _full_spans(plain, backend)
    forms = [plain[start:end] for start, end in spans]
    return Words(spans, forms, _tags(words, spans, forms, backend) if options.pos else None)


def tokenised_text(text: str, words: Sequence[Span], stopwords: Collection[str] = ()) -> str:
    """Words with a space between, for search engines that split at spaces; what holds no letter and no digit, and stop
    words (lower case), are left out.

    >>> tokenised_text("我来。", [(0, 1), (1, 2), (2, 3)])
    '我 来'
    """
    printed = (text[start:end] for start, end in words)
    return " ".join(word for word in printed if _WORD.search(word) and word.lower() not in stopwords)


def _spans(forms: Sequence[str]) -> list[Span]:
    ends = list(accumulate(map(len, forms)))
    return list(zip(chain((0,), ends), ends, strict=False))


def _search_spans(words: Words, knows: Callable[[str], bool]) -> Iterator[Span]:
    """Each word, and before it the known words of two and three characters in it: jieba's search mode."""
    for form, (start, end) in zip(words.forms, words.spans, strict=True):
        for size in (2, 3):
            if len(form) > size:
                for at in range(len(form) - size + 1):
                    if knows(form[at:at + size]):
                        yield start + at, start + at + size
        yield start, end


def _full_spans(text: str, backend: Backend) -> list[Span]:
    """Every word, by start, then length; characters alone only where no longer word has them, as in jieba."""
    found = [span for span in _placed(text, backend.every(text)) if span[1] - span[0] > 1 and _WORD.search(text, *span)]
    covered = bytearray(len(text))
    for start, end in found:
        covered[start:end] = b"\1" * (end - start)
    alone = ((at, at + 1) for at, taken in enumerate(covered) if not taken)
    return sorted(chain(found, alone))


def _placed(text: str, words: list[str]) -> list[Span]:
    """Places of words that come by start, then length: each at the first place behind the one before."""
    found: list[Span] = []
    start, length = 0, 0
    for word in words:
        start = text.index(word, start if len(word) > length else start + 1)
        length = len(word)
        found.append((start, start + length))
    return found


def _tags(words: Words, spans: list[Span], forms: list[str], backend: Backend) -> list[str]:
    """Tags of overlapping words: of the text where the word is one of the precise ones, else of the word alone."""
    tags = dict(zip(words.spans, words.tags or (), strict=True))
    alone: dict[str, str] = {}
    for span, form in zip(spans, forms, strict=True):
        if span not in tags:
            if form not in alone:
                tagged = backend.tag(form, False)
                alone[form] = tagged[0][1] if len(tagged) == 1 else "x"
            tags[span] = alone[form]
    return [tags[span] for span in spans]
