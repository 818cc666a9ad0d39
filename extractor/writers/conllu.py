"""Record -> CoNLL-U: a sentence a block, a word a line, jieba's tags in XPOS.

MISC says where a word stands in body.text (TokenRange, as UDPipe has it), so the text can be had back exactly.
Format: https://universaldependencies.org/format.html
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from extractor.model import Record
from extractor.writers.utf8 import encode
from extractor.writers.words import Token, segments_of, side_by_side

_SPACE = re.compile(r"\s+")
_BLANK_LINE = "\n\n"


def write_conllu(records: Iterable[Record]) -> Iterator[bytes]:
    """The sentences of each record; raises ExtractorError for a record without words."""
    for record in records:
        yield encode(to_conllu(record))


def to_conllu(record: Record) -> str:
    """A record's body as CoNLL-U, '' if it is empty; raises ExtractorError if it has no words."""
    text = record.body.text
    segments = segments_of(record)
    tokens = list(side_by_side(text, segments))
    name = _name(record)
    blocks: list[str] = []
    place = paragraph = before = 0
    for number, (start, end) in enumerate(segments.sentences, 1):
        while tokens[place].end <= start:
            place += 1
        comments = [f"# newdoc id = {_no_space(record.page.uri) or name}"] if number == 1 else []
        if number == 1 or len(f"{text[before:start]}.".splitlines()) > 1:
            paragraph += 1
            comments.append(f"# newpar id = {name}-p{paragraph}")
        comments += [f"# sent_id = {name}-s{number}", f"# text = {_SPACE.sub(' ', text[start:end])}"]
        blocks.append("\n".join([*comments, *_rows(text, (start, end), tokens, place)]) + _BLANK_LINE)
        before = end
    return "".join(blocks)


def _rows(text: str, sentence: tuple[int, int], tokens: list[Token], place: int) -> Iterator[str]:
    """A line for each word of a sentence, white space left out; a word that goes beyond the sentence is cut there."""
    number = 0
    while place < len(tokens) and tokens[place].start < sentence[1]:
        token = tokens[place]
        start, end = max(token.start, sentence[0]), min(token.end, sentence[1])
        if form := _SPACE.sub(" ", text[start:end]).strip():
            number += 1
            unknown = ("_",) * 4
            yield "\t".join((str(number), form, "_", "_", token.tag or "_", *unknown, _misc(text, start, end)))
        place += 1


def _misc(text: str, start: int, end: int) -> str:
    spaced = end == len(text) or text[end].isspace()
    return f"TokenRange={start}:{end}" if spaced else f"SpaceAfter=No|TokenRange={start}:{end}"


def _name(record: Record) -> str:
    """A name for the record's sentences, the same in each run; ids must be unique in a file and hold no slash."""
    return hashlib.sha256(f"{record.page.uri}\0{record.page.sha256}".encode(errors="replace")).hexdigest()[:12]


def _no_space(uri: str) -> str:
    return _SPACE.sub("%20", uri.strip())
