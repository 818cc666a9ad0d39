"""The words of Chinese pages as data: loads data/*.toml once into frozen tables."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TypeVar

import msgspec

from extractor.errors import DataError

T = TypeVar("T")


class NameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[names] of data/labels.toml: what announces, surrounds, imitates and begins a person's name."""

    reporter: tuple[str, ...]
    posted: tuple[str, ...]
    classes: tuple[str, ...]
    role: tuple[str, ...]
    filed: tuple[str, ...]
    photo: tuple[str, ...]
    both: tuple[str, ...]
    nobody: tuple[str, ...]
    place: tuple[str, ...]
    title: tuple[str, ...]
    common: tuple[str, ...]
    compound_surnames: tuple[str, ...]
    surnames: str


class OutletWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[outlet] of data/labels.toml: endings of media's and offices' names, marks of platforms, furniture beside a name."""

    media: tuple[str, ...]
    offices: tuple[str, ...]
    platform: tuple[str, ...]
    networks: tuple[str, ...]
    noise: tuple[str, ...]
    sections: tuple[str, ...]
    companies: tuple[str, ...]
    account: str
    account_id: tuple[str, ...]
    origin: tuple[str, ...]
    cut: tuple[str, ...]


class TrailWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[trail] of data/labels.toml: what opens, begins, ends and separates breadcrumbs, class words around them."""

    here: tuple[str, ...]
    home: tuple[str, ...]
    end: tuple[str, ...]
    strong: tuple[str, ...]
    slashes: tuple[str, ...]
    bars: tuple[str, ...]
    classes: tuple[str, ...]


class ClockWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[clock] of data/labels.toml: words inside dates; days maps to days ago, units to seconds."""

    pm: tuple[str, ...]
    am: tuple[str, ...]
    noon: tuple[str, ...]
    zone: tuple[str, ...]
    months: tuple[str, ...]
    weekday: tuple[str, ...]
    days: dict[str, int]
    just_now: tuple[str, ...]
    ago: tuple[str, ...]
    units: dict[str, int]


class MetaNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[meta] of data/labels.toml: names of metas by field, most trusted first."""

    published: tuple[str, ...]
    modified: tuple[str, ...]
    source: tuple[str, ...]
    maker: tuple[str, ...]
    author: tuple[str, ...]
    seconds: tuple[str, ...]


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/labels.toml: label words of info lines, sign-offs and breadcrumbs, by the field they announce."""

    date: tuple[str, ...]
    modified: tuple[str, ...]
    source: tuple[str, ...]
    author: tuple[str, ...]
    account: tuple[str, ...]
    poster: tuple[str, ...]
    editor: tuple[str, ...]
    other: tuple[str, ...]
    names: NameWords
    outlet: OutletWords
    trail: TrailWords
    clock: ClockWords
    meta: MetaNames


class Stems(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[stems] of data/cues.toml: (stem, kind) pairs; the first stem that a heading holds names it."""

    order: tuple[tuple[str, str], ...]


class CardWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[card] of data/cues.toml: class words around the title and the snippet of one entry of a list."""

    title: tuple[str, ...]
    snippet: tuple[str, ...]


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/cues.toml: what headings, class words, controls and counts say about the blocks around an article."""

    headings: dict[str, tuple[str, ...]]
    stems: Stems
    card: CardWords
    ambiguous: tuple[str, ...]
    channels: tuple[str, ...]
    worded: tuple[str, ...]
    more: tuple[str, ...]
    controls: tuple[str, ...]
    verbs: tuple[str, ...]
    choices: tuple[str, ...]
    adverts: tuple[str, ...]
    counts: tuple[str, ...]
    places: tuple[str, ...]
    classes: dict[str, tuple[str, ...]]


class BodyComment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"exclude": "not"}):
    """[body_comment] of data/markup.toml: words of the HTML comments that open and close the body."""

    names: tuple[str, ...]
    begin: tuple[str, ...]
    end: tuple[str, ...]
    exclude: tuple[str, ...]


