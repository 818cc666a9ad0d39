"""Which language and script a page's text is in."""

from __future__ import annotations

from collections import Counter

from extractor.vocabulary import scripts

SAMPLE = 4000        # characters looked at
HAN_SHARE = 0.15     # of the letters; below it the text is not Chinese
KANA_SHARE = 0.1


def find_language(text: str) -> str | None:
    """'zh-Hans' or 'zh-Hant' by the characters that only one script uses; 'other' for other languages; None without letters."""
    letters = {char: count for char, count in Counter(text[:SAMPLE]).items() if char.isalpha()}
    if not letters:
        return None
    total = sum(letters.values())
    han = sum(count for char, count in letters.items() if "\u3400" <= char <= "\u9fff")
    kana = sum(count for char, count in letters.items() if "\u3040" <= char <= "\u30ff")
    if han < HAN_SHARE * total or kana > KANA_SHARE * total:
        return "other"
    simplified = sum(count for char, count in letters.items() if char in scripts().simplified)
    traditional = sum(count for char, count in letters.items() if char in scripts().traditional)
    return "zh-Hant" if traditional > simplified else "zh-Hans"
