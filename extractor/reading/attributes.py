"""An element with thousands of attributes keeps the first ones, because a parser compares each with all before it.

That work grows with the square of their number: 40,000 attributes take lexbor nine seconds.
"""

from __future__ import annotations

import re
from itertools import islice

LONG_PAGE = 20_000  # characters; in a shorter page no element has enough attributes to matter
LONG_TAG = 4_000
# A tag as a tokenizer reads it: quotation marks count behind = alone, and one that nobody closes goes on to the end.
VALUE = r"""=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+"""
# Nearly every tag is short and holds no > in quotation marks; those are passed over without a call.
SHORT = r"""[^>"']{0,300}+(?:"[^">]{0,300}+"[^>"']{0,300}+|'[^'>]{0,300}+'[^>"']{0,300}+){0,12}+>"""
TAG = re.compile(
    r"<(?:!--(?:[^-]++|-(?!->))*+|((?i:script|style|textarea|title))\b(?:[^<]++|<(?!/(?i:script|style|textarea|title)))*+"
    r"|[a-zA-Z](?!" + SHORT + ")(?:[^>=]++|" + VALUE + ")*+)"
)
ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)?+""")


def pruned(text: str, most: int) -> str:
    """HTML whose elements have no more than about `most` attributes each; comments and scripts are left alone."""
    return TAG.sub(lambda tag: _pruned(tag, most), text) if len(text) > LONG_PAGE else text


def _pruned(tag: re.Match[str], most: int) -> str:
    found = tag[0]
    if len(found) < LONG_TAG or tag[1] or found.startswith("<!"):
        return found
    last = next(islice(ATTRIBUTE.finditer(found), most, None), None)
    return found if last is None else found[: last.start()]
