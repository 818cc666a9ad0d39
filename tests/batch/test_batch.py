"""Many pages, one after the other."""

from __future__ import annotations

import pytest

from extractor import batch
from extractor.errors import DataError, ExtractorError, ReadingError, SourceError
from extractor.model import Body, PageInfo, Record, Source
from extractor.pipeline import Options


def follow(source: Source, options: Options) -> Record:
    """A pipeline that does to a page what its data says."""
    match source.data:
        case "bad":
            raise ReadingError("no text")
        case "bug":
            raise ZeroDivisionError("division by zero")
        case "data":
            raise DataError("no file")
    return Record(page=PageInfo(uri=source.uri), body=Body())


@pytest.fixture(autouse=True)
def _pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "follow", follow)


def test_a_bad_page_never_stops_the_rest() -> None:
    """Each page gives its record or an error that names page and reason; a fault of ours is called one."""
    sources = [
        Source(uri="1", data="good"),
        SourceError("2: missing"),
        Source(uri="3", data="bad"),
        Source(uri="4", data="bug"),
        Source(uri="5", data="good"),
    ]
    found = list(batch.records(sources, Options()))
    assert [each.page.uri if isinstance(each, Record) else str(each) for each in found] == [
        "1",
        "2: missing",
        "3: no text",
        "4: internal error: ZeroDivisionError: division by zero",
        "5",
    ]
    assert all(isinstance(each, Record | ExtractorError) for each in found)


def test_a_broken_installation_stops_at_once() -> None:
    """What is wrong for every page is said once."""
    with pytest.raises(DataError):
        list(batch.records([Source(uri="1", data="data")], Options()))


def test_pages_are_taken_one_at_a_time() -> None:
    """The first record is out before the second page is loaded."""

    def sources() -> object:
        yield Source(uri="1", data="good")
        raise AssertionError("loaded too early")

    assert isinstance(next(batch.records(sources(), Options())), Record)  # type: ignore[arg-type]
