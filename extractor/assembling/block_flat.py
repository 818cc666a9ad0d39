"""What the lengths, numbers and repetitions of lines say of their roles in plain text, where no markup does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.assembling.block_trim import is_detail
from extractor.assembling.dates import find_stamps
from extractor.headings import STEM, is_control, is_count, name_heading
from extractor.model import Line, Role

Rows = NDArray[np.float64]

FLOOR = 0.02           # added to a probability before odds, so that lengths can speak against a tagger that is sure
LIKELY, UNLIKELY = 8.0, 0.1
MIN_TITLE = 8          # characters of a line that may be a title
MAX_TITLE = 60         # characters of a line above which it is a snippet or prose
MAX_HEADING = 10       # characters of a heading that only its length makes known
LONGER = 1.6           # how many times longer the entries below it are
MAX_REPEATED, OFTEN = 12, 3  # characters and number of equal lines from which they are buttons
MIN_NUMBERS = 3        # lines numbered in order that make a ranking
MIN_CARDS = 3          # dates at one distance that make a list of cards
MAX_CARD = 7           # lines of a card
NUMBER = re.compile(r"(?:NO\.?\s?|TOP\s?|第)?0?(\d{1,2})(?=\D|\d*$)", re.IGNORECASE)
PROSE_ENDS = ("，", "、", "。", "；", "：")  # the first two also of short lines


def hear_flat(rows: Rows, lines: Sequence[Line]) -> None:
    """Change the rows of probabilities by role, in place, by what the lines look like beside each other."""
    texts = [line.text for line in lines]
    sizes = np.array([len(text) for text in texts])
    buttons = _buttons(texts)
    rows[np.ix_(buttons, [Role.HEADING, Role.ITEM])] *= UNLIKELY
    prose = [n for n, text in enumerate(texts) if sizes[n] > MAX_TITLE or text.endswith(PROSE_ENDS[: 2 if sizes[n] <= MAX_HEADING else None])]
    rows[np.ix_(prose, [Role.HEADING, Role.ITEM])] *= UNLIKELY
    _hear_headings(rows, texts, sizes, set(buttons))
    for ranking in numbered(texts):
        _favour(rows, ranking, Role.ITEM)
    _hear_cards(rows, texts, sizes)


def _favour(rows: Rows, places: Sequence[int], role: Role) -> None:
    rows[places, role] = (rows[places, role] + FLOOR) * LIKELY


def _buttons(texts: Sequence[str]) -> list[int]:
    """Places of short lines that stand on the page again and again."""
    often = Counter(text for text in texts if len(text) <= MAX_REPEATED)
    return [n for n, text in enumerate(texts) if often[text] >= OFTEN]


def _hear_headings(rows: Rows, texts: Sequence[str], sizes: NDArray[np.int64], buttons: set[int]) -> None:
    """A heading is shorter than the entries below it and than the line above it; a line as long as those is none."""
    for n in range(len(texts) - 2):
        size, below = sizes[n], min(sizes[n + 1], sizes[n + 2])
        naming = name_heading(texts[n])
        if naming is not None and naming.certainty < STEM and size > MIN_TITLE and LONGER * size > below:
            rows[n, Role.HEADING] *= UNLIKELY
        if size > MAX_HEADING or below < max(MIN_TITLE, LONGER * size) or (n and sizes[n - 1] <= size) or n in buttons:
            continue
        if naming is not None or not (is_control(texts[n]) or is_count(texts[n]) or is_detail(texts[n])):
            _favour(rows, [n], Role.HEADING)


# ---------------------------------------------------------------- numbers

def numbered(texts: Sequence[str]) -> Iterator[list[int]]:
    """Places of the lines of each ranking: lines that begin with 1, 2, 3 ..., with other lines between them."""
    run: list[int] = []
    for n, text in enumerate(texts):
        number = _number(text)
        if number == len(run) + 1:
            run.append(n)
        elif number == 1:
            if len(run) >= MIN_NUMBERS:
                yield run
            run = [n]
    if len(run) >= MIN_NUMBERS:
        yield run


def _number(text: str) -> int | None:
    match = NUMBER.match(text)
    return int(match.group(1)) if match else None


# ---------------------------------------------------------------- cards

def _hear_cards(rows: Rows, texts: Sequence[str], sizes: NDArray[np.int64]) -> None:
    """Dates at one distance close or open cards of a title, a snippet, a name; the likeliest place of a card holds its title."""
    dates = [n for n, text in enumerate(texts) if sizes[n] < MAX_TITLE // 2 and is_detail(text) and find_stamps(text)]
    for first, period, count in _rhythm(dates):
        start = first - period + 1 if first - period + 1 >= 0 else first
        places = start + np.arange(count)[:, None] * period + np.arange(period)
        places = places[(places < len(texts)).all(axis=1)]
        like = (rows[places, Role.ITEM] * np.minimum(sizes[places], 20) * (sizes[places] <= MAX_TITLE)).mean(axis=0)
        title = int(like.argmax())
        _favour(rows, places[:, title].tolist(), Role.ITEM)
        rest = np.delete(places, title, axis=1).ravel().tolist()
        _favour(rows, rest, Role.DETAIL)


def _rhythm(dates: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Runs of places at one distance: the first place, the distance, and how many they are."""
    start = 0
    for n in range(1, len(dates) + 1):
        step = dates[start + 1] - dates[start] if start + 1 < len(dates) else 0
        if n < len(dates) and dates[n] - dates[n - 1] == step:
            continue
        if n - start >= MIN_CARDS and 2 <= step <= MAX_CARD:
            yield dates[start], step, n - start
        start = max(n - 1, start + 1) if n < len(dates) else n
