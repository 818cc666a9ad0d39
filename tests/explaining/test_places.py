"""Lines found again behind the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.explaining.places import find_places, lines_named
from extractor.model import Use
from extractor.pipeline import Options, as_source, trace
from extractor.reading import read

SAMPLES = Path(__file__).parents[2] / "samples"
PAGES = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".html", ".txt"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everything_in_the_record_has_its_line(page: Path) -> None:
    """Each body part, each item and each row of a plain block of a sample leads to a line that holds its words."""
    traced = trace(as_source(page), Options(all_blocks=True))
    uses = find_places(traced.page, traced.record)
    record, lines = traced.record, traced.page.lines
    for number, of_line in enumerate(uses):
        for use in of_line:
            if use.part == "item":
                assert record.blocks[use.index or 0].items[use.item or 0].title in lines[number].text
    found = {use for of_line in uses for use in of_line}
    wanted = {Use("body", n, part="text") for n, part in enumerate(record.body.parts) if part.type != "image"}
    wanted |= {Use("blocks", b, i, "item") for b, block in enumerate(record.blocks) for i in range(len(block.items))}
    wanted |= {Use("blocks", b, part="text") for b, block in enumerate(record.blocks) if not block.items}
    assert wanted <= found
    rows = sum(len(block.text.split("\n")) for block in record.blocks if isinstance(block.text, str))
    assert sum(use.field == "blocks" and use.part == "text" for of_line in uses for use in of_line) == rows


def test_an_info_line_serves_several_fields(page: bytes) -> None:
    """Date, source and author of one line all lead to it, the headline to its own."""
    traced = trace(as_source(page), Options(all_blocks=True))
    uses = find_places(traced.page, traced.record)
    by_text = {line.text: {use.field for use in of_line} for line, of_line in zip(traced.page.lines, uses, strict=True)}
    assert by_text["2023-05-06 10:30 来源：溪口日报 作者：林青"] >= {"published", "source", "authors"}
    assert "title" in by_text["山城小镇修通第一条公路"]


def test_equal_texts_are_told_apart_by_their_order(page: bytes) -> None:
    """Of two lists with the same titles each item leads to its own list's line."""
    twice = page.replace(b'<div class="footer">', "<div class=hot><h3>热门文章</h3><ul><li><a href=/a/1.html>山里的班车换了新司机</a></li>"
                         "<li><a href=/a/2.html>三年修路人的一本日记</a></li><li><a href=/a/9.html>果树苗已经运到了镇上</a></li></ul></div>"
                         "<div class=footer>".encode())  # fmt: skip
    traced = trace(as_source(twice), Options(all_blocks=True))
    uses = find_places(traced.page, traced.record)
    owners = [use.index for line, of_line in zip(traced.page.lines, uses, strict=True) for use in of_line
              if line.text == "山里的班车换了新司机" and use.part == "item"]  # fmt: skip
    assert len(owners) == len(set(owners)) == 2 and owners == sorted(owners)


def test_another_page_than_the_record_s_is_no_error(page: bytes) -> None:
    """A record whose page has changed since keeps the places that still hold, and loses the others."""
    record = trace(as_source(page), Options(all_blocks=True)).record
    other = read(as_source("<p>五月的清晨，溪口镇的老人们早早站到了新修的路边，等着第一辆班车从山那边开过来。</p>"))
    uses = find_places(other, record)
    assert [use.field for use in uses[0]] == ["body"]


def test_evidence_names_lines_within_the_page() -> None:
    """Numbers in an evidence become indexes; none beyond the page, whatever it says."""
    assert lines_named("line 2, time from line 4", 9) == [1, 3]
    assert lines_named("lines 2-99999999999", 4) == [1, 2, 3]
    assert lines_named("og:title", 4) == []
