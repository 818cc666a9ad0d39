"""Page -> arrays: what the tagger knows of each line. Everything is computed over all lines at once in numpy.

A line is described by numbers (its characters, links, place, and the lines that share its containers), by hashed character
pairs of its beginning and end, and by hashed tag, class and id words of the elements around it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import chain as flat_chain
from typing import Any
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.model import Container, Line, Page
from extractor.tagging.cue_features import of_cues

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]

PAIR_BUCKETS = 4096
WORD_BUCKETS = 4096
HEAD_PAIRS, TAIL_PAIRS = 24, 12
MAX_WORDS = 8          # hashed words kept of one element
ANCESTORS = 5          # levels of containers whose text statistics a line sees
FORMS = ("paragraph", "heading", "list_item", "quote", "code", "caption")
FORM_NUMBER = {form: number for number, form in enumerate(FORMS)}

# ---------------------------------------------------------------- classes of characters

CLASSES = ("other", "han", "digit", "latin", "stop", "comma", "colon", "bracket", "separator", "space", "bullet")
_STOPS = "。！？!?；;…"
_COMMAS = "，、,"
_COLONS = "：:"
_BRACKETS = "“”\"‘’'（）()《》〈〉「」『』【】[]〔〕"
_SEPARATORS = "|｜>＞»›/\\-_—－~・丨┊│→<"
_BULLETS = "·•●○■□◆◇★☆※▪►▲▼◎✦+*#"


def _class_table() -> NDArray[np.uint8]:
    table = np.zeros(65536, np.uint8)
    table[0x4E00:0xA000] = table[0x3400:0x4DC0] = table[0xF900:0xFB00] = CLASSES.index("han")
    for name, first, last in (("digit", "0", "9"), ("digit", "０", "９"), ("latin", "a", "z"), ("latin", "A", "Z")):
        table[ord(first) : ord(last) + 1] = CLASSES.index(name)
    for name, chars in (
        ("stop", _STOPS), ("comma", _COMMAS), ("colon", _COLONS), ("bracket", _BRACKETS),
        ("separator", _SEPARATORS), ("space", " \u3000"), ("bullet", _BULLETS),
    ):  # fmt: skip
        table[[ord(char) for char in chars]] = CLASSES.index(name)
    return table


CLASS_OF = _class_table()
_STOP, _COMMA, _HAN, _DIGIT, _SPACE = (CLASSES.index(name) for name in ("stop", "comma", "han", "digit", "space"))
DATE = re.compile(r"(?:19|20)\d\d ?[-年/.]|\d{1,2}:\d\d|\d{1,2}月\d{1,2}日|[分小時时天]\S?[鐘钟時时]?前|民國")


class Features(Struct, frozen=True):
    """Arrays of one page with N lines and C containers (hash columns are padded with the last bucket).

    numbers (N, F) float32; head (N, 24), tail (N, 12) and inline (N, 8) bucket numbers;
    words (C, 1 + 8) buckets of each container; chain (N, 5) containers of a line, innermost first.
    """

    numbers: Floats
    head: Ints
    tail: Ints
    inline: Ints
    words: Ints
    chain: Ints


def featurise(page: Page) -> Features:
    """Describe every line of a page. Linear in the characters of the page."""
    lines, containers = page.lines, page.containers
    texts = [line.text for line in lines]
    codes, starts, lengths = _codes(texts)
    counts = _class_counts(codes, lengths)
    parents = np.array([container.parent for container in containers])
    chain = _chain(lines, parents)
    links = np.array([sum([link.end - link.start for link in line.links]) if line.links else 0 for line in lines], np.float32)
    numbers = np.concatenate(
        [
            _of_characters(codes, starts, lengths, counts),
            _of_markup(lines, containers, links / lengths, page.form == "html"),
            _of_place(lengths),
            _of_title(texts, page, lengths),
            _of_repetition(texts, page, chain, links / lengths, counts),
            _of_ancestors(containers, parents, chain, lengths, links, counts[:, _STOP] + counts[:, _COMMA]),
            of_cues(page, chain),
        ],
        axis=1,
        dtype=np.float32,
    )
    return Features(
        numbers=numbers,
        head=_pairs(codes, starts, lengths, HEAD_PAIRS, from_end=False),
        tail=_pairs(codes, starts, lengths, TAIL_PAIRS, from_end=True),
        inline=_inline(lines),
        words=_padded([_container_words(c.tag, c.words) for c in containers], MAX_WORDS + 1),
        chain=chain,
    )


# ---------------------------------------------------------------- characters

def _codes(texts: list[str]) -> tuple[Ints, Ints, Ints]:
    """Code points of all lines end to end, and where each line starts and how long it is."""
    lengths = np.array([len(text) for text in texts])
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.minimum(np.frombuffer(joined, np.uint32), 65535).astype(np.int64)
    return codes, np.cumsum(lengths) - lengths, lengths


def _class_counts(codes: Ints, lengths: Ints) -> Floats:
    """(N, classes) how many characters of each class a line has."""
    owner = np.repeat(np.arange(len(lengths)), lengths)
    width = len(CLASSES)
    flat = np.bincount(owner * width + CLASS_OF[codes], minlength=len(lengths) * width)
    return flat.reshape(-1, width).astype(np.float32)


def _of_characters(codes: Ints, starts: Ints, lengths: Ints, counts: Floats) -> Floats:
    first = CLASS_OF[codes[starts]]
    last = CLASS_OF[codes[starts + lengths - 1]]
    hot = np.eye(len(CLASSES), dtype=np.float32)
    size = lengths.astype(np.float32)
    return np.concatenate(
        [
            np.log1p(size)[:, None] / 4,
            np.minimum(size, 300)[:, None] / 100,
            (size < 4)[:, None],
            counts / size[:, None],
            np.log1p(counts[:, [_STOP, _COMMA, _DIGIT, _SPACE]]) / 2,
            hot[first],
            hot[last],
        ],
        axis=1,
    )


def _pairs(codes: Ints, starts: Ints, lengths: Ints, width: int, from_end: bool) -> Ints:
    """(N, width) buckets of adjacent character pairs at the beginning or end of each line; a lone character pairs with 0."""
    offsets = np.arange(width)
    here = (lengths - 1)[:, None] - 1 - offsets if from_end else np.broadcast_to(offsets, (len(starts), width))
    valid = (here >= 0) & (here < np.maximum(lengths - 1, 1)[:, None])
    at = np.where(valid, starts[:, None] + here, 0)
    after = codes[np.minimum(at + 1, len(codes) - 1)]
    after = np.where(lengths[:, None] == 1, 0, after)
    bucket = ((codes[at] * 31 + after) * 2654435761 >> 7) % (PAIR_BUCKETS - 1)
    return np.where(valid, bucket, PAIR_BUCKETS - 1)


# ---------------------------------------------------------------- markup

def _of_markup(lines: tuple[Line, ...], containers: tuple[Container, ...], linked: Floats, html: bool) -> Floats:
    rows = [
        (
            len(line.links), line.hidden, line.bold, line.level, line.cell is not None, len(line.pictures), "body" in line.marks,
            containers[line.container].depth, FORM_NUMBER.get(line.form, -1),
        )
        for line in lines
    ]  # fmt: skip
    links, hidden, bold, level, cell, pictures, marked, depth, form = np.array(rows, np.float32).T
    columns = [
        np.log1p(links), (links == 1) & (linked == 1), hidden, bold, level > 0, level / 6, cell, np.log1p(pictures), marked,
        np.minimum(depth, 40) / 20, *(form == number for number in range(len(FORMS))), linked, np.full(len(lines), html),
    ]  # fmt: skip
    return np.stack(columns, axis=1, dtype=np.float32, casting="unsafe")


def _of_place(lengths: Ints) -> Floats:
    """Where the line stands on the page, counted in lines and in characters, and how long the page is."""
    count = len(lengths)
    index = np.arange(count, dtype=np.float32)
    before = np.cumsum(lengths) - lengths
    total = max(1, int(lengths.sum()))
    longest = np.maximum.accumulate(lengths)
    return np.stack(
        [
            index / count,
            np.log1p(index) / 5,
            np.log1p(count - 1 - index) / 5,
            before / total,
            lengths / total,
            np.full(count, np.log1p(count) / 6),
            np.full(count, np.log1p(total) / 10),
            np.log1p(longest) / 6,
            np.log1p(np.maximum.accumulate(lengths[::-1])[::-1]) / 6,
        ],
        axis=1,
    )


def _of_title(texts: list[str], page: Page, lengths: Ints) -> Floats:
    """How far each line stands behind or before the line that repeats the page's own title, in lines and characters."""
    count = len(texts)
    anchor = _title_anchor(texts, page)
    if anchor is None:
        return np.zeros((count, 7), np.float32)
    offset = np.arange(count, dtype=np.float32) - anchor
    before = np.cumsum(lengths) - lengths
    chars = np.abs(before - before[anchor])
    steps = np.log1p(np.abs(offset)) / 4
    return np.stack(
        [
            np.ones(count),
            offset == 0,
            offset > 0,
            np.where(offset > 0, steps, 0),
            np.where(offset < 0, steps, 0),
            np.where(offset > 0, np.log1p(chars) / 8, 0),
            (offset > 0) & (offset < 8),
        ],
        axis=1,
    )


