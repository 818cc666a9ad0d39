"""The whole way on one screen: a page goes in, its record comes out."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from extractor.model import MAIN_KINDS, Page, PageLimits, PageType, Record, Source, Tagging, Traced
from extractor.site_rules import SiteRules, load_rules
from extractor.sources.files import load_data, load_file
from extractor.sources.page_names import is_page_name

if TYPE_CHECKING:
    from extractor.segment import SegmentOptions
    from extractor.tagging.tagger import Weights

LONGEST_PATH = 4096
LIMITS = PageLimits()


class Options(Struct, frozen=True, kw_only=True):
    """What a user may ask for beyond the record itself.

    all_blocks: keep blocks of every kind, navigation, footers and advertisements too.
    segment: what to fill Record.segments with, None to leave it empty.
    limits: how much of a page is taken in.
    weights: file of the tagger's weights (see extractor.tagging.train); None for the packaged ones.
    site_lines: file of the lines that recur on their hosts (see extractor.batch.sites); None for none.
    rules: what the user knows of sites, as read_rules gives it.
    second_opinion: ask trafilatura about the body of articles in doubt (see extractor.opinion).
    """

    all_blocks: bool = False
    segment: SegmentOptions | None = None
    limits: PageLimits = LIMITS
    weights: str | None = None
    site_lines: str | None = None
    rules: SiteRules | None = None
    second_opinion: bool = False


def extract(
    page: str | bytes | os.PathLike[str] | Source,
    *,
    url: str | None = None,
    all_blocks: bool = False,
    segment: bool | str | SegmentOptions = False,
    limits: PageLimits = LIMITS,
    weights: str | None = None,
    rules: str | os.PathLike[str] | SiteRules | None = None,
    second_opinion: bool = False,
) -> Record:
    """Turn one Chinese web page, HTML or plain text, into a structured record.

    page: the page's bytes in any charset, packed, MHTML, or an archive with one page; a Path to load such from;
        a Source, which can say more (charset, fetch time); or a str. A str is a path if it has no '<' and no newline and names something that exists, or ends like
        a page's file name (.html, .txt, .html.gz ...); any other str is the page itself, HTML or plain text.
    url: web address of the page, base of its relative links; overrides the Source's own.
    all_blocks: keep blocks of every kind, else those in MAIN_KINDS.
    segment: True for sentences and words of the body, "all" for those of title and block items too, SegmentOptions
        (from extractor.segment) for more: parts of speech, keywords, another segmenter, a dictionary.
    limits: how much of the page is taken in; what is beyond is left out, and a warning of the record says so.
    weights: file of the tagger's weights, as training on own labels writes it; None for the packaged ones.
    rules: folder of site rules (docs/rules.md), or what read_rules made of one; give the latter where many pages follow.
    second_opinion: ask trafilatura about the body of articles in doubt; some tens of milliseconds for each of these.

    Raises SourceError if the page cannot be loaded, ReadingError if it is none (empty, binary, too large), DataError
    for a bad dictionary, bad weights or a wrong site rule. Safe to call from many threads; arguments and result can be
    pickled.
    """
    options = Options(
        all_blocks=all_blocks,
        segment=as_segment_options(segment),
        limits=limits,
        weights=weights,
        rules=rules if rules is None or isinstance(rules, SiteRules) else read_rules(rules),
        second_opinion=second_opinion,
    )
    return follow(as_source(page, url), options)


def read_rules(folder: str | os.PathLike[str]) -> SiteRules:
    """The site rules of a folder, their selectors checked. Raises DataError, naming file and key."""
    from extractor.reading import check_selectors

    rules = load_rules(Path(folder))
    check_selectors(rules)
    return rules


def follow(source: Source, options: Options) -> Record:
    """Lead a page through every step. Raises ReadingError."""
    return trace(source, options).record


def trace(source: Source, options: Options) -> Traced:
    """The same, with what the steps on the way gave. Raises ReadingError."""
    # Imported here, not above: numpy and selectolax take longer than `import extractor` and --help may.
    from extractor.assembling import assemble
    from extractor.reading import read
    from extractor.tagging import tag

    page = read(source, options.limits, options.rules)
    tagging = tag(page, _weights(options.weights) if options.weights else None)
    if options.site_lines:
        tagging = _with_site_lines(page, tagging, options.site_lines)
    record = assemble(page, tagging)
    if options.second_opinion and (heard := _second_opinion(source, page, tagging, record)):
        tagging, record = heard
    return Traced(page, tagging, finish(record, options))


def _second_opinion(source: Source, page: Page, tagging: Tagging, record: Record) -> tuple[Tagging, Record] | None:
    """The tagging and record with trafilatura's view of a doubtful article, None where it is not asked or has nothing to add."""
    from extractor.assembling import assemble
    from extractor.opinion import DOUBT, second_opinion
    from extractor.reading.decode import decode

    if page.form != "html" or record.page.page_type is not PageType.ARTICLE or record.confidence >= DOUBT:
        return None
    agreed = second_opinion(page, tagging, record.body.text, decode(source).text)
    if agreed is None:
        return None
    longer = assemble(page, agreed)
    evidence = {**longer.evidence, "body": replace(longer.evidence["body"], value_from="tagger and trafilatura")}
    return agreed, replace(longer, evidence=evidence, confidence=record.confidence)


@cache
def _weights(path: str) -> Weights:
    from extractor.tagging.tagger import load_weights

    return load_weights(Path(path))


def _with_site_lines(page: Page, tagging: Tagging, path: str) -> Tagging:
    """The tagging with lines that recur on the page's host held for boilerplate."""
    from extractor.tagging.recurring import host_of, line_keys, load_recurring, lowered

    return lowered(tagging, line_keys(page, host_of(page.url)), load_recurring(path))


def finish(record: Record, options: Options) -> Record:
    """What the options say of the record: only blocks of MAIN_KINDS unless all are asked for, segments if they are."""
    if not options.all_blocks:
        record = replace(record, blocks=[block for block in record.blocks if block.kind in MAIN_KINDS])
    if options.segment is not None:
        from extractor.segment import segment_record

        record = replace(record, segments=segment_record(record, options.segment))
    return record


def as_segment_options(asked: bool | str | SegmentOptions) -> SegmentOptions | None:
    """The options of whatever `extract` was asked for: None for False; raises ValueError for a scope nobody knows."""
    if asked is False:
        return None
    from extractor.segment import SegmentOptions

    if isinstance(asked, SegmentOptions):
        return asked
    return SegmentOptions() if asked is True else SegmentOptions(scope=asked)  # type: ignore[arg-type]  # it looks itself


def as_source(page: str | bytes | os.PathLike[str] | Source, url: str | None = None) -> Source:
    """The Source of whatever `extract` was given. Raises SourceError, and TypeError for what can be no page."""
    if isinstance(page, Source):
        return page if url is None else replace(page, url=url)
    if isinstance(page, os.PathLike) or (isinstance(page, str) and _is_path(page)):
        return load_file(page, url=url)
    if isinstance(page, bytes):
        return load_data(page, url=url)
    if isinstance(page, str):
        return Source(uri=url or "", data=page, url=url)
    raise TypeError(f"a page is str, bytes, a path or a Source, not {type(page).__name__}")


def _is_path(text: str) -> bool:
    if not 0 < len(text) <= LONGEST_PATH or "<" in text or "\n" in text:
        return False
    try:
        return is_page_name(text) or Path(text).exists()
    except (OSError, ValueError):  # too long a name, or a null character: no path
        return False
