"""How far characters look like text that somebody wrote, and not like bytes read in a wrong charset."""

from __future__ import annotations

import re
from functools import cache

from extractor.vocabulary import reading_words

CLEAR = 0.5  # plausibility that no wrong charset reaches
LOST = "\ufffd"
# Lost, private, half-width katakana, C1 controls, and the rarest ideographs.
ODD = re.compile("[\ufffd\ue000-\uf8ff\uff61-\uff9f\u0080-\u009f\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0010ffff]")


def plausibility(text: str) -> float:
    """Share of frequent characters among those beyond ASCII, less twice that of odd ones.

    About 0.7 for running text, about 0.1 for text read in a wrong charset, 0 for ASCII, below 0 for rubbish.
    """
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 0.0
    return (sum(map(_frequent().__contains__, foreign)) - 2 * len(ODD.findall(text))) / len(foreign)


@cache
def _frequent() -> frozenset[str]:
    words = reading_words().frequent
    kana = "".join(map(chr, range(0x3041, 0x30FF)))
    return frozenset(words.simplified + words.traditional + words.hangul + words.signs + kana)
