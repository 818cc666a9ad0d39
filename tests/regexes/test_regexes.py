"""No pattern of the package can take more than a bounded or linear number of ways through a text, as far as its shape tells."""

from __future__ import annotations

import re

import pytest
from patterns import nested_repeats, parsed, patterns

PATTERNS = patterns()


def test_the_patterns_are_found() -> None:
    """The walk finds patterns in modules, in tables and behind cached functions."""
    assert len(PATTERNS) > 150
    for place in ("reading.decode.META", "reading.head.ASSIGNMENTS", "segment.sentences._speech_tag"):
        assert f"extractor.{place}" in PATTERNS


@pytest.mark.parametrize("place", PATTERNS)
def test_no_repetition_without_bound_inside_another(place: str) -> None:
    """Nested unbounded repetitions take exponential time on a text that nearly matches."""
    assert list(nested_repeats(parsed(PATTERNS[place]))) == []


@pytest.mark.parametrize("bad", [r"(a+)+b", r"(?:\s*,?\s*)*x", r"(?:[a-z]+|\d)*!", r"(?:(?:ab)*c*)*", r"(?:.*,){2000,}"])
def test_bad_patterns_would_be_seen(bad: str) -> None:
    """The test knows what it looks for."""
    assert list(nested_repeats(parsed(re.compile(bad))))


@pytest.mark.parametrize("good", [r"\w+\s+", r"(?:\\.[^\\]*)*", r"(?:(?>a+))*", r"(?:a++)*", r"(?:a{1,9}b)*", r"\"[^\"]*\""])
def test_good_patterns_pass(good: str) -> None:
    """Bounded, possessive, atomic and delimited repetitions are let through."""
    assert list(nested_repeats(parsed(re.compile(good)))) == []
