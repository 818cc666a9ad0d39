"""Every pattern of the package, what it repeats without bound, and texts made to hurt it."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]  # the parser of re has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import extractor
from extractor.errors import MissingExtraError

PROGRAMS = ("extractor.__main__", "extractor.tagging.train", "extractor.evaluate")
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
MANY = 1000
"""A repetition that may go on longer counts as unbounded."""


def patterns() -> dict[str, re.Pattern[Any]]:
    """The compiled patterns of all modules by place, those in tables and those made by cached functions too."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if module.name in PROGRAMS:
            continue
        try:
            loaded = importlib.import_module(module.name)
        except MissingExtraError:
            continue
        for name, value in sorted(vars(loaded).items()):
            if isinstance(value, functools._lru_cache_wrapper) and value.__module__ == module.name:
                value = _made(value)
            if not name.startswith("__"):
                for number, pattern in enumerate(_inside(value)):
                    found.setdefault(f"{module.name}.{name}" + (f"[{number}]" if number else ""), pattern)
    distinct = {(pattern.pattern, pattern.flags): (place, pattern) for place, pattern in reversed(found.items())}
    return dict(sorted(distinct.values()))


def _made(function: Any) -> Any:
    """What a cached function without arguments gives, if that is a pattern or a table."""
    if function.__wrapped__.__code__.co_argcount or "Pattern" not in str(function.__wrapped__.__annotations__.get("return")):
        return None
    return function()


def _inside(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | dict) and depth < 3:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _inside(part, depth + 1)


def parsed(pattern: re.Pattern[Any]) -> Any:
    """The parser's tree of a pattern."""
    return parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)


def children(code: Any, value: Any) -> list[Any]:
    """The sequences inside one element of the tree."""
    if code in (*REPEATS, op.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is op.BRANCH:
        return list(value[1])
    if code is op.SUBPATTERN:
        return [value[3]]
    if code is op.ATOMIC_GROUP:
        return [value]
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    return [part for part in value[1:] if part is not None] if code is op.GROUPREF_EXISTS else []


def nested_repeats(tree: Any, inside: bool = False) -> Iterator[Any]:
    """Bodies of unbounded repetitions that stand inside unbounded repetitions, where one text can be split in many ways.

    Possessive repetitions and atomic groups never give back what they took, so what is inside them is safe. So is a body
    that begins with a character which cannot begin, or go on with, any repetition in it.
    """
    for code, value in tree:
        unbounded = code in REPEATS and value[1] >= MANY
        if unbounded and inside:
            yield value[2]
        deeper = inside or (unbounded and not _delimited(value[2]))
        if code not in (op.POSSESSIVE_REPEAT, op.ATOMIC_GROUP):
            for child in children(code, value):
                yield from nested_repeats(child, deeper)


def _delimited(body: Any) -> bool:
    """Whether the body begins with a literal that none of its repetitions takes: "[^"]*, \\\\.[^"\\\\]*."""
    if not body or body[0][0] is not op.LITERAL:
        return False
    first = chr(body[0][1])
    repeated = [value[2] for code, value in body[1:] if code in REPEATS]
    return all(len(each) == 1 and not _takes(each[0], first) for each in repeated)


def _takes(element: Any, char: str) -> bool:
    code, value = element
    if code is op.LITERAL:
        return chr(value) == char
    if code is op.NOT_LITERAL:
        return chr(value) != char
    if code is op.IN:
        return char in _members(value) if value[0][0] is not op.NEGATE else char not in _members(value[1:])
    return True


def _members(parts: Any) -> set[str]:
    found: set[str] = set()
    for code, value in parts:
        if code is op.LITERAL:
            found.add(chr(value))
        elif code is op.RANGE:
            found.update(map(chr, range(value[0], min(value[1], value[0] + 200) + 1)))
        elif code is op.CATEGORY:
            found.update({op.CATEGORY_SPACE: " \t\n", op.CATEGORY_DIGIT: "019", op.CATEGORY_WORD: "a1_文"}.get(value, "-，"))
    return found


# ---------------------------------------------------------------- texts that hurt

def example(tree: Any) -> str:
    """The shortest text of a tree, near enough."""
    return "".join(_example(code, value) for code, value in tree)


def _example(code: Any, value: Any) -> str:
    if code is op.LITERAL:
        return chr(value)
    if code is op.NOT_LITERAL:
        return "a" if chr(value) != "a" else "b"
    if code is op.ANY:
        return "a"
    if code is op.IN:
        if value[0][0] is op.NEGATE:
            members = _members(value[1:])
            return next(char for char in "a文1 -_<，\x01\x02" if char not in members)
        return min(_members(value), default="a")
    if code in (*REPEATS, op.POSSESSIVE_REPEAT):
        return example(value[2]) * value[0]
    if code is op.BRANCH:
        return example(value[1][0])
    if code in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return "".join(example(child) for child in children(code, value))
    return ""


def pumps(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """(what leads up to it, what is repeated) for every repetition that may go on for long."""
    for code, value in tree:
        if code in (*REPEATS, op.POSSESSIVE_REPEAT) and value[1] >= 30:
            yield before, example(value[2]) or "a"
        if code is op.BRANCH:
            yield from ((before, example(child)) for child in value[1][:8] if example(child))
        for child in children(code, value):
            yield from pumps(child, before)
        before += _example(code, value)


def hostile(pattern: re.Pattern[Any], size: int) -> Iterator[Any]:
    """Texts of about `size` characters that nearly match a pattern in as many ways as can be."""
    tree = parsed(pattern)
    whole = example(tree) or "a"
    pieces = [("", whole, ""), ("", whole[:-1] or "a", "")]
    for before, unit in pumps(tree):
        pieces += [(before, unit, "\x00"), ("", unit, ""), ("", before + unit * 3, ""), ("", unit + " ", "")]
    for before, unit, behind in dict.fromkeys(pieces):
        text = before + unit * (size // len(unit)) + behind
        yield text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
