"""JSON as scripts hold it: read strictly where it is JSON, forgivingly where it is JavaScript or carelessly printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

MOST_TOKENS = 300_000
MOST_APPENDED = 200  # words after a string that are taken for the rest of it
DEEPEST = 60

STRICT = json.JSONDecoder(strict=False)  # control characters may stand in strings
OPENING = re.compile(r"[{\[]")
# A string that nobody closes ends with the text; tried from every quote in it, it would cost quadratic time.
QUOTED = "|".join(rf"{q}[^{q}\\]*(?:\\.[^{q}\\]*)*(?:{q}|\\?\Z)" for q in "\"'`")
STRING = re.compile(QUOTED, re.DOTALL)
TOKEN = re.compile(
    rf"""\s*(?:
    (?P<comment>/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z)|//[^\n]*|<!--|-->)
    |(?P<string>{QUOTED})
    |(?P<mark>[{{}}\[\],:])
    |(?P<word>[^\s{{}}\[\],:"'`]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?\Z")
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
SHORT_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "", "\n": ""}
WORDS: Mapping[str, Any] = {"true": True, "false": False, "!0": True, "!1": False}
CODE = tuple(".()+|?;*&=")  # a word that begins so continues an expression, not a string


def values(text: str) -> Iterator[Any]:
    """Every JSON object or list of a text, one after another; what stands between them is skipped."""
    found = OPENING.search(text)
    while found:
        value, end = value_at(text, found.start())
        yield value
        found = OPENING.search(text, end)


def value_at(text: str, start: int, names: Mapping[str, Any] = WORDS) -> tuple[Any, int]:
    """The object or list that opens at start, and where it ends. names: what bare words stand for, None if not there.

    Never fails: what makes no sense is left out, what is not closed ends with the text.
    """
    try:
        return STRICT.raw_decode(text, start)
    except (ValueError, RecursionError):
        return _read(text, start, names)


def unescape(text: str) -> str:
    r"""Resolve the escapes of a JavaScript string.

    >>> unescape(r"\u4f60\x21\'\/")
    "你!'/"
    """
    if "\\" not in text:
        return text
    resolved = ESCAPE.sub(_escaped, text)  # letters beyond U+FFFF come as two halves, to be joined
    return resolved.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else SHORT_ESCAPES.get(match[3], match[3])


def _read(text: str, start: int, names: Mapping[str, Any]) -> tuple[Any, int]:
    """Read an object literal token by token; a stack of open containers stands for recursion."""
    stack: list[_Open] = []
    root: Any = None
    at = start
    for _ in range(MOST_TOKENS):
        token = TOKEN.match(text, at)
        if token is None:
            break
        at = token.end()
        kind, word = token.lastgroup, token[token.lastgroup or 0]
        if kind == "mark" and word in "{[":
            opened = _Open({} if word == "{" else [])
            if not stack:
                root = opened.container
            elif len(stack) < DEEPEST:
                stack[-1].put(opened.container)
            stack.append(opened)
        elif kind == "mark" and word in "}]":
            stack.pop()
            if not stack:
                return root, at
        elif kind == "mark":
            stack[-1].separate(word)
        elif kind == "string":
            stack[-1].string(unescape(word[1:].removesuffix(word[0])), word[0])
        elif kind == "word":
            stack[-1].word(word, names)
    return root, len(text)


class _Open:
    """A container being filled: the key it waits with, whether its value came, the quote that closed a string value."""

    def __init__(self, container: Any) -> None:
        self.container = container
        self.key: Any = None
        self.name: str | None = None  # a word that becomes the key if a colon follows
        self.filled = False
        self.quote = ""
        self.appended = 0

    def separate(self, mark: str) -> None:
        if mark == ",":
            self.key, self.name, self.filled, self.quote, self.appended = None, None, False, "", 0
        elif isinstance(self.container, dict) and self.key is None:
            self.key, self.filled = self.name, False

    def put(self, value: Any) -> None:
        if isinstance(self.container, list):
            self.container.append(value)
        elif self.key is not None:
            self.container[self.key] = value
        self.filled = True

    def string(self, value: str, quote: str) -> None:
        """A string: a key, a value, the argument of a call, or the rest of a value with bare quotes in it."""
        if isinstance(self.container, dict) and self.key is None:
            self.name = value
        elif not self.filled:
            self.put(value)
        elif self._value() is None:  # new Date("…"), decode("…")
            self._replace(value)
        else:
            self._append(self.quote + quote + value)
        self.quote = quote

    def word(self, word: str, names: Mapping[str, Any]) -> None:
        if isinstance(self.container, dict) and self.key is None:
            self.name = word
        elif not self.filled:
            self.put(_number(word) if NUMBER.match(word) else names.get(word))
        elif not word.startswith(CODE):
            self._append(self.quote + word)
            self.quote = ""

    def _value(self) -> Any:
        if isinstance(self.container, list):
            return self.container[-1] if self.container else None
        return self.container.get(self.key)

    def _replace(self, value: Any) -> None:
        if isinstance(self.container, list):
            self.container[-1:] = [value]
        else:
            self.container[self.key] = value

    def _append(self, text: str) -> None:
        value = self._value()
        self.appended += 1
        if isinstance(value, str) and self.appended <= MOST_APPENDED:
            self._replace(value + text)


def _number(word: str) -> int | float:
    return float(word) if "." in word else int(word)
