"""Markup nested deeper than any page needs is flattened, because a parser's work grows with the square of the depth.

For a block element a parser looks through all elements that are open, as the HTML standard asks ("has a p element in
button scope"): 100,000 nested tags take it ten seconds. Browsers stop nesting at about the same depth.
"""

from __future__ import annotations

import re
from collections import Counter

from extractor.model import PageLimits

MANY_TAGS = 15_000  # a page with fewer is parsed fast however it is nested
DEEPEST = PageLimits().depth
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]{0,40})([^<>]{0,4000}>?)")
# Elements without content, and those that the next of their kind closes.
NEVER_DEEP = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "body", "head", "html", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup",
])  # fmt: skip
# A closing tag of these does not close the blocks inside them.
INLINE = frozenset([
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "span", "strike", "strong", "sub", "sup", "tt",
    "u",
])  # fmt: skip


def flattened(text: str, deepest: int = DEEPEST) -> str:
    """HTML without the opening tags that stand more than `deepest` elements deep; their text stays.

    Closing tags stay too: where unclosed elements piled up, they make room again.
    """
    return TAG.sub(_Nesting(deepest).keep, text) if text.count("<") > MANY_TAGS else text


class _Nesting:
    """The elements open at a place of the markup."""

    def __init__(self, deepest: int) -> None:
        self.deepest = deepest
        self.open: list[str] = []
        self.count: Counter[str] = Counter()

    def keep(self, tag: re.Match[str]) -> str:
        """The tag as it is, or nothing if it is too deep."""
        name = tag[2].lower()
        if name in NEVER_DEEP:
            return tag[0]
        if tag[1]:
            self._close(name)
            return tag[0]
        if len(self.open) >= self.deepest:
            return ""
        self.open.append(name)
        self.count[name] += 1
        return tag[0]

    def _close(self, name: str) -> None:
        if not self.count[name] or (name in INLINE and self.open[-1] != name):
            return
        while True:
            closed = self.open.pop()
            self.count[closed] -= 1
            if closed == name:
                return
