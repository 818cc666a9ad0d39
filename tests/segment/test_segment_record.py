"""A record's segments are those of its body, and of its title and block items if all is asked for."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec import UNSET

from extractor.errors import DataError
from extractor.model import Block, Body, Item, Kind, PageInfo, Part, Record, Segments
from extractor.segment import SegmentOptions, prepare, segment_record
from extractor.segment.parts import part_spans

PARTS = [
    Part("paragraph", "镇上修了路。路很宽。"),
    Part("image", "", src="a.jpg"),
    Part("caption", "图：新路。"),
    Part("heading", "谁来养路？怎么养？", level=2),
    Part("paragraph", "路。结论\n下一行。"),
    Part("heading", "结论", level=2),
    Part("code", "a = 1; b = 2; c\nprint(a)"),
]
TEXT = "镇上修了路。路很宽。\n谁来养路？怎么养？\n路。结论\n下一行。\n结论\na = 1; b = 2; c\nprint(a)"
RECORD = Record(
    page=PageInfo(uri="a.html"),
    title="新路通车！谁来养？",
    body=Body(TEXT, PARTS),
    blocks=[
        Block(Kind.RELATED, "相关", [Item("修路的人", snippet="他修路。她栽树。"), Item("栽树的人")]),
        Block(Kind.HOT),
    ],
)


def test_headings_and_code_are_whole() -> None:
    """Headings are sentences of their own, code lines too; the words of the body are its text."""
    segments = segment_record(RECORD)
    assert "|".join(TEXT[start:end] for start, end in segments.sentences) == (
        "镇上修了路。|路很宽。|谁来养路？怎么养？|路。|结论|下一行。|结论|a = 1; b = 2; c|print(a)"
    )
    assert "".join(TEXT[start:end] for start, end in segments.words) == TEXT
    assert segments.pos is segments.title is segments.blocks is UNSET and segments.keywords == []
    assert RECORD.segments is None


def test_parts_have_their_places() -> None:
    """A part is found behind the ones before it, on a line of its own, and one that is not there is left out."""
    assert [TEXT[start:end] for start, end in part_spans(RECORD.body, "heading")] == ["谁来养路？怎么养？", "结论"]
    assert part_spans(RECORD.body, "heading")[1][0] == TEXT.rindex("结论")
    body = Body("甲乙\n乙", [Part("heading", "丙"), Part("heading", "乙")])
    assert part_spans(body, "heading") == [(3, 4)]


def test_all_means_titles_too() -> None:
    """Title and block items have segments of their own, with offsets in their own texts."""
    segments = segment_record(RECORD, SegmentOptions(scope="all", pos=True))
    assert segments.title is not UNSET and segments.title.sentences == [(0, 9)]
    assert len(segments.title.pos) == len(segments.title.words)
    assert segments.blocks is not UNSET and [len(items) for items in segments.blocks] == [2, 0]
    first, second = segments.blocks[0]
    assert first.snippet is not UNSET and first.snippet.sentences == [(0, 4), (4, 8)]
    assert second.snippet is UNSET and second.title.words[-1][1] == 4


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_body(text: str) -> None:
    """A body without text has empty segments, with keywords asked for too, and the title does not change that."""
    empty = Record(page=PageInfo(uri="a"), title="题目", body=Body(text))
    segments = segment_record(empty, SegmentOptions(keywords=5, pos=True, backend="jieba"))
    assert segments == Segments(backend="jieba")
    segments = segment_record(Record(page=PageInfo(uri="a"), body=Body(text)), SegmentOptions(scope="all"))
    assert segments.title is not UNSET and segments.title.words == [] and segments.blocks == []


def test_the_words_in_one_text(tmp_path: Path) -> None:
    """Where asked for, words stand with one space between; punctuation, white space and stop words are left out."""
    record = Record(page=PageInfo(uri="a"), body=Body("我来到北京清华大学！\n很好 。"))
    (stop := tmp_path / "stop.txt").write_text("我\n很\n", "utf-8")
    assert segment_record(record).tokenised is UNSET
    for options, text in (
        ({}, "我 来到 北京 清华大学 很 好"),
        ({"stopwords": str(stop)}, "来到 北京 清华大学 好"),
        ({"mode": "search"}, "我 来到 北京 清华 华大 大学 清华大学 很 好"),
    ):
        assert segment_record(record, SegmentOptions(tokenised=True, **options)).tokenised == text  # type: ignore[arg-type]


def test_sentences_alone() -> None:
    """Without words there are sentences and no name of a segmenter."""
    segments = segment_record(RECORD, SegmentOptions(words=False, keywords=3))
    assert segments.sentences and segments.words == [] and segments.keywords == [] and segments.backend is None


def test_segments_travel_as_json() -> None:
    """Segments with everything in them come back from JSON as they were."""
    segments = segment_record(RECORD, SegmentOptions(scope="all", pos=True, keywords=3))
    assert msgspec.json.decode(msgspec.json.encode(segments), type=Segments) == segments


def test_bad_files_are_told_before_the_first_page(tmp_path: Path) -> None:
    """prepare complains of files that cannot be used; so does the first record."""
    missing = str(tmp_path / "none.txt")
    for options in (SegmentOptions(stopwords=missing), SegmentOptions(dictionary=missing)):
        with pytest.raises(DataError, match=r"none\.txt"):
            prepare(options)
        with pytest.raises(DataError, match=r"none\.txt"):
            segment_record(RECORD, options)
