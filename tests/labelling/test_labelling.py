"""From a page to a sheet, by hand to a label, and on to a corpus that trains."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from extractor.cli import main
from extractor.errors import DataError, SourceError
from extractor.labelling import collect, draft_label, read_sheet, write_sheet
from extractor.labelling.label import LabelItem
from extractor.model import Kind, PageType
from extractor.sources.files import load_file
from extractor.tagging.gold import gold_of_page, gold_of_text, labels
from extractor.tagging.tagger import load_weights

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
SHEET = """# extractor label 1
page: page.html
sha256: 00
id: page-1
site: xikou
page_type: article
title: 山城小镇
author: 林青 | 江远
---
nav          | 首页 | 新闻
title        | 山城小镇
info         | 2023-05-06 来源：溪口日报
body         | 第一段，写得长一些。
body         | 第二段。
optional     | 图/林青
body         | 第三段。
hot.heading  | 热门
hot.item     | 1 山里的班车 2 换了司机
             > 山里的班车
             > 换了司机
hot.snippet  | 司机姓周。
hot          | 12次阅读

hot.item     | 另一个没有标题的榜
-            | 回到顶部
"""


def test_a_sheet_says_a_label() -> None:
    """Marks become lines, ranges and blocks; '>' gives titles, an empty line parts blocks, values are read from the top."""
    label = read_sheet(SHEET, "a.label").label
    assert (label.title_line, label.meta_lines, label.body, label.optional) == (2, [3], [(4, 5), (7, 7)], [(6, 6)])
    nav, hot, other = label.blocks
    assert (nav.kind, nav.lines, nav.heading_line) == (Kind.NAV, (1, 1), None)
    assert (hot.heading, hot.heading_line, hot.lines) == ("热门", 8, (8, 11))
    assert hot.items == [LabelItem("山里的班车"), LabelItem("换了司机", "司机姓周。")]
    assert (other.kind, other.lines, other.items) == (Kind.HOT, (12, 12), [LabelItem("另一个没有标题的榜")])
    assert (label.author, label.title, label.published, label.page_type) == (["林青", "江远"], "山城小镇", None, PageType.ARTICLE)
    assert label.text_lines[0] == "首页 | 新闻" and len(label.text_lines) == 13


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("body         | 第二段。", "bodi         | 第二段。", "a.label:14: 'bodi' is no mark"),
        ("hot.snippet", "hot.snipet", "a.label:21: 'hot.snipet' is no mark"),
        ("nav          | 首页 | 新闻", "首页新闻", "a.label:10: a line must be MARK"),
        ("nav          | 首页 | 新闻", "nav          | 首页\n> 新闻", "a.label:11: '>' gives the title of an item"),
        ("author:", "autor:", "a.label:8: 'autor' is no value"),
        ("page_type: article", "page_type: news", "a.label: page_type 'news' is none of"),
        ("id: page-1", "id: ../page", "a.label: id '../page' must be"),
        ("site: xikou", "site:", "a.label: site must have a value"),
        ("---\n", "", "a.label: is no label sheet"),
        ("# extractor label 1", "", "a.label: is no label sheet"),
    ],
)
def test_mistakes_are_named_with_their_line(old: str, new: str, words: str) -> None:
    """A slip of the hand is told with file, line and what would be right."""
    assert old in SHEET
    with pytest.raises(DataError, match=re.escape(words)):
        read_sheet(SHEET.replace(old, new, 1), "a.label")


@pytest.mark.parametrize("name", ["dedecms-aggregator.html", "empirecms.html", "wordpress.html", "dedecms-aggregator-flat.txt", "not-found.html"])
def test_a_first_sheet_reads_back_as_our_own_prediction(name: str, tmp_path: Path) -> None:
    """Title, facts, body, items and snippets of the sheet are those of the record; every line of the page is there."""
    source = load_file(SAMPLES / name)
    sheet, rows = draft_label(source, tmp_path)
    label = read_sheet(write_sheet(sheet, rows), "a.label").label
    from extractor import extract

    record = extract(source, all_blocks=True)
    assert (label.title, label.published, label.author, label.page_type) == (record.title, record.published, record.authors, record.page.page_type)
    body = [label.text_lines[i - 1] for first, last in label.body for i in range(first, last + 1)]
    assert "".join(body) == "".join(record.body.text.split("\n")).replace("\t", "")
    ours = [(block.kind, item.title) for block in record.blocks for item in block.items]
    theirs = [(block.kind, item.title) for block in label.blocks for item in block.items]
    assert sorted(ours) == sorted(theirs)
    assert gold_of_text(json.loads(msgspec.json.encode(label))).body.count(1) == len(body)


def test_sheets_become_a_corpus(tmp_path: Path) -> None:
    """The command line writes sheets, refuses to write over them, and collects corrected ones; a later one replaces its label."""
    for name in ("empirecms.html", "dedecms-aggregator-flat.txt"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    pages = [str(tmp_path / name) for name in ("empirecms.html", "dedecms-aggregator-flat.txt")]
    sheets = [f"{page}.label" for page in pages]
    assert main(["label", *pages]) == 0
    assert main(["label", pages[0]]) == 1 and main(["label", "--force", pages[0]]) == 0
    corpus = tmp_path / "corpus"
    assert main(["label", "--collect", str(corpus), *sheets]) == 0
    first, second = labels(corpus)
    assert (corpus / "pages" / f"{first['id']}.html").read_bytes() == (SAMPLES / "empirecms.html").read_bytes()
    assert (corpus / "text" / f"{second['id']}.txt").read_text("utf-8").splitlines() == second["text_lines"]
    corrected = Path(sheets[0]).read_text("utf-8").replace("author: 罗听雨", "author: 罗听雨 | 邵文")
    Path(sheets[0]).write_text(corrected, "utf-8")
    assert collect([Path(sheets[0])], corpus) == 2
    assert next(labels(corpus))["author"] == ["罗听雨", "邵文"]


def test_a_page_that_changed_or_went_is_refused(tmp_path: Path) -> None:
    """A sheet belongs to the bytes it was made from; nothing is written when one sheet is wrong."""
    page = tmp_path / "page.html"
    page.write_bytes((SAMPLES / "empirecms.html").read_bytes())
    assert main(["label", str(page)]) == 0
    sheet = tmp_path / "page.html.label"
    page.write_bytes(b"<p>" + page.read_bytes())
    with pytest.raises(DataError, match="has changed since"):
        collect([sheet], tmp_path / "corpus")
    page.unlink()
    with pytest.raises(SourceError, match="its page is not there"):
        collect([sheet], tmp_path / "corpus")
    assert not (tmp_path / "corpus").exists()


def test_two_pages_with_one_id_are_refused(tmp_path: Path) -> None:
    """Ids name files, so two sheets cannot share one."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.html").write_bytes((SAMPLES / "empirecms.html").read_bytes())
        assert main(["label", str(tmp_path / folder / "page.html")]) == 0
    with pytest.raises(DataError, match="give one of them another"):
        collect([tmp_path / folder / "page.html.label" for folder in ("a", "b")], tmp_path / "corpus")


def test_a_collected_corpus_trains(tmp_path: Path) -> None:
    """Sheets of samples, HTML and plain text, train the tagger for an epoch; the weights load and extract a page."""
    pytest.importorskip("torch", reason="needs PyTorch: pip install 'extractor[train]'")
    from extractor import extract
    from extractor.tagging import train

    names = ("empirecms.html", "phpcms.html", "mojibake.html", "dedecms-aggregator-flat.txt")
    for name in names:
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    assert main(["label", *(str(tmp_path / name) for name in names)]) == 0
    collect(sorted(tmp_path.glob("*.label")), tmp_path / "corpus")
    for example, label in zip(train.load_examples([tmp_path / "corpus"]), labels(tmp_path / "corpus"), strict=True):
        assert example.gold == gold_of_page(label, example.page) and sum(example.gold.body) > 3
    weights = tmp_path / "own.npz"
    assert train.main(["--corpus", str(tmp_path / "corpus"), "-o", str(weights), "--epochs", "1"]) == 0
    assert load_weights(weights).info["pages"] == "4"
    assert extract(SAMPLES / "empirecms.html", weights=str(weights)).page.sha256