class Markup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/markup.toml: words in markup that are not class names."""

    reply_words: tuple[str, ...]
    overlay_words: tuple[str, ...]
    notice_words: tuple[str, ...]
    around_post_words: tuple[str, ...]
    body_words: tuple[str, ...]
    body_comment: BodyComment


class PageTypeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of data/page_types.toml: words of titles, addresses and short lines that tell one type of page."""

    title: tuple[str, ...]
    url: tuple[str, ...]
    marks: tuple[str, ...]
    furniture: tuple[str, ...] = ()


class Captions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/captions.toml: marks and words at the ends of captions and photo credits."""

    marks: str
    openings: tuple[str, ...]
    endings: tuple[str, ...]


class Scripts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/language.toml: characters that only simplified or only traditional text uses."""

    simplified: str
    traditional: str


class SegmentWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/segment.toml: words that decide where sentences end and which words are no keywords."""

    speech: tuple[str, ...]
    continuing: tuple[str, ...]
    after_ellipsis: tuple[str, ...]
    abbreviations: frozenset[str]
    names: tuple[str, ...]
    stopwords: frozenset[str]


class Traditional(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/traditional.toml: traditional characters, place by place their simplified forms, and words that differ."""

    traditional: str
    simplified: str
    phrases: dict[str, str]


class Frequent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[frequent] of data/reading.toml: characters that make up most of running text, by script."""

    simplified: str
    traditional: str
    hangul: str
    signs: str


class Garbled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[garbled] of data/reading.toml: characters that only text read in a wrong charset uses often."""

    gbk: str


class StateKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[state] of data/reading.toml: keys of articles in embedded data, most telling first; less: of other texts."""

    body: frozenset[str]
    less: frozenset[str]
    title: tuple[str, ...]
    author: tuple[str, ...]
    published: tuple[str, ...]
    source: tuple[str, ...]
    name: tuple[str, ...]


class Scripted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signs of pages that their scripts fill: ids of the elements to be filled, words of <noscript>, in lower case."""

    roots: tuple[str, ...]
    please: tuple[str, ...]


class ReadingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/reading.toml: labels of charsets by codec, frequent characters, script variables by the fact they state."""

    charsets: dict[str, tuple[str, ...]]
    frequent: Frequent
    garbled: Garbled
    facts: dict[str, tuple[str, ...]]
    state: StateKeys
    scripted: Scripted


class Paging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/paging.toml: words of lists, and of the links between the pages of an article or a list."""

    beside: frozenset[str]
    titles: frozenset[str]
    next: frozenset[str]
    arrows: frozenset[str]
    pager: tuple[str, ...]
    parameters: frozenset[str]
    index: tuple[str, ...]


@cache
def labels() -> Labels:
    """The label words."""
    return _load("labels.toml", Labels)


@cache
def cues() -> Cues:
    """The heading words."""
    return _load("cues.toml", Cues)


@cache
def scripts() -> Scripts:
    """The characters that tell the two Chinese scripts apart."""
    return _load("language.toml", Scripts)


@cache
def segment_words() -> SegmentWords:
    """The words of sentence ends and keywords."""
    return _load("segment.toml", SegmentWords)


@cache
def traditional() -> Traditional:
    """The traditional characters and their simplified forms."""
    return _load("traditional.toml", Traditional)


@cache
def markup() -> Markup:
    """The words of templates' comments."""
    return _load("markup.toml", Markup)


@cache
def reading_words() -> ReadingWords:
    """What reading knows of charsets, scripts and embedded data."""
    return _load("reading.toml", ReadingWords)


@cache
def page_types() -> dict[str, PageTypeWords]:
    """The words of page types, by the value of PageType."""
    return _load("page_types.toml", dict[str, PageTypeWords])


@cache
def captions() -> Captions:
    """How captions begin and end."""
    return _load("captions.toml", Captions)


@cache
def paging() -> Paging:
    """The words of lists and of the links between pages."""
    return _load("paging.toml", Paging)


def _load(name: str, form: type[T]) -> T:
    """Decode a packaged TOML file into its frozen type; raises DataError naming file and key."""
    try:
        return msgspec.toml.decode(resources.files("extractor").joinpath("data", name).read_bytes(), type=form)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"extractor/data/{name}: {error}; install the package again") from error
    except OSError as error:
        raise DataError(f"extractor/data/{name}: {error.strerror}; install the package again") from error
