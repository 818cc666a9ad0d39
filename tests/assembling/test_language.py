"""Language and script."""

import pytest

from extractor.assembling.language import find_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("这个茶馆开了一百年，客人来来往往。", "zh-Hans"),
        ("這個茶館開了一百年，客人來來往往。", "zh-Hant"),
        ("The tea house opened a hundred years ago.", "other"),
        ("このお茶屋さんは百年前に開かれました。", "other"),
        ("12:30 —", None),
    ],
)
def test_language_is_told_by_characters(text: str, language: str | None) -> None:
    """Characters that only one script uses decide; texts without Chinese are other, without letters unknown."""
    assert find_language(text) == language