def _title_anchor(texts: list[str], page: Page) -> int | None:
    """Index of the line that the page's title repeats: the longest such text, a heading before a plain line."""
    title = "".join((page.head.title or page.head.meta.get("og:title", "")).split())
    best, score = None, 4.0
    for index, text in enumerate(texts) if title else ():
        if 4 < len(text) < 120 and (bare := text.replace(" ", "")) in title:
            line = page.lines[index]
            value = len(bare) + 3.0 * (line.level > 0) - 4.0 * line.hidden - 2.0 * bool(line.links)
            if value > score:
                best, score = index, value
    return best


def _of_repetition(texts: list[str], page: Page, chain: Ints, linked: Floats, counts: Floats) -> Floats:
    """Repeated texts and shapes, likeness to the page's title, dates."""
    lengths = counts.sum(axis=1)
    shape = _shapes(page.lines, page.containers)
    own = [_of_texts(texts, page.head.title, counts[:, _DIGIT] > 0)]
    for group in (shape, chain[:, 0], chain[:, 1]):
        number = np.maximum(np.bincount(group), 1)
        own.append(np.log1p(number)[group, None] / 5)
        own.append((np.bincount(group, linked) / number)[group, None])
        own.append(np.log1p(np.bincount(group, lengths) / number)[group, None] / 5)
    return np.concatenate(own, axis=1)


