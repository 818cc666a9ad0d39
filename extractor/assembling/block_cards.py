"""Lists of cards: siblings of one shape that hold a title each, with its picture, tags, date and buttons around it."""

from __future__ import annotations

from collections import Counter, defaultdict

from msgspec import Struct

from extractor.assembling.block_shapes import Shapes
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


def title_column(cards: CardList, weight: dict[int, float], shapes: Shapes) -> int | None:
    """The column that holds the titles of a list of cards: the first of the heaviest, as snippets stand below their titles.

    weight: how much each line is like a title.
    """
    total: dict[int, float] = defaultdict(float)
    covered: Counter[int] = Counter()
    order: dict[int, int] = {}
    for card in cards.cards:
        seen = set()
        for line in card:
            column = shapes.column(line)
            if line in weight and column not in seen:
                order.setdefault(column, len(order))
                total[column] += weight[line]
                seen.add(column)
        covered.update(seen)
    wanted = [column for column in total if covered[column] >= COVERAGE * len(cards.cards)]
    best = max((total[column] for column in wanted), default=0.0)
    return min((c for c in wanted if total[c] >= RIVAL * best), key=lambda column: order[column], default=None)


def _are_cards(cards: list[list[int]], page: Page) -> bool:
    if sum(map(len, cards)) < MIN_LINES * len(cards):
        return False
    if sum(len(_long_links(card, page)) for card in cards) > MAX_TITLES * len(cards):
        return False
    return sum(any(len(page.lines[index].text) >= LONG for index in card) for card in cards) >= COVERAGE * len(cards)


def _long_links(card: list[int], page: Page) -> set[str]:
    return {
        link.url or str(index)
        for index in card
        for link in page.lines[index].links
        if link.end - link.start >= LONG
    }
