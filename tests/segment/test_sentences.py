"""Sentences are cut where a reader would cut them, and their offsets are exact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.segment.sentences import LONGEST_ASIDE, sentences

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "sentences.jsonl").read_text("utf-8").splitlines()
]


def cut(text: str, whole: tuple[tuple[int, int], ...] = ()) -> list[str]:
    """The sentences of a text as strings."""
    return [text[start:end] for start, end in sentences(text, whole)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['about']}: {case['text'][:16]}" for case in CASES])
def test_hand_checked_cases(case: dict[str, object]) -> None:
    """Each hand-checked text is cut as a reader cut it."""
    assert cut(str(case["text"])) == case["sentences"]


def test_the_cases_are_many() -> None:
    """The hand-checked set holds at least 150 texts, none of them twice."""
    assert len({case["text"] for case in CASES}) == len(CASES) >= 150


def test_only_white_space_stands_between_sentences() -> None:
    """Sentences of all cases in one text come in order, and what they leave out is white space."""
    text = "\n".join(str(case["text"]) for case in CASES)
    at = 0
    for start, end in sentences(text):
        assert not text[at:start].strip() and start < end
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def test_a_heading_is_one_sentence() -> None:
    """Marks inside a line that is said to be whole do not cut it, those of the lines around it do."""
    text = "一。二。\n谁来？怎么来？\n三。四。"
    start = text.index("谁")
    assert cut(text, ((start, start + 7),)) == ["一。", "二。", "谁来？怎么来？", "三。", "四。"]


def test_characters_beyond_the_first_plane_count_as_one() -> None:
    """Offsets are characters, also behind emoji and rare characters."""
    text = "𠮷野家开门了。😀明天见。"
    assert sentences(text) == [(0, 8), (8, 12)]


def test_a_long_quotation_is_cut_inside() -> None:
    """A quotation longer than a reader takes for one sentence is cut like any text."""
    speech = "我们走了很远。" * (LONGEST_ASIDE // 7 + 1)
    pieces = cut(f"他说：“{speech}”然后停了。")
    assert pieces[0] == "他说：“我们走了很远。" and pieces[-2:] == ["我们走了很远。”", "然后停了。"]


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "\n"])
def test_no_text_no_sentences(text: str) -> None:
    """White space holds no sentence."""
    assert sentences(text) == []


@pytest.mark.parametrize(
    "unit",
    ["“", "”", "（", "。", ".", "…", "!", '"', "1.", "a.", "“好！", "（好。）", "“好！”的", "我……我", " .", "&a;"],
)
def test_very_long_lines_are_cut(unit: str, no_hang: None) -> None:
    """A line of a hundred thousand repetitions is cut, in a time that grows with its length alone."""
    assert sentences("好" + unit * 100_000 + "好")
