"""Text that a page got wrong still has to be valid UTF-8 when written."""

from __future__ import annotations


def encode(text: str) -> bytes:
    """UTF-8 of a text; a lone surrogate becomes U+FFFD, two that make a pair become their character.

    >>> encode("a\\ud83d\\ude00b\\ud800").decode()
    'a😀b�'
    """
    return repaired(text).encode()


def repaired(text: str) -> str:
    """The text without lone surrogates."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
