"""Lines that recur over many pages of one host are evidence of boilerplate.

A line is known by its host, its text (digits made equal: dates and counts change) and its place, the chain of tags and class
words around it. A body's own lines hardly ever stand on three pages in one place.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from extractor.errors import DataError
from extractor.model import Line, Page, Tagging

FACTOR = 0.5
"""What is left of the body probability of a line that recurs."""
_DIGITS = re.compile(r"\d+")


def line_keys(page: Page, host: str) -> list[int]:
    """For each line a number of 64 bits that lines of the same host, text and place share."""
    return [_key(page, line, host) for line in page.lines]


def lowered(tagging: Tagging, keys: list[int], recurring: frozenset[int]) -> Tagging:
    """The tagging with what recurs held less likely to be body."""
    body = [p * FACTOR if key in recurring else p for p, key in zip(tagging.body, keys, strict=True)]
    return replace(tagging, body=body)


def host_of(url: str | None) -> str:
    """The host of an address, '' where there is none."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def save_recurring(recurring: frozenset[int], path: Path) -> None:
    """Keep the keys for other processes."""
    path.write_bytes(array("Q", sorted(recurring)).tobytes())


@cache
def load_recurring(path: str) -> frozenset[int]:
    """The keys of a file that `save_recurring` wrote; raises DataError."""
    keys = array("Q")
    try:
        keys.frombytes(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: no file of recurring lines ({error})") from error
    return frozenset(keys)


def _key(page: Page, line: Line, host: str) -> int:
    steps, at = [], line.container
    while at >= 0:
        container = page.containers[at]
        steps.append(f"{container.tag}.{'.'.join(container.words)}")
        at = container.parent
    known = _DIGITS.sub("0", "\0".join((host, line.text, "/".join(steps))))
    return int.from_bytes(hashlib.blake2b(known.encode(errors="replace"), digest_size=8).digest())
