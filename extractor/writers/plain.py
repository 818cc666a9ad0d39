"""Values that stores with types of their own take."""

from __future__ import annotations

from typing import Any

from extractor.writers.utf8 import repaired


def plain(value: Any) -> Any:
    """The value, however nested, with strings without lone surrogates and whole numbers of 64 bits, others None.

    >>> plain({"a": ["\\ud800", 1 << 70, 2]})
    {'a': ['�', None, 2]}
    """
    if isinstance(value, str):
        return value if value.isascii() else repaired(value)
    if isinstance(value, int):
        return value if abs(value) < 1 << 63 else None
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [plain(child) for child in value]
    return value
