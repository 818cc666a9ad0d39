"""Reprints are found, what only looks like one is not."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path

import pytest

from extractor.batch.duplicates import mark_duplicates
from extractor.errors import MissingExtraError
from extractor.model import Body, Outlet, PageInfo, Record

pytest.importorskip("rensa", reason="rensa is not installed: pip install 'extractor[dedupe]'")

BENCH = Path(__file__).parents[1] / "bench" / "duplicates.py"
spec = importlib.util.spec_from_file_location("bench_duplicates", BENCH)
assert spec is not None and spec.loader is not None
bench = importlib.util.module_from_spec(spec)
sys.modules["bench_duplicates"] = bench
spec.loader.exec_module(bench)

TEXT = bench.article(random.Random(1))


def record(uri: str, paragraphs: list[str], published: str | None = None, site: str = "", source: str = "") -> Record:
    page = PageInfo(uri=uri, sha256=uri, site_name=site)
    outlet = Outlet(source) if source else None
    return Record(page=page, published=published, source=outlet, body=Body("\n".join(paragraphs)))


def marked(*records: Record) -> list[tuple[str, bool] | None]:
    return [each.duplicates and (each.duplicates.group, each.duplicates.original) for each in mark_duplicates(lambda: records)]


def test_reprints_are_found_and_look_alikes_are_not() -> None:
    """The floors on a small set of known reprints; `tests/bench/duplicates.py` prints the figures of a large one."""
    figures = dict(bench.score(bench.made(60, 3)))
    assert figures["precision"] >= 0.98 and figures["recall"] >= 0.95


def test_the_earliest_is_the_original() -> None:
    """Of three prints the first by date is marked, those without a date come last; all have one group."""
    one, two, three = marked(record("a", TEXT), record("b", TEXT, "2024-02-02"), record("c", TEXT[1:], "2024-02-01T08:00"))
    assert one and two and three and one[0] == two[0] == three[0]
    assert (one[1], two[1], three[1]) == (False, False, True)


def test_the_outlet_that_others_name_is_the_original() -> None:
    """A print on the site named as the source goes before an earlier one."""
    early = record("a", TEXT, "2024-02-01", site="岚川在线", source="芦洲日报")
    one, two = marked(early, record("b", TEXT, "2024-02-03", site="芦洲日报网"))
    assert one and two and not one[1] and two[1]


def test_a_single_article_is_a_group_of_its_own() -> None:
    """Every record with text has a group; one with hardly any has none."""
    one, two, none = marked(record("a", TEXT), record("b", bench.article(random.Random(2))), record("c", ["图"]))
    assert one and two and one[0] != two[0] and one[1] and two[1]
    assert none is None


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rensa the extra to install is said."""
    monkeypatch.setitem(sys.modules, "rensa", None)
    with pytest.raises(MissingExtraError, match=r"extractor\[dedupe\]"):
        marked(record("a", TEXT))
