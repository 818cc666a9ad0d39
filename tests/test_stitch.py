"""Pages of one article become one record, whatever their order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor import extract
from extractor.errors import ReadingError
from extractor.model import Block, Body, Evidence, ImageInfo, Item, Kind, Outlet, PageInfo, PageType, Part, Record
from extractor.stitch import chains, stitch, stitched

SAMPLES = Path(__file__).parents[1] / "samples"
SITE = "https://www.xikou.example.com/a/"


def page(number: int, *texts: str, after: str | None = None, url: bool = True, **more: object) -> Record:
    """Page n of an article at n.html, n_2.html ...; after: name of the next page."""
    name = "7.html" if number == 1 else f"7_{number}.html"
    parts = [Part("paragraph", text) for text in texts]
    info = PageInfo(uri=f"saved/{name}", url=SITE + name if url else None)
    following = None if after is None else SITE + after if url else after
    return Record(page=info, title="渡口", body=Body("\n".join(texts), parts), next_page=following, **more)  # type: ignore[arg-type]


def three(url: bool = True) -> list[Record]:
    return [page(1, "甲", after="7_2.html", url=url), page(2, "乙", after="7_3.html", url=url), page(3, "丙", url=url)]


def test_the_samples_give_one_record() -> None:
    """The two sample pages give their texts in order, the editor of the last page, and blocks once."""
    first, second = (json.loads((SAMPLES / f"two-page-{n}.json").read_text("utf-8")) for n in (1, 2))
    (whole,) = stitched(extract(SAMPLES / f"two-page-{n}.html") for n in (2, 1))
    assert isinstance(whole, Record)
    assert whole.body.text == first["body"]["text"] + "\n" + second["body"]["text"]
    assert (whole.title, whole.published, whole.authors, whole.editors) == (first["title"], first["published"], ["骆秋白"], ["温如故"])
    assert [part.page for part in whole.body.parts] == [1] * 4 + [2] * 5
    assert [block.kind.value for block in whole.blocks] == [block["kind"] for block in first["blocks"]]
    assert whole.next_page is None and any("stitched from 2 pages" in warning for warning in whole.warnings)


@pytest.mark.parametrize("url", [True, False])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (2, 1, 0)])
def test_any_order(url: bool, order: tuple[int, ...]) -> None:
    """Pages come together by their addresses, or by their files' names where they know none, in whatever order they come."""
    pages = three(url)
    (whole,) = stitched([pages[n] for n in order])
    assert isinstance(whole, Record) and whole.body.text == "甲\n乙\n丙"


def test_files_called_otherwise_than_the_addresses() -> None:
    """Without addresses files in series with one title belong together; another title does not."""
    first, second = page(1, "甲", after="x9_2.html", url=False), page(2, "乙", url=False)
    assert len(list(stitched([first, second]))) == 1
    second.title = "山"
    assert len(list(stitched([first, second]))) == 2


def test_others_pass_at_once_and_nothing_is_lost() -> None:
    """Single articles, lists and errors keep their places; pages of articles come behind them."""
    single = Record(page=PageInfo(uri="b.html"), body=Body("丁"))
    listing = page(1, after="7_2.html")
    listing.page.page_type = PageType.LIST
    error = ReadingError("c.html: empty")
    found = list(stitched([*three()[:2], single, listing, error, three()[2]]))
    assert found[:3] == [single, listing, error] and len(found) == 4


def test_a_missing_page_is_said() -> None:
    """Where the next page is not there the record says which, and keeps pointing to it."""
    (whole,) = stitched(three()[:2])
    assert isinstance(whole, Record) and whole.next_page == SITE + "7_3.html"
    assert f"the next page is not among the pages: {SITE}7_3.html" in whole.warnings


def test_circles_end() -> None:
    """Pages that lead in a circle are joined once, from the first that came."""
    circle = [page(1, "甲", after="7_2.html"), page(2, "乙", after="7.html")]
    assert [[record.page.uri for record in chain] for chain in chains(circle)] == [["saved/7.html", "saved/7_2.html"]]
    assert [len(chain) for chain in chains([page(1, "甲", after="7.html")])] == [1]


def test_repeats_are_dropped_at_the_ends_alone() -> None:
    """A headline or lead that a later page repeats, and a sign-off, come once; a repetition inside the text stays."""
    pages = [page(1, "导语", "甲", "（完）", after="7_2.html"), page(2, "渡口", "导语", "乙", "甲", "丙", "（完）")]
    assert stitch(pages).body.text == "导语\n甲\n（完）\n乙\n甲\n丙"
    assert [part.text for part in stitch(pages).body.parts] == ["导语", "甲", "（完）", "乙", "甲", "丙"]


def test_fields_and_blocks_are_merged() -> None:
    """A field that the first page lacks comes from a later one, with evidence that says so; names and items are gathered."""
    first = page(1, "甲", after="7_2.html", authors=["沈茶"], images=[ImageInfo("1.jpg")], blocks=[Block(Kind.RELATED, "相关", [Item("山")])])
    second = page(
        2, "乙", authors=["沈茶", "林青"], source=Outlet("溪口日报"), images=[ImageInfo("1.jpg"), ImageInfo("2.jpg")],
        blocks=[Block(Kind.RELATED, "相关", [Item("山"), Item("河")]), Block(Kind.HOT, "热门", [Item("桥")])],
        evidence={"source": Evidence("line", "line 3", 0.9)},
    )  # fmt: skip
    whole = stitch([first, second])
    assert (whole.authors, whole.source) == (["沈茶", "林青"], Outlet("溪口日报"))
    assert whole.evidence["source"].where == "page 2, line 3"
    assert [image.src for image in whole.images] == ["1.jpg", "2.jpg"]
    assert [[item.title for item in block.items] for block in whole.blocks] == [["山", "河"], ["桥"]]
    assert len(first.blocks[0].items) == 1


def test_one_page_stays_as_it_was() -> None:
    """A single page is given unchanged, its parts without page numbers."""
    single = page(2, "乙")
    assert stitch([single]) == single
