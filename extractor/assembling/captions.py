"""Captions and photo credits that stand between paragraphs as if they were some."""

from __future__ import annotations

import re

from extractor.model import Line
from extractor.vocabulary import captions

MAX_CAPTION = 80    # characters
CLOSING = re.compile(r"[\s)）\]】。]+$")
SENTENCES = re.compile(r"[。！？].")


def is_caption(line: Line) -> bool:
    """Whether a line is a caption: its tag says so, or it begins or ends as captions and photo credits do."""
    if line.form == "caption":
        return True
    text = line.text
    if len(text) > MAX_CAPTION or SENTENCES.search(text):
        return False
    words = captions()
    inner = text.lstrip("（(【[ ")
    if text[0] in words.marks or inner.startswith(words.openings):
        return True
    return not text.endswith("。") and CLOSING.sub("", text).endswith(words.endings)
