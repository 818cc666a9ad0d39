"""The headline."""

from extractor.assembling.title import find_subtitle, find_title, find_title_line
from extractor.model import Container, Head, Line, Page, PageType, Role, Tagging

NO_HEAD = Head()


def page_of(*texts: str, head: Head = NO_HEAD) -> Page:
    lines = tuple(Line(text, 0) for text in texts)
    return Page(uri="a", url=None, form="html", lines=lines, containers=(Container("body", (), -1, 1),), head=head)


def tagging_of(*title: float) -> Tagging:
    roles = [[0.0] * len(Role) for _ in title]
    for row, p in zip(roles, title, strict=True):
        row[Role.TITLE] = p
    return Tagging([0.0] * len(title), roles, [[1 / 16] * 16 for _ in title])


def test_head_title_decides_between_two_candidates() -> None:
    """Of two probable lines the one that <title> repeats is the headline."""
    page = page_of("渡口网", "百年茶馆重新开张", head=Head(title="百年茶馆重新开张_渡口网"))
    assert find_title_line(page, tagging_of(0.5, 0.4), ()) == 1


def test_no_probable_line_gives_none() -> None:
    """Without a probable line there is no title line, and <title> serves without the site's name."""
    page = page_of("甲", "乙", head=Head(title="百年茶馆重新开张_渡口网"))
    line = find_title_line(page, tagging_of(0.0, 0.01), ())
    title = find_title(page, tagging_of(0.0, 0.01), line, PageType.ARTICLE)
    assert line is None
    assert title is not None and (title.value, title.evidence.value_from) == ("百年茶馆重新开张", "title")


def test_list_page_has_no_title_of_its_own() -> None:
    """A list page without a headline gets none from <title>."""
    page = page_of("甲", head=Head(title="渡口网首页"))
    assert find_title(page, tagging_of(0.0), None, PageType.LIST) is None


def test_leading_mark_is_dropped() -> None:
    """A mark that the template prints before the headline is not part of it."""
    title = find_title(page_of("》百年茶馆重新开张"), tagging_of(0.9), 0, PageType.ARTICLE)
    assert title is not None and title.value == "百年茶馆重新开张"


def test_line_is_cut_to_what_head_title_begins_with() -> None:
    """Info glued behind the headline goes where <title> shows where it ends."""
    page = page_of("百年茶馆重新开张 2024-03-01 来源：渡口晚报", head=Head(title="百年茶馆重新开张_渡口网"))
    title = find_title(page, tagging_of(0.9), 0, PageType.ARTICLE)
    assert title is not None and title.value == "百年茶馆重新开张"


def test_dashed_line_below_is_the_subtitle() -> None:
    """A line with a leading dash under the headline is its subtitle; a plain line is not."""
    dashed = page_of("百年茶馆重新开张", "——渡口镇访茶记")
    plain = page_of("百年茶馆重新开张", "2024-03-01")
    found = find_subtitle(dashed, tagging_of(0.9, 0.1), 0)
    assert found is not None and found.value == "——渡口镇访茶记"
    assert find_subtitle(plain, tagging_of(0.9, 0.1), 0) is None
