"""What README promises is so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.writers.jsonl import to_json

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CUT = "…"


def agrees(shown: Any, real: Any) -> bool:
    """Whether a value shown is the real one, or the beginning of it where it is cut at '…'.

    Numbers may differ a little: training the tagger anew moves its probabilities.
    """
    if isinstance(shown, dict) and isinstance(real, dict):
        names = shown.keys() - {CUT}
        whole = names == real.keys() if CUT not in shown else names <= real.keys()
        return whole and all(agrees(shown[name], real[name]) for name in names)
    if isinstance(shown, list) and isinstance(real, list):
        if shown[-1:] == [CUT]:
            shown, real = shown[:-1], real[: len(shown) - 1]
        return len(shown) == len(real) and all(map(agrees, shown, real))
    if isinstance(shown, str) and isinstance(real, str) and shown.endswith(CUT):
        return real.startswith(shown.removesuffix(CUT))
    return shown == pytest.approx(real, abs=0.15) if isinstance(shown, float) else bool(shown == real)


def test_the_record_shown_is_the_real_one() -> None:
    """The example in README is the record of its sample, cut only where it says so."""
    (shown,) = re.findall(r"```json\n(.+?)```", README, re.DOTALL)
    (sample,) = re.findall(r"record of `(samples/[^`]+)`", README)
    real = json.loads(to_json(extract(ROOT / sample)))
    real["page"]["uri"] = sample
    assert {name for name, value in json.loads(shown).items() if not agrees(value, real[name])} == set()
    assert json.loads(shown).keys() == real.keys()


def test_cuts_hide_no_difference() -> None:
    """The comparison sees another value, a missing key, a list that goes on, and a text that begins otherwise."""
    real = {"a": [1, 2], "b": "茶馆开门"}
    assert agrees({"a": [1, CUT], "b": "茶馆…"}, real) and agrees({"a": [1, 2], CUT: CUT}, real)
    for wrong in ({"a": [1], "b": "茶馆…"}, {"a": [2, CUT], "b": "茶馆…"}, {"a": [1, 2]}, {"b": "茶楼…", CUT: CUT}):
        assert not agrees(wrong, real)


def test_the_two_commands_are_the_same_everywhere() -> None:
    """`make run` and `make test` are lines of README's first screen, word for word."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in ("run", "test"):
        (line,) = re.findall(rf"^{target}:\n\t(.+)$", makefile, re.MULTILINE)
        assert line in README.splitlines()[:40]
