"""Captions and photo credits that stand between paragraphs as if they were some."""

from __future__ import annotations

import re

from extractor.model import Line
from extractor.vocabulary import captions

MAX_CAPTION = 80    # characters
CLOSING = re.compile(r"[\s)）\]】。]+$")
CREDIT = re.compile(r"[（(【]([^（(【）)】]{2,30})[）)】]。?$")
SENTENCES = re.compile(r"[。！？].")


def is_caption(line: Line) -> bool:
    """Whether a line is a caption: its tag says so, or it begins or ends as captions and photo credits do."""
    if line.form == "caption":
        return True
    text, words = line.text, captions()
    if len(text) > MAX_CAPTION:
        return False
    credit = CREDIT.search(text)
    if text[0] in words.marks or (credit is not None and credit[1].endswith(words.endings)):
        return True
    if SENTENCES.search(text):
        return False
    if text.lstrip("（(【[ ").startswith(words.openings):
        return True
    return not text.endswith("。") and CLOSING.sub("", text).endswith(words.endings)
