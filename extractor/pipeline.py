"""The whole way on one screen: a page goes in, its record comes out."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from extractor.model import MAIN_KINDS, Record, Source
from extractor.site_rules import SiteRules, load_rules
from extractor.sources.files import is_page_name, load_file

LONGEST_PATH = 4096


class Options(Struct, frozen=True, kw_only=True):
    """What a user may ask for beyond the record itself.

    all_blocks: keep blocks of every kind, navigation, footers and advertisements too.
    rules: what the user knows of sites, as read_rules gives it.
    """

    all_blocks: bool = False
    rules: SiteRules | None = None


def extract(
    page: str | bytes | os.PathLike[str] | Source,
    *,
    url: str | None = None,
    all_blocks: bool = False,
    rules: str | os.PathLike[str] | SiteRules | None = None,
) -> Record:
    """Turn one Chinese web page, HTML or plain text, into a structured record.

    page: the page's bytes in any charset; a Path to load it from; a Source, which can say more (charset, fetch time);
        or a str. A str is a path if it has no '<' and no newline and names something that exists, or ends like
        a page's file name (.html, .txt, .html.gz ...); any other str is the page itself, HTML or plain text.
    url: web address of the page, base of its relative links; overrides the Source's own.
    all_blocks: keep blocks of every kind, else those in MAIN_KINDS.
    rules: folder of site rules (docs/rules.md), or what read_rules made of one; give the latter where many pages follow.

    Raises SourceError if the page cannot be loaded, ReadingError if it is none (empty, binary, too large), DataError if a
    site rule is wrong.
    Safe to call from many threads; arguments and result can be pickled.
    """
    read = rules if rules is None or isinstance(rules, SiteRules) else read_rules(rules)
    return follow(as_source(page, url), Options(all_blocks=all_blocks, rules=read))


def read_rules(folder: str | os.PathLike[str]) -> SiteRules:
    """The site rules of a folder, their selectors checked. Raises DataError, naming file and key."""
    from extractor.reading import check_selectors

    rules = load_rules(Path(folder))
    check_selectors(rules)
    return rules


def follow(source: Source, options: Options) -> Record:
    """Lead a page through every step. Raises ReadingError."""
    # Imported here, not above: numpy and selectolax take longer than `import extractor` and --help may.
    from extractor.assembling import assemble
    from extractor.reading import read
    from extractor.tagging import tag

    page = read(source, options.rules)
    return finish(assemble(page, tag(page)), options)


def finish(record: Record, options: Options) -> Record:
    """What the options say of the record: only blocks of MAIN_KINDS unless all are asked for."""
    if options.all_blocks:
        return record
    return replace(record, blocks=[block for block in record.blocks if block.kind in MAIN_KINDS])


def as_source(page: str | bytes | os.PathLike[str] | Source, url: str | None = None) -> Source:
    """The Source of whatever `extract` was given. Raises SourceError, and TypeError for what can be no page."""
    if isinstance(page, Source):
        return page if url is None else replace(page, url=url)
    if isinstance(page, os.PathLike) or (isinstance(page, str) and _is_path(page)):
        return load_file(page, url=url)
    if isinstance(page, str | bytes):
        return Source(uri=url or "", data=page, url=url)
    raise TypeError(f"a page is str, bytes, a path or a Source, not {type(page).__name__}")


def _is_path(text: str) -> bool:
    if not 0 < len(text) <= LONGEST_PATH or "<" in text or "\n" in text:
        return False
    try:
        return is_page_name(text) or Path(text).exists()
    except (OSError, ValueError):  # too long a name, or a null character: no path
        return False
