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
    role: tuple[str, ...]
    filed: tuple[str, ...]
    photo: tuple[str, ...]
    both: tuple[str, ...]
    nobody: tuple[str, ...]
    compound_surnames: tuple[str, ...]
    surnames: str


class OutletWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[outlet] of data/labels.toml: endings of outlets' names, marks of platforms, furniture behind a name."""

    endings: tuple[str, ...]
    platform: tuple[str, ...]
    noise: tuple[str, ...]


class TrailWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[trail] of data/labels.toml: what opens, begins, ends and separates breadcrumbs."""

    here: tuple[str, ...]
    home: tuple[str, ...]
    end: tuple[str, ...]
    separators: tuple[str, ...]


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
    author: tuple[str, ...]


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/labels.toml: label words of info lines, sign-offs and breadcrumbs, by the field they announce."""

    date: tuple[str, ...]
    modified: tuple[str, ...]
    source: tuple[str, ...]
    author: tuple[str, ...]
    editor: tuple[str, ...]
    other: tuple[str, ...]
    names: NameWords
    outlet: OutletWords
    trail: TrailWords
    clock: ClockWords
    meta: MetaNames


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/cues.toml: heading words of blocks by kind, and the stems that name a heading no list holds."""

    headings: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]


@cache
def labels() -> Labels:
    """The label words."""
    return _load("labels.toml", Labels)


@cache
def cues() -> Cues:
    """The heading words."""
    return _load("cues.toml", Cues)


def _load(name: str, form: type[T]) -> T:
    """Decode a packaged TOML file into its frozen type; raises DataError naming file and key."""
    raw = resources.files("extractor").joinpath("data", name).read_bytes()
    try:
        return msgspec.toml.decode(raw, type=form)
    except msgspec.DecodeError as error:
        raise DataError(f"extractor/data/{name}: {error}") from error
