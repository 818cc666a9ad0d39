"""JSON and what passes for it in scripts is read; nothing in it can fail or take long."""

import random
from typing import Any

import pytest

from extractor.reading.loose import DEEPEST, unescape, value_at, values


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ('{"a": [1, 2.5, true, null]}', {"a": [1, 2.5, True, None]}),
        ('{"a": "茶\n馆"}', {"a": "茶\n馆"}),
        ('{"a": [1, 2,], "b": {"c": "d",},}', {"a": [1, 2], "b": {"c": "d"}}),
        ("{a: 'x', $b1: `y`, 3: -7}", {"a": "x", "$b1": "y", "3": -7}),
        ('{"a": undefined, "b": NaN_, "c": !0, "d": !1}', {"a": None, "b": None, "c": True, "d": False}),
        ('{"a": /* {"z": 1} */ 1, // "y": 2\n "b": 2}', {"a": 1, "b": 2}),
        (r"""{a: '\u8336\x21\'\n', 'b': ""}""", {"a": "茶!'\n", "b": ""}),
        ('{"at": new Date("2024-03-01"), "t": decode(\'茶\'), "s": "馆".trim(), "n": 1}',
         {"at": "2024-03-01", "t": "茶", "s": "馆", "n": 1}),
        ('{"t": "老板说"慢慢喝"这句话", "n": 1}', {"t": '老板说"慢慢喝"这句话', "n": 1}),
        ('["老板说"茶"", "馆"]', ['老板说"茶"', "馆"]),
        ('{"f": function(x){return {y: 1}}, "n": 1}', {"f": {}, "n": 1}),
        ('{"a": {"b": [1, {"c": "茶', {"a": {"b": [1, {"c": "茶"}]}}),
        ('{"a": 1} ]', {"a": 1}),
    ],
)  # fmt: skip
def test_careless_json_is_read(text: str, want: Any) -> None:
    """Trailing commas, bare keys, other quotes, comments, calls, stray quotes and cut ends still give their values."""
    assert value_at(text, 0)[0] == want


def test_values_come_one_after_another() -> None:
    """Objects and lists are found among other text, each once."""
    assert list(values('var a = {"b": [1]}; f([2]); {c: 3,} {')) == [{"b": [1]}, [2], {"c": 3}, {}]
    assert list(values("no braces")) == []


def test_bare_words_have_the_meaning_they_are_given() -> None:
    """Names of arguments stand for their values."""
    assert value_at("{t: a, u: b}", 0, {"a": "茶"})[0] == {"t": "茶", "u": None}


def test_escapes_are_resolved() -> None:
    """Escapes of JavaScript strings become their characters, pairs of halves one; a lone half is lost."""
    assert unescape(r"\u003cp\u003e \ud83d\ude00 \/ \\n") == "<p> \U0001f600 / \\n"
    assert unescape(r"\ud83d") == "\ufffd"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        '{"a":' * 50_000,
        '{"a":"' + '[\\"' * 30_000,
        "{/* /* " * 50_000,
        "{a:'x'" + " y 'z'" * 30_000,
        "{'" * 50_000,
    ],
)
def test_hostile_text_is_read_to_its_end(text: str, no_hang: None) -> None:
    """Deep nesting and quotes that never close neither fail nor take for ever, and depth is bounded."""
    for value in values(text):
        depth = 0
        while value and isinstance(value, dict | list):
            value, depth = (list(value.values()) if isinstance(value, dict) else value)[0], depth + 1
        assert depth <= DEEPEST


def test_broken_text_never_raises() -> None:
    """Any text gives values without an error."""
    chance = random.Random(3)
    good = '{"a": ["茶", {b: \'馆\', c: /*x*/ [1, 2,], d: new Date("2024")}], "e": "\\u8336\\"", f: `g`}'
    for _ in range(500):
        text = list(good)
        for _ in range(chance.randrange(1, 12)):
            text[chance.randrange(len(text))] = chance.choice("{}[]\"'`,:\\/* xu")
        list(values("".join(text)))
