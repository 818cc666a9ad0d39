"""What the page as a whole is: the tagger's view, and what its title, its address and its short lines say."""

from __future__ import annotations

import re
from functools import cache

from extractor.assembling.site_name import SEPARATORS
from extractor.model import Page, PageType, Role, Tagging
from extractor.vocabulary import page_types

MIN_LIST_LINES = 8      # link lines that a list page has at least
SURE = 0.5              # a page that looks like an article is believed to be something else only above this
SAID = 6.0              # odds that the title gives, and that the address gives
UNSAID = 0.01           # odds where neither they nor any line speaks for a type that nearly always says its name
MARKED = 1.8            # odds that each line with a mark gives
MOST_MARKS = 6          # lines with marks that are counted
LITTLE = 150            # characters of a body that a page with nothing to extract may seem to have
SHORT_TITLE = 16        # characters of <title>, or of a piece of it, that may say so
MARK_LINE = 40          # characters of a line that may be a mark
FLOOR = 0.02            # added to the tagger's probabilities before odds
TYPES = list(PageType)


def find_page_type(page: Page, tagging: Tagging, body: tuple[int, ...]) -> PageType:
    """The most probable type of the page; a page without a body is a list, or other where it lists next to nothing."""
    chances = weighed_types(page, tagging)
    kind = max(chances, key=lambda kind: chances[kind])
    if body or kind in (PageType.FORUM, PageType.QA):
        return kind if kind is PageType.ARTICLE or chances[kind] > SURE else PageType.ARTICLE
    items = sum(tagging.role(i) is Role.ITEM for i in range(len(page.lines)))
    return PageType.LIST if items >= MIN_LIST_LINES else PageType.OTHER


def is_vacant(page: Page, body: tuple[int, ...]) -> bool:
    """Whether the page says that what was asked for is gone or stands behind a check, and next to no text contradicts it."""
    if sum(len(page.lines[i].text) for i in body) > LITTLE:
        return False
    words = page_types()[PageType.OTHER]
    titled = [piece for piece in SEPARATORS.split(page.head.title.lower()) if len(piece) <= SHORT_TITLE]
    if any(word in piece for word in words.title for piece in titled):
        return True
    return any(len(line.text) <= MARK_LINE and not line.hidden and _marks(PageType.OTHER).match(line.text.lower()) for line in page.lines)


def weighed_types(page: Page, tagging: Tagging) -> dict[PageType, float]:
    """Probabilities of the types: the tagger's, times what words say."""
    title, url = page.head.title.lower(), (page.url or "").lower()
    short = [line.text for line in page.lines if len(line.text) <= MARK_LINE]
    chances = {kind: chance + FLOOR for kind, chance in zip(TYPES, tagging.page_types, strict=True)}
    for name, words in page_types().items():
        if name == PageType.OTHER:
            continue  # it is nothing that the text of an article would speak against
        marks = sum(map(bool, map(_marks(name).match, short)))
        said = [any(word in title for word in words.title), any(word in url for word in words.url)]
        odds = MARKED ** min(marks, MOST_MARKS) * SAID ** sum(said)
        # comments below an article bear the marks of a thread, but its title and address do not
        quiet = not any(said) and (name == PageType.FORUM or not marks)
        chances[PageType(name)] *= UNSAID if quiet and page.form == "html" else odds
    total = sum(chances.values())
    return {kind: chance / total for kind, chance in chances.items()}


@cache
def _marks(name: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, page_types()[name].marks))
    return re.compile(rf"\W{{0,2}}(?:{words})")
