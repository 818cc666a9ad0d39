"""The headline."""

import pytest

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


@pytest.mark.parametrize("line", ["一周茶事 | 百年茶馆重新开张", "一周茶事——百年茶馆重新开张", "一周茶事｜百年茶馆重新开张"])
def test_separators_inside_a_headline_part_nothing(line: str) -> None:
    """A headline that <title> repeats as a whole stays whole, whatever separators it holds and in whatever form."""
    head = Head(title=line.replace("——", "-") + " - 渡口网")
    title = find_title(page_of(line, head=head), tagging_of(0.9), 0, PageType.ARTICLE)
    assert title is not None and title.value == line


@pytest.mark.parametrize("other", ["渡口网 > 社会 > 正文", "当前位置：社会", "渡口晚报", "【渡口晚報╱記者張石／台北報導】", "——记渡口镇的一个早晨"])
def test_trails_outlets_and_remarks_are_no_headlines(other: str) -> None:
    """Where no <title> speaks, a line that looks like a trail, an outlet, a dateline or a subtitle gives way."""
    assert find_title_line(page_of(other, "百年茶馆重新开张了"), tagging_of(0.5, 0.3), ()) == 1


def test_headline_may_open_the_body_of_a_page_without_title() -> None:
    """A first body line that the tagger itself takes for a title can be the headline; a later one can not."""
    page = page_of("2", "百年茶馆重新开张了", "茶馆昨天开门。")
    assert find_title_line(page, tagging_of(0.1, 0.4, 0.0), (1, 2)) == 1
    assert find_title_line(page, tagging_of(0.1, 0.0, 0.4), (1, 2)) is None


def test_first_line_of_a_flattened_page_speaks_as_its_title() -> None:
    """A line whose words one of the page's first lines begins with is the headline."""
    page = page_of("百年茶馆重新开张了-渡口网", "今天的渡口镇天气", "百年茶馆重新开张了")
    assert find_title_line(page, tagging_of(0.0, 0.4, 0.2), ()) == 2


def test_head_title_begins_with_the_headline() -> None:
    """Of two lines that <title> holds the one that it begins with is the headline."""
    page = page_of("渡口月桥", "渡口镇的单孔石拱桥", head=Head(title="渡口月桥（渡口镇的单孔石拱桥）_百科"))
    assert find_title_line(page, tagging_of(0.9, 0.9), ()) == 0


def test_dashed_line_below_is_the_subtitle() -> None:
    """A line with a leading dash under the headline is its subtitle; a plain line is not."""
    dashed = page_of("百年茶馆重新开张", "——渡口镇访茶记")
    plain = page_of("百年茶馆重新开张", "2024-03-01")
    found = find_subtitle(dashed, tagging_of(0.9, 0.1), 0)
    assert found is not None and found.value == "——渡口镇访茶记"
    assert find_subtitle(plain, tagging_of(0.9, 0.1), 0) is None
