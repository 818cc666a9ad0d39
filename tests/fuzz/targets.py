"""What is fuzzed and what must hold: each target takes bytes, and raises where a promise is broken.

The promise: any bytes give a result that is whole in itself, or one of our own errors; nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from extractor.assembling import dates, info, names, outlets, reporters
from extractor.errors import DataError, ExtractorError, ReadingError, SourceError
from extractor.explaining import explain
from extractor.links import links_of
from extractor.model import Page, Record, Source
from extractor.pipeline import Options, follow, read_rules
from extractor.reading import loose, read, state
from extractor.reading.decode import decode
from extractor.segment import SegmentOptions, segment_record
from extractor.segment.sentences import sentences
from extractor.segment.traditional import is_traditional, simplified
from extractor.sources.containers import pages
from extractor.sources.limits import Limits
from extractor.sources.opened import Opened, Stream
from extractor.writers.conllu import to_conllu
from extractor.writers.explain import explanation_html
from extractor.writers.jsonl import to_json
from extractor.writers.markdown import to_markdown

CHARSETS = (None, None, "utf-8", "gbk", "big5", "utf-16", "no-such-charset", "\xff")
WORDS = SegmentOptions(keywords=3, scope="all")
NOW = datetime(2024, 5, 6, 7, 8)

Target = Callable[[bytes], None]


def fuzz_decode(data: bytes) -> None:
    """Text of any bytes is valid Unicode without NULs."""
    try:
        decoded = decode(Source(uri="a", data=data, charset=CHARSETS[len(data) % len(CHARSETS)]))
    except ReadingError:
        return
    decoded.text.encode()
    assert decoded.text.strip() and "\0" not in decoded.text


def fuzz_html(data: bytes) -> None:
    """A page read as HTML hangs together."""
    _read(Source(uri="a", data=data, form="html", url="https://example.com/a/1.html"))


def fuzz_text(data: bytes) -> None:
    """A page read as plain text hangs together."""
    _read(Source(uri="a", data=data, form="text"))


def _read(source: Source) -> None:
    try:
        page = read(source)
    except ReadingError:
        return
    check_page(page)


def check_page(page: Page) -> None:
    """Lines are never empty, links lie inside them, containers inside earlier ones."""
    for number, container in enumerate(page.containers):
        assert -1 <= container.parent < number
    for line in page.lines:
        assert line.text.strip(), line
        assert 0 <= line.container < len(page.containers)
        assert all(0 <= link.start <= link.end <= len(line.text) for link in line.links), line


def fuzz_container(data: bytes) -> None:
    """Any bytes under any name give pages within the limit that are named by it, or errors that are."""
    limits = Limits(page=100_000, broken=20, members=50)
    for name in ("a", "a.mht", "a.warc.gz", "a.wet"):
        opened = Opened(name=name, stream=Stream(BytesIO(data)), limits=limits, skipped=Counter())
        for found in pages(opened):
            if isinstance(found, SourceError):
                assert str(found).startswith(f"{name}: ") or str(found).startswith(f"{name}!"), found
            else:
                assert found.uri.partition("!")[0] == name and len(found.data) <= limits.page
                msgspec.json.encode(found.url), msgspec.json.encode(found.uri)


def fuzz_dates(data: bytes) -> None:
    """Dates in any text exist."""
    text = _text(data)
    for stamp in dates.find_stamps(text):
        assert 0 <= stamp.start < stamp.end <= len(text) and stamp.exists()
        if (iso := stamp.iso()) and len(iso) >= 10:
            datetime.fromisoformat(iso)
    for row in text.split("\n"):
        dates.find_rough(row)
        dates.read_value(row)
        dates.in_url(row)
        if dates.find_relative(row):
            dates.resolve(row, NOW)


def fuzz_bylines(data: bytes) -> None:
    """Names, outlets and info lines in any text are read without a fault; pieces lie inside the line."""
    for row in _text(data).split("\n"):
        info.take_apart(row)
        for read_names in (names.people, names.only_people, names.named, names.behind_unit, names.before_place,
                           names.words_of, reporters.dateline, reporters.filed, reporters.reporters,
                           reporters.signature):  # fmt: skip
            assert all(isinstance(name, str) and name for name in read_names(row)), (read_names, row)
        for ask in (names.is_outlet, names.is_medium, names.is_person, names.is_pen_name, names.is_reporter,
                    names.may_be_account, outlets.outlet_name, outlets.without_noise, outlets.is_noise,
                    outlets.looks_like_outlet, reporters.is_dateline, reporters.is_filing, reporters.slashed):  # fmt: skip
            ask(row)


def fuzz_scripts(data: bytes) -> None:
    """Data in any script is read without a fault."""
    text = _text(data)
    for value in loose.values(text):
        assert isinstance(value, dict | list)
    state.embedded_article((("", text), ("application/ld+json", text)))


def fuzz_sentences(data: bytes) -> None:
    """Sentences leave out white space alone; simplified text is as long as traditional."""
    text = _text(data)
    check_sentences(text, sentences(text))
    is_traditional(text)
    assert len(simplified(text)) == len(text)


def check_sentences(text: str, found: list[tuple[int, int]]) -> None:
    """In order, not empty, and only white space between them."""
    edges = [(0, 0), *found, (len(text), len(text))]
    assert all(not text[one[1] : other[0]].strip() and one[1] <= other[0] for one, other in pairwise(edges))
    assert all(start < end for start, end in found)


def fuzz_whole(data: bytes) -> None:
    """Any bytes give a record that is valid in every format, or a ReadingError."""
    try:
        record = follow(Source(uri="a.html", data=data), Options(all_blocks=True, second_opinion=len(data) % 8 == 0))
    except ReadingError:
        return
    check_record(record)
    record.segments = segment_record(record, WORDS)
    text = record.body.text
    check_sentences(text, record.segments.sentences)
    assert "".join(text[start:end] for start, end in record.segments.words) == text
    check_record(record)
    to_conllu(record)


def fuzz_report(data: bytes) -> None:
    """Any bytes give a report that is valid UTF-8 and whole, or a ReadingError."""
    try:
        html = explanation_html(explain(Source(uri="a.html", data=data)))
    except ReadingError:
        return
    assert html.decode().rstrip().endswith("</html>")


def fuzz_links(data: bytes) -> None:
    """Any bytes taken for a list page, a feed or a sitemap give links that are valid JSON, or errors of ours."""
    for found in links_of(Source(uri="a", data=data, url="https://example.com/a/")):
        if not isinstance(found, ExtractorError):
            msgspec.json.encode(found)


def fuzz_rules(data: bytes) -> None:
    """Any bytes are a site rule that works on any page, or a DataError that names the file."""
    rule, _, page = data.partition(b"\0")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "example.com.toml"
        path.write_bytes(rule)
        try:
            rules = read_rules(folder)
        except DataError as error:
            assert str(error).startswith(str(path)), error
            return
    try:
        check_record(follow(Source(uri="a", data=page, form="html", url="https://example.com/"), Options(rules=rules)))
    except ReadingError:
        return


def check_record(record: Record) -> None:
    """A record is valid JSON of its own schema, and its figures are in range."""
    again = msgspec.json.decode(to_json(record), type=Record)
    assert again.body.text == record.body.text and again.title == record.title
    assert 0 <= record.confidence <= 1
    assert all(0 <= found.confidence <= 1 for found in record.evidence.values())
    for moment in (record.published, record.modified):
        if moment and len(moment) >= 10:
            datetime.fromisoformat(moment)
    to_markdown(record).encode()


def _text(data: bytes) -> str:
    """Text as decoding gives it: no NUL, no lone surrogate."""
    return data.decode("utf-8", "replace").replace("\0", "")


TARGETS: dict[str, tuple[Target, int]] = {
    "decode": (fuzz_decode, 15),
    "html": (fuzz_html, 15),
    "text": (fuzz_text, 8),
    "mhtml": (fuzz_container, 6),
    "warc": (fuzz_container, 6),
    "packed": (fuzz_container, 4),
    "dates": (fuzz_dates, 10),
    "bylines": (fuzz_bylines, 10),
    "scripts": (fuzz_scripts, 6),
    "sentences": (fuzz_sentences, 6),
    "links": (fuzz_links, 4),
    "rules": (fuzz_rules, 4),
    "report": (fuzz_report, 1),
    "whole": (fuzz_whole, 5),
}
"""Target and how many of a hundred cases it gets."""
