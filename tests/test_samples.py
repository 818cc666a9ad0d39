"""The sample pages: each must give the record that a person wrote beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extractor import extract

SAMPLES = Path(__file__).parents[1] / "samples"
PAGES = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".html", ".txt"))
MAIN_LIST = SAMPLES / "channel-list.main.json"
FLAT = "flattened text: a body of one clause a line loses its first line"
NOT_YET = {  # what is known to be wrong with the record of a page; a page that comes right must leave this list
    "channel-list.html": "a side list of three titles under 精彩专题 is taken for navigation",
    "dedecms-aggregator-flat.txt": FLAT,
}


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def tidy(value: Any) -> Any:
    """White space of a text collapsed within each of its lines; anything else as it is."""
    return "\n".join(" ".join(line.split()) for line in value.split("\n")) if isinstance(value, str) else value


def differences(want: Any, got: Any, path: str = "") -> Iterator[str]:
    """Where a record departs from what is wanted of it: keys not asked for are free, lists must be as long."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key, value in want.items():
            yield from differences(value, got.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(want, list) and isinstance(got, list):
        yield from _list_differences(want, got, path)
    elif tidy(want) != tidy(got):
        yield from _text_differences(want, got, path)


def _list_differences(want: list[Any], got: list[Any], path: str) -> Iterator[str]:
    """Lists of one length are compared in order; else what is missing and what is too much is told by name."""
    if len(want) == len(got):
        for index, (one, other) in enumerate(zip(want, got, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
        return
    yield f"{path}: want {len(want)} elements … got {len(got)}"
    wanted, found = [_name(one) for one in want], [_name(one) for one in got]
    yield from (f"{path}: missing {name!r}" for name in wanted if name not in found)
    yield from (f"{path}: surplus {name!r}" for name in found if name not in wanted)


def _name(element: Any) -> Any:
    """What tells an element of a list from its neighbours."""
    if not isinstance(element, dict):
        return element
    if "kind" in element:
        items = element.get("items") or [{"title": None}]
        return f"{element['kind']} block of {len(items)} from {items[0]['title']!r}"
    return next((element[key] for key in ("title", "name", "text", "src") if element.get(key)), None)


def _text_differences(want: Any, got: Any, path: str) -> Iterator[str]:
    if not (isinstance(want, str) and isinstance(got, str) and "\n" in want + got):
        yield f"{path}: want {want!r} … got {got!r}"
        return
    wanted, found = tidy(want).split("\n"), tidy(got).split("\n")
    yield from (f"{path}: missing line {line!r}" for line in wanted if line not in found)
    yield from (f"{path}: surplus line {line!r}" for line in found if line not in wanted)
    if sorted(wanted) == sorted(found):
        yield f"{path}: same lines in another order"


def record_of(page: Path, **options: Any) -> Any:
    return msgspec.to_builtins(extract(page, **options))


def _parameter(page: Path) -> Any:
    marks = [pytest.mark.xfail(reason=NOT_YET[page.name], strict=True)] if page.name in NOT_YET else []
    return pytest.param(page, marks=marks, id=page.name)


@pytest.mark.parametrize("page", [_parameter(page) for page in PAGES])
def test_sample_gives_its_record(page: Path) -> None:
    """A sample page gives the record written beside it, in everything that the record says."""
    found = list(differences(read(page.with_suffix(".json")), record_of(page)))
    assert not found, "\n" + "\n".join(found)


@pytest.mark.xfail(reason=FLAT, strict=True)
def test_flat_text_gives_the_same_body_and_items_as_its_html() -> None:
    """A page flattened to text gives the body and the items that it gives as HTML."""
    flat, html = (record_of(SAMPLES / name) for name in ("dedecms-aggregator-flat.txt", "dedecms-aggregator.html"))
    assert flat["body"]["text"] == html["body"]["text"]
    assert [_items(block) for block in flat["blocks"]] == [_items(block) for block in html["blocks"]]


def test_channel_page_keeps_its_main_list_when_all_blocks_are_asked_for() -> None:
    """The main list of a channel page stands among its blocks, with titles, addresses, snippets and dates."""
    want, blocks = read(MAIN_LIST), record_of(SAMPLES / "channel-list.html", all_blocks=True)["blocks"]
    titles = [[item["title"] for item in block["items"]] for block in blocks]
    found = [block for block, names in zip(blocks, titles, strict=True) if want["items"][0]["title"] in names]
    assert found, f"no block holds {want['items'][0]['title']}: {titles}"
    assert not list(differences(want, found[0]))


def test_differences_name_the_place() -> None:
    """A departure is told with its path, what is wanted and what was found; keys not asked for are free."""
    want = {"blocks": [{"items": [{"title": "井"}]}], "authors": ["甲", "乙"], "body": {"text": "一\n二"}}
    got = {"blocks": [{"items": [{"title": "景", "url": None}]}], "authors": ["甲"], "body": {"text": "一\n三"}}
    assert list(differences(want, got)) == [
        "blocks[0].items[0].title: want '井' … got '景'",
        "authors: want 2 elements … got 1",
        "authors: missing '乙'",
        "body.text: missing line '二'",
        "body.text: surplus line '三'",
    ]
    assert not list(differences({"title": "一 二"}, {"title": "一  二", "subtitle": "三"}))


def _items(block: Any) -> tuple[str, list[tuple[str, str | None]]]:
    return block["kind"], [(item["title"], item["snippet"]) for item in block["items"]]
