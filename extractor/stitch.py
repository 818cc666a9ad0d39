"""Records of the pages of one article -> one record.

A page's successor is the one that has its next_page for url; where urls are not known, the file called like the last part
of next_page in the same folder, or the file whose name is the next of a series (a.html, a_2.html) under the same title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename, dirname
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from msgspec import UNSET
from msgspec.structs import replace

from extractor.assembling.page_series import is_later_page, page_step
from extractor.errors import ExtractorError
from extractor.model import Block, Body, Evidence, PageType, Part, Record

MAX_PAGES = 200
"""Pages that one article may have; more are a loop that goes on under ever new addresses."""

FIELDS = ("title", "subtitle", "published", "modified", "published_raw", "source", "breadcrumbs")
LISTED = ("authors", "editors")
CAPTIONS = frozenset(("image", "caption"))

T = TypeVar("T", bound=ExtractorError)


def stitched(records: Iterable[Record | T]) -> Iterator[Record | T]:
    """Records and errors as they come, but those of articles on several pages at the end, one record an article.

    A page waits if it names a next page or its address looks like a later page's; what then belongs to no other page is
    given as it was, in order, with a warning where its next page is missing. List pages are never joined.
    """
    waiting: list[Record] = []
    for record in records:
        if isinstance(record, Record) and record.page.page_type is not PageType.LIST and _may_be_part(record):
            waiting.append(record)
        else:
            yield record
    yield from (stitch(chain) for chain in chains(waiting))


def _may_be_part(record: Record) -> bool:
    return record.next_page is not None or is_later_page(record.page.url or record.page.uri)


def chains(records: Sequence[Record]) -> Iterator[list[Record]]:
    """The records, each behind the one that names it as its next page; every record is in one chain."""
    by_address: dict[str, int] = {}
    for number, record in enumerate(records):
        for address in _addresses(record):
            by_address.setdefault(address, number)
    following = [_following(number, records, by_address) for number in range(len(records))]
    later = {number for number in following if number is not None}
    heads = [number for number in range(len(records)) if number not in later]
    taken: set[int] = set()
    for head in [*heads, *range(len(records))]:  # the second part: pages that lead in a circle have no head
        chain: list[Record] = []
        place: int | None = head
        while place is not None and place not in taken and len(chain) < MAX_PAGES:
            taken.add(place)
            chain.append(records[place])
            place = following[place]
        if chain:
            yield chain


def _following(number: int, records: Sequence[Record], by_address: dict[str, int]) -> int | None:
    """Number of the record that comes next after this one."""
    record = records[number]
    if record.next_page is None:
        return None
    beside = _file_address(record.page.uri, basename(urlsplit(record.next_page).path))
    found = by_address.get(_plain(record.next_page), by_address.get(beside))
    if found is None and record.page.url is None:
        found = next((other for other, later in enumerate(records) if _is_next_file(record, later)), None)
    return None if found == number else found


def _is_next_file(record: Record, later: Record) -> bool:
    """Whether a page that does not know its url stands in the file that comes next after another's, under its title."""
    if later.page.url is not None or later.title != record.title or dirname(later.page.uri) != dirname(record.page.uri):
        return False
    step = page_step(f"//file/{record.page.uri}", f"//file/{later.page.uri}")
    return step is not None and step.there == step.here + 1


def _addresses(record: Record) -> Iterator[str]:
    """What other pages may call this one: its url, and its file's name in its folder."""
    if record.page.url:
        yield _plain(record.page.url)
    yield _file_address(record.page.uri, basename(record.page.uri))


def _file_address(uri: str, name: str) -> str:
    return f"file {dirname(uri)}/{unquote(name).lower().removesuffix('.gz')}"


def _plain(url: str) -> str:
    """An address without what does not tell pages apart: scheme, www, fragment."""
    return url.partition("#")[0].partition("//")[2].removeprefix("www.") or url


def stitch(pages: Sequence[Record]) -> Record:
    """One record of the pages of an article, in order; of one page, that page.

    Fields are the first page's, those that it lacks the first that a later one has; names are gathered from all. Parts say
    which page they are from. What a later page repeats at its beginning or end (headline, lead, sign-off) is dropped, and
    blocks of one kind and heading become one.
    """
    first, last = pages[0], pages[-1]
    warnings = [warning for record in pages for warning in record.warnings]
    if last.next_page is not None:
        warnings.append(f"the next page is not among the pages: {last.next_page}")
    if len(pages) == 1:
        return replace(first, warnings=warnings)
    warnings.append(f"stitched from {len(pages)} pages: {', '.join(record.page.uri for record in pages)}")
    sizes = [max(1, len(record.body.text)) for record in pages]
    return replace(
        first,
        **{name: next((value for record in pages if (value := getattr(record, name))), getattr(first, name)) for name in FIELDS},
        **{name: _united(name_list for record in pages for name_list in getattr(record, name)) for name in LISTED},
        body=_body(pages),
        images=list({image.src: image for record in reversed(pages) for image in reversed(record.images)}.values())[::-1],
        next_page=last.next_page,
        blocks=_blocks(pages),
        segments=None,
        evidence=_evidence(pages),
        confidence=round(sum(r.confidence * size for r, size in zip(pages, sizes, strict=True)) / sum(sizes), 4),
        warnings=list(dict.fromkeys(warnings)),
    )


def _united(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _body(pages: Sequence[Record]) -> Body:
    parts: list[Part] = []
    texts: list[str] = []
    told = {_squeeze(pages[0].title or "")}
    for number, record in enumerate(pages, 1):
        kept = record.body.parts if number == 1 else _without_repeats(record.body.parts, told)
        told.update(_squeeze(part.text) for part in kept)
        parts += [replace(part, page=number) for part in kept]
        texts += _texts(record, kept)
    return Body("\n".join(texts), parts)


def _without_repeats(parts: Sequence[Part], told: set[str]) -> list[Part]:
    """The parts without those at the beginning and end that earlier pages have told already."""
    new = [n for n, part in enumerate(parts) if part.text and _squeeze(part.text) not in told]
    return list(parts[new[0] : new[-1] + 1]) if new else []


def _texts(record: Record, kept: Sequence[Part]) -> list[str]:
    """The lines of a page's text without those whose parts were dropped."""
    dropped = {_squeeze(part.text) for part in record.body.parts} - {_squeeze(part.text) for part in kept}
    return [line for line in record.body.text.split("\n") if line and _squeeze(line) not in dropped]


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _blocks(pages: Sequence[Record]) -> list[Block]:
    """The blocks of all pages; the items of those with one kind and heading once, and no block twice."""
    merged: dict[tuple[object, ...], Block] = {}
    for record in pages:
        for block in record.blocks:
            key = (block.kind, block.heading, None if block.text is UNSET else block.text)
            if key not in merged:
                merged[key] = replace(block, items=list(block.items))
                continue
            known = {(item.title, item.url) for item in merged[key].items}
            merged[key].items += [item for item in block.items if (item.title, item.url) not in known]
    return list(merged.values())


def _evidence(pages: Sequence[Record]) -> dict[str, Evidence]:
    """Evidence of the first page that has the field; a later page's says so."""
    found: dict[str, Evidence] = {}
    for number, record in enumerate(pages, 1):
        for name, evidence in record.evidence.items():
            where = evidence.where if number == 1 else f"page {number}, {evidence.where}"
            found.setdefault(name, Evidence(evidence.value_from, where, evidence.confidence))
    if pages[-1].next_page is None:
        found.pop("next_page", None)
    return found
