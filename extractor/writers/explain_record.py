"""The record side of a report: fields with what speaks for them, blocks as cards, warnings, the JSON."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import msgspec
from msgspec import Struct

from extractor.model import MAIN_KINDS, Block, Evidence, Explanation, Record
from extractor.writers.explain_safe import CONTROL, safe_url, shown
from extractor.writers.jsonl import to_json

FIELDS = ("title", "subtitle", "published", "modified", "source", "authors", "editors", "breadcrumbs", "site_name")
OWN_LINE = re.compile(r"^lines? \d+(?:-\d+)?(?:, )?")


class Field(Struct, frozen=True):
    """A field: its values, each with an address if it has one, and where it was found; nothing found leaves values empty."""

    name: str
    values: tuple[tuple[str, str | None], ...]
    where: str = ""
    sure: str = ""
    lines: tuple[int, ...] = ()


class Entry(Struct, frozen=True):
    """An item of a block and the line it was read from."""

    title: str
    url: str | None
    facts: str
    snippet: str
    line: int | None


class Card(Struct, frozen=True):
    """A block."""

    number: int
    kind: str
    heading: str
    entries: tuple[Entry, ...]
    text: str
    reason: str
    lines: tuple[int, ...]
    open: bool


class Picture(Struct, frozen=True):
    """A picture of the body; src only if it may be followed."""

    src: str | None
    address: str
    caption: str


class RecordView(Struct, frozen=True):
    """Everything the template shows of a record."""

    title: str
    address: str
    facts: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    cards: tuple[Card, ...]
    pictures: tuple[Picture, ...]
    body_lines: tuple[int, ...]
    characters: int
    confidence: float
    warnings: tuple[str, ...]
    json: str
    weights: str


def record_view(explanation: Explanation) -> RecordView:
    """A record as the template needs it."""
    record = explanation.traced.record
    lines = lines_of(explanation)
    return RecordView(
        title=shown(record.title or "(no title)"),
        address=shown(record.page.url or record.page.uri.removeprefix("-") or "standard input"),
        facts=_facts(explanation),
        fields=field_views(explanation),
        cards=_cards(explanation, lines),
        pictures=tuple(
            Picture(safe_url(image.src), shown(image.src), shown(image.caption or image.alt)) for image in record.images
        ),
        body_lines=tuple(lines["body", None]),
        characters=len(record.body.text),
        confidence=record.confidence,
        warnings=tuple(shown(warning) for warning in record.warnings),
        json=_json(record),
        weights=", ".join(f"{name} {value}" for name, value in explanation.weights.items() if value and name != "corpus_sha256"),
    )


def lines_of(explanation: Explanation) -> dict[tuple[str, int | None], list[int]]:
    """Line numbers by what they went to: (field, None), ('body', None), ('blocks', number of the block)."""
    found: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for number, uses in enumerate(explanation.uses, 1):
        for key in dict.fromkeys((use.field, use.index if use.field == "blocks" else None) for use in uses):
            found[key].append(number)
    return found


def field_views(explanation: Explanation) -> tuple[Field, ...]:
    """The record's fields in a fixed order, those without a value too."""
    record, lines = explanation.traced.record, lines_of(explanation)
    return tuple(
        _field(name, values_of(record, name), record.evidence.get(name), tuple(lines[name, None])) for name in FIELDS
    )


def values_of(record: Record, name: str) -> tuple[tuple[str, str | None], ...]:
    """A field as (text, address) pairs."""
    value: Any = record.page.site_name if name == "site_name" else getattr(record, name)
    if value is None or value == []:
        return ()
    values = value if isinstance(value, list) else [value]
    return tuple(
        (shown(each), None) if isinstance(each, str) else (shown(each.name), safe_url(each.url)) for each in values
    )


def _field(name: str, values: tuple[tuple[str, str | None], ...], evidence: Evidence | None, lines: tuple[int, ...]) -> Field:
    if evidence is None or not values:
        return Field(name.replace("_", " "), values)
    where = OWN_LINE.sub("", evidence.where) if lines else evidence.where  # the lines stand beside it as links
    told = [evidence.value_from] * (evidence.value_from != "line") + [where] * bool(where)
    return Field(name.replace("_", " "), values, shown(": ".join(told)), f"{evidence.confidence:.0%}", lines)


def _facts(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    page = explanation.traced.record.page
    encoding = f"{page.encoding} ({page.encoding_from})"
    form = "HTML" if explanation.traced.page.form == "html" else "plain text"
    found = (("type", page.page_type.value), ("language", page.language), ("read as", form), ("encoding", encoding))
    return tuple((name, shown(value)) for name, value in found if value)


def _cards(explanation: Explanation, lines: dict[tuple[str, int | None], list[int]]) -> tuple[Card, ...]:
    """The blocks, lists of articles before the page's furniture, else in the page's order."""
    cards = [_card(explanation, number, block, lines) for number, block in enumerate(explanation.traced.record.blocks)]
    return tuple(sorted(cards, key=lambda card: not card.open))


def _card(explanation: Explanation, number: int, block: Block, lines: dict[tuple[str, int | None], list[int]]) -> Card:
    at = {use.item: line for line, uses in enumerate(explanation.uses, 1) for use in uses
          if use.field == "blocks" and use.index == number and use.part == "item"}  # fmt: skip
    entries = tuple(
        Entry(
            shown(item.title),
            safe_url(item.url),
            " · ".join(shown(fact) for fact in (item.rank and f"#{item.rank}", item.published) if fact),
            shown(item.snippet or ""),
            at.get(position),
        )
        for position, item in enumerate(block.items)
    )
    return Card(
        number=number + 1,
        kind=block.kind.value,
        heading=shown(block.heading or ""),
        entries=entries,
        text=shown(block.text) if isinstance(block.text, str) else "",
        reason=shown(explanation.block_reasons[number]),
        lines=tuple(lines["blocks", number]),
        open=block.kind in MAIN_KINDS,
    )


def _json(record: Record) -> str:
    """The record as a reader may copy it: indented, and what cannot be seen written as JSON escapes."""
    text = msgspec.json.format(to_json(record), indent=2).decode()
    return CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
