"""Traditional text is segmented as well as simplified text, with the same offsets."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path

import pytest

from extractor.segment import SegmentOptions, segment_text
from extractor.segment.traditional import is_traditional, simplified
from extractor.vocabulary import traditional

CASES = [
    json.loads(line)["words"]
    for line in (Path(__file__).parents[1] / "cases" / "words_traditional.jsonl").read_text("utf-8").splitlines()
]


def boundary_f1(backend: str, converted: bool) -> float:
    """How well the ends of words agree with the hand-checked set, 0..1."""
    right = found = wanted = 0
    for words in CASES:
        segments = segment_text("".join(words), SegmentOptions(backend=backend), traditional=converted)
        ends, gold = {end for _, end in segments.words}, set(accumulate(map(len, words)))
        right, found, wanted = right + len(ends & gold), found + len(ends), wanted + len(gold)
    return 2 * right / (found + wanted)


@pytest.mark.parametrize("backend", ["jieba", "rjieba"])
def test_the_hand_checked_set(backend: str) -> None:
    """Converted, the words of traditional text are found much better than as they are."""
    pytest.importorskip(backend)
    assert len(CASES) >= 60
    score = boundary_f1(backend, converted=True)
    assert score >= 0.95
    assert score >= boundary_f1(backend, converted=False) + 0.05


def test_script_is_found_out() -> None:
    """Traditional and simplified text are told apart; a traditional name in simplified text does not matter."""
    assert is_traditional("這個問題看似簡單，其實牽涉到許多因素。")
    assert not is_traditional("这个问题看似简单，其实牵涉到许多因素，陳先生在于家吃面。")
    assert not is_traditional("") and not is_traditional("Plain English.")


def test_length_never_changes() -> None:
    """Every character and every word of the tables keeps its length."""
    words = traditional()
    assert len(words.traditional) == len(words.simplified) == len(set(words.traditional))
    text = words.traditional + "".join(words.phrases) + "𠮷😀 a\n"
    assert len(simplified(text)) == len(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("著名", "著名"),
        ("看著", "看着"),
        ("計畫", "计划"),
        ("藉口", "借口"),
        ("乾隆", "乾隆"),
        ("乾杯", "干杯"),
        ("皇后後面", "皇后后面"),
        ("裏裡", "里里"),
        ("妳們", "你们"),
    ],
)
def test_words_that_are_not_their_characters(old: str, new: str) -> None:
    """Words whose characters turn out otherwise together are known."""
    assert simplified(old) == new


def test_offsets_are_of_the_text_as_it_is() -> None:
    """Words of traditional text come out in its own characters."""
    text = "颱風逼近，氣象局發布警報。"
    words = segment_text(text).words
    assert [text[start:end] for start, end in words] == ["颱風", "逼近", "，", "氣象局", "發布", "警報", "。"]
