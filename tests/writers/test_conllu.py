"""CoNLL-U output keeps the format's own rules, and the text can be had back from it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET

from extractor.errors import ExtractorError
from extractor.model import Body, PageInfo, Record, Segments
from extractor.segment import SegmentOptions, segment_record
from extractor.writers.conllu import to_conllu, write_conllu

TEXT = (
    "第一段。他说：“不！”\n"
    "　　第二段 有空格  和\u3000全角空格。#标签 a|b=c_ \\n。\n\n"
    "Mr. Smith用了 New York的_ 😀𠮷。"
)


def record(text: str = TEXT, uri: str = "a dir/页 面.html", **options: Any) -> Record:
    """A segmented record."""
    page = Record(page=PageInfo(uri=uri, sha256="0" * 64), body=Body(text))
    page.segments = segment_record(page, SegmentOptions(**options))
    return page


def check(document: str) -> None:
    """Raise AssertionError where a text breaks a rule of https://universaldependencies.org/format.html."""
    assert document.endswith("\n\n") and "\r" not in document
    names: set[str] = set()
    for number, sentence in enumerate(document[:-2].split("\n\n")):
        lines = sentence.split("\n")
        assert all(line and line == line.strip(" ") for line in lines)
        comments = [line for line in lines if re.match("# ?", line) and "\t" not in line]
        assert lines[:len(comments)] == comments
        check_comments(comments, names, first=number == 0)
        check_rows([line.split("\t") for line in lines[len(comments):]], comments)


def check_comments(comments: list[str], names: set[str], first: bool) -> None:
    """One sent_id that nothing else has, one text, a document and a paragraph before the first sentence."""
    assert all(comment.startswith("# ") for comment in comments)
    values = dict(comment[2:].split(" = ", 1) for comment in comments)
    assert len(values) == len(comments)
    assert values["sent_id"] not in names and not re.search(r"[\s/]", values["sent_id"])
    names.add(values["sent_id"])
    assert not first or {"newdoc id", "newpar id"} <= values.keys()
    assert all(not re.search(r"\s", value) for name, value in values.items() if name != "text")
    assert values["text"] == values["text"].strip() != ""


def check_rows(rows: list[list[str]], comments: list[str]) -> None:
    """Ten columns, none empty, numbered from 1; white space in FORM, LEMMA and MISC alone; the forms make the text."""
    text = ""
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    for row in rows:
        assert len(row) == 10 and all(row)
        for place, value in enumerate(row):
            assert value == value.strip() and "\n" not in value
            assert place in (1, 2, 9) or not re.search(r"\s", value)
        assert re.fullmatch(r"_|[A-Z]+", row[3]) and re.fullmatch(r"_|\d+", row[6])
        misc = row[9].split("|")
        assert len(set(misc)) == len(misc) and all("=" in item for item in misc)
        text += row[1] + ("" if "SpaceAfter=No" in misc else " ")
    [wanted] = [comment.removeprefix("# text = ") for comment in comments if comment.startswith("# text = ")]
    assert text.rstrip(" ") == wanted and (text == wanted or text == wanted + " ")


@pytest.mark.parametrize("mode", ["precise", "search", "full"])
@pytest.mark.parametrize("pos", [False, True])
def test_the_formats_own_rules(mode: str, pos: bool) -> None:
    """What is written is valid, in every mode, with and without parts of speech."""
    check(to_conllu(record(mode=mode, pos=pos)))


def test_universal_dependencies_own_validator(tmp_path: Path) -> None:
    """The validator of Universal Dependencies passes the format (its level 1; trees, which we have not, are above)."""
    pytest.importorskip("udtools")
    path = tmp_path / "all.conllu"
    pages = [record(mode="precise", pos=True), record(uri="b", mode="search"), record(text="", uri="c")]
    path.write_bytes(b"".join(write_conllu([*pages, *[record(text=f"{mark}\n", uri=mark) for mark in "_#|\\=。"]])))
    command = [str(Path(sys.executable).with_name("udvalidate")), "--lang", "ud", "--level", "1", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "PASSED" in done.stdout + done.stderr and done.returncode == 0, done.stdout + done.stderr


def test_sentences_paragraphs_and_tags() -> None:
    """A document, its paragraphs and sentences are named; jieba's tags stand in XPOS."""
    page = record("我爱北京。你呢？\n好。", uri="x.html", backend="jieba", pos=True)
    lines = to_conllu(page).splitlines()
    assert lines[0] == "# newdoc id = x.html"
    assert re.fullmatch(r"# newpar id = [0-9a-f]{12}-p1", lines[1])
    assert re.fullmatch(r"# sent_id = [0-9a-f]{12}-s1", lines[2])
    assert lines[3:9] == [
        "# text = 我爱北京。",
        "1\t我\t_\t_\tr\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=0:1",
        "2\t爱\t_\t_\tv\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=1:2",
        "3\t北京\t_\t_\tns\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=2:4",
        "4\t。\t_\t_\tx\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=4:5",
        "",
    ]
    assert [line[2:12] for line in lines if line.startswith("# newpar")] == ["newpar id "] * 2
    assert "\n3\t。" not in "\n".join(lines[-3:]) and lines[-3].endswith("TokenRange=9:10")


def test_the_text_comes_back() -> None:
    """TokenRange names each word's place, so nothing but white space of the body is lost."""
    covered = ""
    at = 0
    for form, start, end in re.findall(r"^\d+\t([^\t]+)\t.*TokenRange=(\d+):(\d+)$", to_conllu(record()), re.MULTILINE):
        assert TEXT[int(start):int(end)] == form and not TEXT[at:int(start)].strip()
        covered, at = covered + form, int(end)
    assert covered == re.sub(r"\s", "", TEXT)


def test_a_word_across_sentences_is_cut() -> None:
    """Somebody else's word that goes beyond its sentence is cut where the sentence ends."""
    page = record("好。你 好。", backend=lambda text: ["好。你 好", "。"])
    document = to_conllu(page)
    check(document)
    assert re.findall(r"^\d+\t([^\t]+)", document, re.MULTILINE) == ["好。", "你 好", "。"]


def test_several_records_share_a_file() -> None:
    """Records follow each other, ids differ, and a record without text leaves nothing."""
    pages = [record(uri="a"), record(text="", uri="b"), record(uri="c")]
    document = b"".join(write_conllu(pages)).decode()
    assert document.count("# newdoc id = ") == 2
    ids = re.findall("# sent_id = (.*)", document)
    assert len(set(ids)) == len(ids)


def test_a_record_without_words_is_refused() -> None:
    """Without words there is nothing to write, and the error says what to ask for."""
    for segments in (None, Segments(sentences=[(0, 2)])):
        page = Record(page=PageInfo(uri="a.html"), body=Body("好。"), segments=segments)
        with pytest.raises(ExtractorError, match=r"a\.html: no words"):
            to_conllu(page)
    assert Segments().pos is UNSET
