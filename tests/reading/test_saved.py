"""What programs leave in a page when they save it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from extractor import extract
from extractor.model import Source
from extractor.reading import read
from extractor.reading.saved import Saved, as_saved, find_saved, without_inlined

SAMPLES = Path(__file__).parent.parent.parent / "samples"
NAME = "dedecms-aggregator.html"
SINGLE_FILE = b"""<!DOCTYPE html> <html lang=zh-CN><!--
 Page saved with SingleFile 
 url: https://www.hefeng.example.com/read/1.html?a=1 
 saved date: Sat May 06 2023 10:30:00 GMT+0800 (\xe4\xb8\xad\xe5\x9b\xbd\xe6\xa0\x87\xe5\x87\x86\xe6\x97\xb6\xe9\x97\xb4)
--><meta charset=utf-8>
"""


def test_single_file_says_where_and_when() -> None:
    """SingleFile's comment gives the address and the time of saving."""
    assert find_saved(SINGLE_FILE) == Saved("https://www.hefeng.example.com/read/1.html?a=1", "2023-05-06T10:30:00+08:00")


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        (b"<!-- saved from url=(0031)http://a.example.com/b/c.html -->", "http://a.example.com/b/c.html"),
        (b"<!DOCTYPE html>\r\n<!-- saved from url=(0024)https://a.example.com/b/ -->\r\n", "https://a.example.com/b/"),
        (b"<!-- saved from url=(0014)about:internet -->", None),
        (b"<!-- saved from url=(0022)file:///C:/a/b/c.html -->", None),
        (b"<!-- saved with love -->", None),
        (b"<p>saved from url=(0014)http://a.example.com/</p>", None),
    ],
)
def test_browsers_say_where(comment: bytes, url: str | None) -> None:
    """The comment of a page saved with its files gives the address, if that is one of the web."""
    assert find_saved(comment) == Saved(url)


@pytest.mark.parametrize("date", [b"yesterday", b"Sat Foo 99 2023 10:30:00 GMT+0800", b"Sat May 06 2023 10:30:00 GMT+9900"])
def test_a_date_that_is_none_is_left(date: bytes) -> None:
    """A comment may say anything."""
    page = b"<html><!--\n Page saved with SingleFile \n url: http://a.example.com/ \n saved date: " + date + b"\n-->"
    assert find_saved(page) == Saved("http://a.example.com/", None)


def test_what_others_know_wins() -> None:
    """The address and time that a user or an archive gives are kept."""
    source = Source(uri="x", data=SINGLE_FILE, url="http://b.example.com/", fetched_at="2020-01-01")
    assert as_saved(source) == source
    assert as_saved(Source(uri="x", data="text")).data == "text"


def test_relative_links_are_resolved_against_the_address() -> None:
    """A page saved by a browser gives absolute links without --url."""
    page = b"<!-- saved from url=(0029)http://www.hefeng.example.com/ -->" + (SAMPLES / NAME).read_bytes()
    record = extract(page)
    assert record.page.url == "http://www.hefeng.example.com/"
    assert record.blocks == extract(SAMPLES / NAME, url="http://www.hefeng.example.com/").blocks


def inlined(size: int) -> bytes:
    """The sample with an image and a style of so many bytes put into it as SingleFile does."""
    data = base64.b64encode(bytes(size))
    style = b'<style>@font-face{src:url(data:font/woff2;base64,%s)format("woff2")}</style>' % data
    image = b'<body><img src="data:image/png;base64,%s" alt="x">' % data
    return (SAMPLES / NAME).read_bytes().replace(b"</head>", style + b"</head>", 1).replace(b"<body>", image, 1)


def test_inlined_files_are_dropped_before_parsing() -> None:
    """What is left of an image is that there was one; the record is that of a page with a small image."""
    large, small = inlined(3_000_000), inlined(300)
    assert len(without_inlined(large)) < len(small)
    assert without_inlined(large) == without_inlined(small)
    records = [extract(page) for page in (large, small)]
    assert records[0].page.sha256 != records[1].page.sha256
    assert records[0].body == records[1].body and records[0].body.text
    assert records[0].blocks == records[1].blocks


def test_short_data_and_pages_without_any_are_left_alone() -> None:
    """Small images are not worth the trouble."""
    page = b'<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    assert without_inlined(page) is page or without_inlined(page) == page


@pytest.mark.parametrize("bad", [b";base64," * 200_000, b";base64," + b"A" * 4_000_000, (b";base64," + b"A" * 255) * 20_000], ids=len)
def test_dropping_ends_where_marks_pile_up(bad: bytes, no_hang: None) -> None:
    """Work grows with the size, also where marks pile up."""
    assert len(without_inlined(bad)) <= len(bad)


def test_warnings_of_the_source_reach_the_page() -> None:
    """What was odd about how a page was kept is said in its record."""
    page = read(Source(uri="x", data=b"<p>text", warnings=("cut",), record_id="7"))
    assert page.warnings[:1] == ("cut",) and page.record_id == "7"
