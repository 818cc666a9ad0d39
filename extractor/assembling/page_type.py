"""What the page as a whole is."""

from __future__ import annotations

from extractor.model import Page, PageType, Role, Tagging

MIN_LIST_LINES = 8      # link lines that a list page has at least
SURE = 0.5              # a page that looks like an article is believed to be something else only above this


def find_page_type(page: Page, tagging: Tagging, body: tuple[int, ...]) -> PageType:
    """The tagger's view of the page; a page without a body is a list, or other where it lists next to nothing."""
    kind = tagging.page_type
    if body:
        return kind if kind is PageType.ARTICLE or tagging.page_types[list(PageType).index(kind)] > SURE else PageType.ARTICLE
    items = sum(tagging.role(i) is Role.ITEM for i in range(len(page.lines)))
    return PageType.LIST if items >= MIN_LIST_LINES else PageType.OTHER
