"""Filters by pattern and day."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.links.filters import LinkFilter, compile_pattern, day_of
from extractor.links.model import ArticleLink

URL = "https://www.xikou.example.com/2024/05/a1.html"


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [("*/2024/*.html", True), ("*/2024/*", True), ("/2024/", False), ("*/2023/*", False), ("re:/2024/", True), (r"re:a\d\.html$", True), ("re:^/2024", False)],
)
def test_patterns(pattern: str, fits: bool) -> None:
    """A glob must fit the whole address, a regular expression some part of it; --exclude is the contrary."""
    compiled = (compile_pattern(pattern),)
    assert LinkFilter(match=compiled).wants(ArticleLink(URL)) is fits
    assert LinkFilter(exclude=compiled).wants(ArticleLink(URL)) is not fits


def test_bad_patterns() -> None:
    """A regular expression that is none is an error that names it."""
    with pytest.raises(ValueError, match=r"re:\("):
        compile_pattern("re:(")


@pytest.mark.parametrize(
    ("published", "wanted"),
    [
        ("2024-05-18", True), ("2024-05-18T23:59", True), ("2024-05-17T17:00:00+00:00", True), ("2024-05-17T15:00:00+00:00", False),
        ("2024-05-19", False), ("2024-05", True), (None, True),
    ],
)  # fmt: skip
def test_days(published: str | None, wanted: bool) -> None:
    """Both days count, in China's time; what tells no day passes."""
    day = date(2024, 5, 18)
    assert LinkFilter(since=day, until=day).wants(ArticleLink(URL, published=published)) is wanted


def test_day_of() -> None:
    """The day of a date with and without a time, none of anything else."""
    assert (day_of("2024-05-18T09:12"), day_of("2024"), day_of("昨天"), day_of(None)) == (date(2024, 5, 18), None, None, None)