def _of_texts(texts: list[str], title: str, digits: NDArray[np.bool_]) -> Floats:
    """Whether a text stands on the page twice, in the title, at its beginning; its share of the title; whether it holds a date."""
    seen = Counter(texts)
    rows = np.zeros((len(texts), 6), np.float32)
    rows[:, 5] = bool(title)
    rows[:, 0] = [seen[text] > 1 for text in texts]
    for index in np.flatnonzero(digits).tolist():
        rows[index, 4] = len(texts[index]) < 400 and DATE.search(texts[index]) is not None
    for index, text in enumerate(texts) if title else ():
        if 3 < len(text) < 100 and text[:4] in title:
            rows[index, 2] = title.startswith(text[:12])
            if text in title:
                rows[index, 1] = 1
                rows[index, 3] = len(text) / (len(title) + 1)
    return rows


def _shapes(lines: tuple[Line, ...], containers: tuple[Container, ...]) -> Ints:
    """A number for the look of a line: tags and words of its two innermost containers, its links."""
    known: dict[tuple[object, ...], int] = {}
    looks: dict[int, int] = {}
    result = []
    for line in lines:
        look = looks.get(line.container)
        if look is None:
            inner = containers[line.container]
            outer = containers[inner.parent] if inner.parent >= 0 else inner
            key = (inner.tag, inner.words, outer.tag, outer.words, inner.depth)
            look = looks[line.container] = known.setdefault(key, len(known))
        result.append(2 * look + bool(line.links))
    return np.array(result)


# ---------------------------------------------------------------- containers

def _chain(lines: tuple[Line, ...], parents: Ints) -> Ints:
    """(N, ANCESTORS) the containers around each line, innermost first; the root repeats."""
    level = np.array([line.container for line in lines])
    levels = [level]
    for _ in range(ANCESTORS - 1):
        above = parents[level]
        level = np.where(above < 0, level, above)
        levels.append(level)
    return np.stack(levels, axis=1)


def _of_ancestors(
    containers: tuple[Container, ...], parents: Ints, chain: Ints, lengths: Ints, links: Floats, marks: Floats
) -> Floats:
    """For each ancestor of a line: characters, share of link text, punctuation per character, and lines in its whole subtree."""
    count = len(containers)
    own = np.stack([np.bincount(chain[:, 0], value, count) for value in (lengths, links, marks, np.ones(len(lengths)))], axis=1)
    before = np.concatenate([np.zeros((1, own.shape[1])), np.cumsum(own, axis=0)])
    own = before[_ends(containers)] - before[:-1]  # all are whole numbers, so that nothing is lost
    chars, linked, marked, number = (own[chain, column] for column in range(4))
    safe = np.maximum(chars, 1)
    stacked = [np.log1p(chars) / 8, linked / safe, np.minimum(marked / safe, 0.2) * 5, np.log1p(number) / 5]
    return np.concatenate(stacked, axis=1)


def _ends(containers: tuple[Container, ...]) -> list[int]:
    """For each container the number of the first one behind its subtree; they are numbered in document order."""
    ends = list(range(1, len(containers) + 1))
    for index in range(len(containers) - 1, 0, -1):
        parent = containers[index].parent
        if parent >= 0 and ends[index] > ends[parent]:
            ends[parent] = ends[index]
    return ends


@lru_cache(maxsize=65536)
def _hashed(words: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(crc32(word.encode("utf-8", "surrogatepass")) % (WORD_BUCKETS - 1) for word in words[:MAX_WORDS])


@lru_cache(maxsize=65536)
def _container_words(tag: str, words: tuple[str, ...]) -> tuple[int, ...]:
    return (crc32(b"<" + tag.encode("utf-8", "surrogatepass")) % (WORD_BUCKETS - 1), *_hashed(words))


def _inline(lines: tuple[Line, ...]) -> Ints:
    """(N, 8) buckets of the class words inside each line; most lines have none."""
    return _padded([_hashed(line.words) if line.words else () for line in lines], MAX_WORDS)


def _padded(rows: list[tuple[int, ...]], width: int) -> Ints:
    """Ragged bucket numbers as a rectangle; the last bucket means nothing."""
    sizes = np.array([len(row) for row in rows])
    result = np.full((len(rows), width), WORD_BUCKETS - 1)
    result[np.arange(width) < sizes[:, None]] = list(flat_chain.from_iterable(rows))
    return result
