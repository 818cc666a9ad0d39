"""What a page is."""

from extractor.assembling.page_type import find_page_type
from extractor.model import Container, Line, Page, PageType, Role, Tagging


def page_and_tagging(items: int, types: tuple[float, ...]) -> tuple[Page, Tagging]:
    lines = tuple(Line("山里的春天", 0) for _ in range(max(items, 1)))
    page = Page(uri="a", url=None, form="html", lines=lines, containers=(Container("body", (), -1, 1),))
    role = [0.0] * len(Role)
    role[Role.ITEM if items else Role.OTHER] = 1.0
    return page, Tagging([0.0] * len(lines), [role] * len(lines), [[0.0] * 16] * len(lines), types)


def test_a_page_with_a_body_is_what_the_tagger_says_if_it_is_sure() -> None:
    """A doubtful forum with a body counts as an article, a sure one as a forum."""
    assert find_page_type(*page_and_tagging(0, (0.4, 0.0, 0.45, 0.0, 0.0, 0.15)), (0,)) is PageType.ARTICLE
    assert find_page_type(*page_and_tagging(0, (0.1, 0.0, 0.9, 0.0, 0.0, 0.0)), (0,)) is PageType.FORUM


def test_without_a_body_the_number_of_items_decides() -> None:
    """Many items make a list, few make a page with nothing to extract."""
    types = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert find_page_type(*page_and_tagging(20, types), ()) is PageType.LIST
    assert find_page_type(*page_and_tagging(2, types), ()) is PageType.OTHER
