"""Any bytes give a result that is whole in itself, or one clear error: the quick part of what run.py does for long."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import MUTATIONS, ODD
from seeds import FRAGMENTS, SAMPLES, Seeds, load_pages
from targets import TARGETS

PAGES = load_pages(SAMPLES)
QUICK = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
TEXTS = st.lists(st.one_of(st.sampled_from((*FRAGMENTS, *ODD)), st.text(max_size=8)), max_size=30).map("".join)


@pytest.mark.parametrize("name", TARGETS)
@settings(QUICK, max_examples=60)
@given(data=st.one_of(st.binary(max_size=300), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes(name: str, data: bytes) -> None:
    """Bytes that hypothesis makes up break no promise of any step."""
    TARGETS[name][0](data)


@pytest.mark.parametrize("name", TARGETS)
def test_broken_pages(name: str) -> None:
    """Sample pages and lines broken in the ways of mutations.py break no promise either."""
    seeds = Seeds(PAGES, Random(name))
    for _ in range(12 if name == "whole" else 60):
        data = seeds.case(name)
        TARGETS[name][0](data)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_mutations_are_repeatable(mutation: object) -> None:
    """The same seed breaks a page in the same way, so that a finding can be shown again."""
    one, other = (mutation(PAGES[0], Random(7)) for _ in range(2))  # type: ignore[operator]
    assert one == other
