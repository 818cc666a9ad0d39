"""Traditional text as simplified text of the same length, so that what is found in one holds in the other.

Segmenters know simplified words. Measured on tests/cases/words_traditional.jsonl, converting character by character
does as well as OpenCC's phrases and better than a dictionary in traditional characters, for unknown words are then
guessed by a model that knows the characters.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.vocabulary import traditional

TRADITIONAL_SHARE = 0.1
"""A text with more than this share of traditional characters is traditional; running text has none or about a third."""

_SAMPLE = 4000
_HAN = re.compile(r"[\u3400-\u9fff]")


def is_traditional(text: str) -> bool:
    """Whether the first few thousand characters of a text are in traditional script."""
    sample = text[:_SAMPLE]
    found = len(_characters().findall(sample))
    if found * 100 <= len(sample):  # nearly all simplified text leaves here, and nothing was made of its characters
        return False
    return found > TRADITIONAL_SHARE * len(_HAN.findall(sample))


def simplified(text: str) -> str:
    """A text in simplified characters, character for character.

    >>> simplified("著名的計畫")
    '著名的计划'
    """
    pattern, phrases = _phrases()
    return pattern.sub(lambda match: phrases[match.group()], text.translate(_table()))


@cache
def _characters() -> re.Pattern[str]:
    return re.compile(f"[{traditional().traditional}]")


@cache
def _table() -> dict[int, str]:
    words = traditional()
    return {ord(old): new for old, new in zip(words.traditional, words.simplified, strict=True)}


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words that came out wrong one by one, as they came out, and what they should be."""
    phrases = {old.translate(_table()): new for old, new in traditional().phrases.items()}
    return re.compile("|".join(map(re.escape, phrases))), phrases
