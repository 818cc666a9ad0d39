"""Lists of cards: siblings of one shape that hold a title each, with its picture, tags, date and buttons around it."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from extractor.assembling.block_shapes import Shapes
from extractor.assembling.block_trim import is_detail
from extractor.model import Page

MIN_CARDS = 3
MIN_LINES = 1.5      # lines a card, in the mean; fewer make a plain list
MAX_TITLES = 1.6     # different links with long texts a card, in the mean; more make it a box with a list of its own
LONG = 8             # characters of a text that may be a title
RIVAL = 0.4          # share of the heaviest column's weight from which an earlier one holds the titles instead
COVERAGE = 0.6       # share of the cards that must have a line at the place of the titles


class CardList(Struct, frozen=True):
    """One list: the container around it and, for each card, the numbers of its lines."""

    container: int
    cards: list[list[int]]


def find_card_lists(page: Page, shapes: Shapes) -> list[CardList]:
    """The lists of cards of a page, outermost first; a line belongs to one list only."""
    if shapes.flat:
        return []
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for container, parent in enumerate(shapes.parent):
        if parent >= 0 and shapes.last_line[container] >= 0:
            groups[parent, shapes.shape[container]].append(container)
    found: list[CardList] = []
    taken_until = -1
    for (parent, _), members in sorted(groups.items()):
        if len(members) < MIN_CARDS or shapes.first_line[members[0]] <= taken_until:
            continue
        cards = [list(range(shapes.first_line[member], shapes.last_line[member] + 1)) for member in members]
        if _are_cards(cards, page):
            found.append(CardList(parent, cards))
            taken_until = cards[-1][-1]
    return found


def title_lines(cards: CardList, weight: dict[int, float], page: Page, shapes: Shapes) -> list[int]:
    """The lines that hold the titles of a list of cards: those of its heaviest column, the first of several.

    weight: how much each line is like a title; snippets stand below their titles.
    """
    total: dict[int, float] = defaultdict(float)
    lines: dict[int, list[int]] = defaultdict(list)
    for card in cards.cards:
        for column, line in _columns(card, page, shapes).items():
            if line in weight:
                total[column] += weight[line]
                lines[column].append(line)
    wanted = [column for column in total if len(lines[column]) >= COVERAGE * len(cards.cards)]
    best = max((total[column] for column in wanted), default=0.0)
    return next((lines[column] for column in wanted if total[column] >= RIVAL * best), [])


def _columns(card: list[int], page: Page, shapes: Shapes) -> dict[int, int]:
    """The first line in each column of a card that can hold a title: no rank, date or count."""
    columns: dict[int, int] = {}
    for line in card:
        if not is_detail(page.lines[line].text):
            columns.setdefault(shapes.column(line), line)
    return columns


def _are_cards(cards: list[list[int]], page: Page) -> bool:
    titled = [card for card in cards if any(len(page.lines[index].text) >= LONG for index in card)]
    if len(titled) < max(MIN_CARDS, COVERAGE * len(cards)) or sum(map(len, cards)) < MIN_LINES * len(cards):
        return False
    return sum(len(_long_links(card, page)) for card in titled) <= MAX_TITLES * len(titled)


def _long_links(card: list[int], page: Page) -> set[str]:
    return {
        link.url or str(index)
        for index in card
        for link in page.lines[index].links
        if link.end - link.start >= LONG
    }
