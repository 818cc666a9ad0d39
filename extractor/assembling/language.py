"""Which language and script a page's text is in."""

from __future__ import annotations

from extractor.vocabulary import scripts

SAMPLE = 4000        # characters looked at
HAN_SHARE = 0.15     # of the letters; below it the text is not Chinese
KANA_SHARE = 0.1


def find_language(text: str) -> str | None:
    """'zh-Hans' or 'zh-Hant' by the characters that only one script uses; 'other' for other languages; None without letters."""
    sample = text[:SAMPLE]
    letters = [char for char in sample if char.isalpha()]
    if not letters:
        return None
    han = sum("\u3400" <= char <= "\u9fff" for char in letters)
    kana = sum("\u3040" <= char <= "\u30ff" for char in letters)
    if han < HAN_SHARE * len(letters) or kana > KANA_SHARE * len(letters):
        return "other"
    simplified = sum(char in scripts().simplified for char in letters)
    traditional = sum(char in scripts().traditional for char in letters)
    return "zh-Hant" if traditional > simplified else "zh-Hans"
