"""Which records are reprints of one article, and which of them is likely the first. The only rensa.

Candidates are found by MinHash over shingles of characters and locality-sensitive hashing (Broder 1997; Leskovec,
Rajaraman, Ullman: Mining of Massive Datasets, chapter 3); two of them are one article if they have much of their text in
common, the shorter one most of it, and whole sentences. The sentences keep apart what is written to one pattern with other
numbers and names: bulletins, tables in words, notices.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.errors import MissingExtraError
from extractor.model import Duplicates, Record

SHINGLE = 5
PERMUTATIONS = 192
BANDS = 64
"""Bands of three rows: of pairs with 0.4 of their shingles in common 98 in 100 become candidates, with 0.1, 6 in 100."""
SEED = 1
LEAST_TEXT = 40
"""Characters that a text must have to be compared; captions and empty pages are nobody's reprint."""
CONTAINED = 0.6
"""Share of the shorter text's shingles that must be in the other."""
ALIKE = 0.4
"""Share of both texts' shingles together that must be common: a long article that takes in a short one is another."""
SAME_SENTENCES = 0.5
"""Share of the shorter text's sentences that must be in the other, to the letter."""
LEAST_SENTENCE = 6

_SENTENCE_END = re.compile(r"[。！？!?；;\n]+")
_NOT_TEXT = re.compile(r"[\W_]+")


class Print(Struct):
    """What is remembered of a record until all are seen; about two kilobytes."""

    uri: str
    sha256: str
    published: str
    site_name: str
    source: str
    shingles: int
    sentences: frozenset[int]
    minhash: Any


def mark_duplicates(records: Callable[[], Iterable[Record]]) -> Iterator[Record]:
    """The records with `duplicates` filled in, in their order; they are gone through twice.

    Raises MissingExtraError.
    """
    rensa = _rensa()
    prints = [_print(record, rensa) for record in records()]
    marks = _marks(prints, rensa)
    for number, record in enumerate(records()):
        yield replace(record, duplicates=marks.get(number))


def _rensa() -> Any:
    try:
        import rensa
    except ImportError as error:
        raise MissingExtraError("rensa", "dedupe") from error
    return rensa


def _print(record: Record, rensa: Any) -> Print | None:
    """None for a record with too little text."""
    text = _letters(record.body.text)
    if len(text) < LEAST_TEXT:
        return None
    shingles = {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}
    minhash = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(sorted(shingles))
    sentences = (_letters(sentence) for sentence in _SENTENCE_END.split(record.body.text))
    return Print(
        uri=record.page.uri,
        sha256=record.page.sha256,
        published=record.published or "",
        site_name=record.page.site_name or "",
        source=record.source.name if record.source else "",
        shingles=len(shingles),
        sentences=frozenset(_hash(sentence) for sentence in sentences if len(sentence) >= LEAST_SENTENCE),
        minhash=minhash,
    )


def _letters(text: str) -> str:
    """Letters and digits alone: printers change punctuation, widths and spaces."""
    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text)).lower()


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest())


def _marks(prints: list[Print | None], rensa: Any) -> dict[int, Duplicates]:
    """What to say of each record, by its number."""
    marks: dict[int, Duplicates] = {}
    for members in _groups(prints, rensa).values():
        group = {number: found for number in members if (found := prints[number]) is not None}
        original = min(group, key=lambda number: _likely_original(group[number], group.values()))
        first = group[original]
        name = hashlib.sha256(f"{first.uri}\0{first.sha256}".encode(errors="replace")).hexdigest()[:16]
        marks |= {number: Duplicates(name, number == original) for number in members}
    return marks


def _groups(prints: list[Print | None], rensa: Any) -> dict[int, list[int]]:
    """Numbers of the records that are one article, by the group's first number; a reprint of a reprint belongs too."""
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=BANDS)
    leader = list(range(len(prints)))

    def lead(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for number, found in enumerate(prints):
        if found is None:
            continue
        for other in index.query(found.minhash):
            a, b = sorted((lead(other), lead(number)))
            if a != b and _one_article(found, prints[other]):
                leader[b] = a
        index.insert(number, found.minhash)
    groups = defaultdict(list)
    for number, found in enumerate(prints):
        if found is not None:
            groups[lead(number)].append(number)
    return groups


def _one_article(a: Print, b: Print | None) -> bool:
    if b is None:
        return False
    jaccard = a.minhash.jaccard(b.minhash)
    shared = jaccard / (1 + jaccard) * (a.shingles + b.shingles)
    if jaccard < ALIKE or shared < CONTAINED * min(a.shingles, b.shingles):
        return False
    return len(a.sentences & b.sentences) >= SAME_SENTENCES * min(len(a.sentences), len(b.sentences))


def _likely_original(one: Print, group: Iterable[Print]) -> tuple[bool, bool, str, str]:
    """Orders a group: whose site the others name as the source, then the earliest date, undated ones last."""
    named = bool(one.site_name) and any(_same_outlet(one.site_name, other.source) for other in group if other is not one)
    return not named, not one.published, one.published, one.uri


def _same_outlet(site: str, source: str) -> bool:
    return len(source) > 1 and (source in site or site in source)
