"""The breadcrumb trail above the headline."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from extractor.assembling.breadcrumbs import find_breadcrumbs
from extractor.model import Container, Crumb, Draft

MakeDraft = Callable[..., Draft]
BODY = "B 渡口的茶馆修了半年，昨天重新开张，老街坊一早就来占座，掌柜说茶价还和从前一样。"
TITLE = "T 茶馆重新开张"


def names(draft: Draft) -> list[str]:
    found = find_breadcrumbs(draft)
    return [crumb.name for crumb in found.value] if found else []


@pytest.mark.parametrize(
    ("line", "crumbs"),
    [
        ("O 首页 > 情感 > 故事 > 正文", ["首页", "情感", "故事", "正文"]),
        ("O 当前位置：首页 > 情感 > 故事 >", ["首页", "情感", "故事"]),
        ("O 您的位置： 首頁\\新聞中心\\科衛", ["首頁", "新聞中心", "科衛"]),
        ("O 渡口网>>社会>>民生", ["渡口网", "社会", "民生"]),
        ("O [渡口网](/) [正文](/a)", ["渡口网", "正文"]),
        ("O 首页 > 社会 > 茶馆重新开张", ["首页", "社会", "茶馆重新开张"]),
        ("O [渡口网](/)>[社会](/s/)>正文 [订阅手机报](/m)", ["渡口网", "社会", "正文"]),
        ("O [订阅](/rss) [渡口首页](/)> [社会](/s/)", ["渡口首页", "社会"]),
        ("O [渡口网](/) >> [读懂渡口-渡口 新闻-社会](/s/)", ["渡口网", "读懂渡口-渡口 新闻-社会"]),
        ("O 您的位置：渡口频道 > 要闻 正文", ["渡口频道", "要闻", "正文"]),
        ("O > 正文", ["正文"]),
        ("O 您当前位置：首页-新闻中心-公司新闻", ["首页", "新闻中心", "公司新闻"]),
        ("O 当前页面： 文化 | 星期二, 2021年07月 13日", ["文化"]),
        ("O 渡口网 > 电影 > 《渡口往事》 > 正文", ["渡口网", "电影", "《渡口往事》", "正文"]),
        ("O [首页](/)[茶事](/c/)[老街](/c/l/)", ["首页", "茶事", "老街"]),
        ("O 您所在的位置 首页 茶事 老街", ["首页", "茶事", "老街"]),
        ("O 看渡口 听渡口 读渡口 说渡口 走渡口·百姓", []),
        ("O 正在阅读：茶馆重新开张", []),
    ],
)
def test_one_line_trails(draft_of: MakeDraft, line: str, crumbs: list[str]) -> None:
    """Names between separators, kept as printed, without what only stands beside the trail."""
    assert names(draft_of(line, TITLE, BODY, classes=("path",))) == crumbs


def test_links_give_addresses(draft_of: MakeDraft) -> None:
    """A crumb that is a link has its address, one that is none has no address."""
    found = find_breadcrumbs(draft_of("C [首页](http://www.example.com/) > [情感](http://www.example.com/q/) > 正文", TITLE, BODY))
    assert found is not None
    assert found.value == [
        Crumb("首页", "http://www.example.com/"),
        Crumb("情感", "http://www.example.com/q/"),
        Crumb("正文", None),
    ]
    assert found.evidence.where == "line 1"


@pytest.mark.parametrize(
    "lines",
    [
        ("O 当前位置：", "O [首页](/)", "O >社会", "O >民生"),
        ("O [首页](/)", "O > [社会](/s/)", "O > 民生"),
        ("O [首页](/)", "O >", "O [社会](/s/)", "O >", "O 民生"),
    ],
)
def test_trails_split_over_lines(draft_of: MakeDraft, lines: tuple[str, ...]) -> None:
    """One crumb or one separator a line is put together to one trail."""
    assert names(draft_of("N 下载客户端", *lines, TITLE, BODY)) == ["首页", "社会", "民生"]


def test_addresses_that_nest_make_a_trail(draft_of: MakeDraft) -> None:
    """Weak separators suffice where each address lies below the one before."""
    assert names(draft_of("O [渡口](/) / [社会](/s/) / [民生](/s/m/)", TITLE, BODY)) == ["渡口", "社会", "民生"]


@pytest.mark.parametrize(
    "line",
    [
        "N [首页](/) | [新闻](/n) | [社会](/s) | [财经](/c) | [体育](/t) | [娱乐](/y) | [汽车](/q) | [房产](/f)",
        "N 首页 - 新闻 - 社会 - 财经 - 体育 - 娱乐 - 汽车 - 房产 - 论坛 - 博客",
        "I 2019-09-07 08:05 来源：渡口晚报",
        "N 上一篇 > 下一篇",
    ],
)
def test_menus_and_dates_are_no_trail(draft_of: MakeDraft, line: str) -> None:
    """Rows of channels, dates and buttons are not taken for trails."""
    assert names(draft_of(line, TITLE, BODY)) == []


def test_the_trail_beats_the_menu(draft_of: MakeDraft) -> None:
    """Of several rows the one built like a trail is taken."""
    menu = "N 首页 - 新闻 - 社会 - 财经"
    assert names(draft_of(menu, "O 首页 > 社会 > 正文", TITLE, BODY)) == ["首页", "社会", "正文"]


def test_a_heading_above_the_trail_is_no_crumb(draft_of: MakeDraft) -> None:
    """A channel's name in the same box is left out where the next line is a whole trail."""
    lines = ("O [渡口新闻](/n/)", "O [渡口评论](/p/) > 正文")
    assert names(draft_of("N 下载客户端", *lines, TITLE, BODY, classes=("path",))) == ["渡口评论", "正文"]


def test_a_menu_of_single_links_is_no_trail(draft_of: MakeDraft) -> None:
    """A list of links that begins with the front page is a menu, however near the headline."""
    menu = ("N [首页](/)", "N [社会](/s/)", "N [民生](/m/)", "N [茶馆](/c/)", "N [关于](/g/)")
    assert names(draft_of(*menu, TITLE, BODY)) == []


def test_a_flattened_page_goes_from_home_to_headline(draft_of: MakeDraft) -> None:
    """Without tags a few short lines from the front page's name to the headline are a trail, a longer row is a menu."""
    trail = draft_of("O 渡口首页", "O 茶事", "O 老街", TITLE, BODY)
    flat = replace(trail, page=replace(trail.page, form="text"))
    assert names(flat) == ["渡口首页", "茶事", "老街"]
    menu = draft_of("O 渡口首页", "O 茶事", "O 老街", "O 戏台", "O 渡船", "O 集市", TITLE, BODY)
    assert names(replace(menu, page=replace(menu.page, form="text"))) == []


def test_a_list_that_ends_in_the_headline_is_a_trail(draft_of: MakeDraft) -> None:
    """A list below another one needs neither separators nor class words where its last name repeats the headline."""
    menu, trail = ("N [Tea](/t/)", "N [River](/r/)"), ("N [River](/r/)", "N [茶事](/r/t/)", "N [茶馆重新开张](/r/t/1)")
    draft = draft_of(*menu, *trail, TITLE, BODY)
    containers = (*draft.page.containers, Container("ol", (), 0, 1), *(Container("li", (), 2, 2) for _ in trail))
    lines = [replace(line, container=3 + i - len(menu)) if 0 <= i - len(menu) < len(trail) else line for i, line in enumerate(draft.page.lines)]
    page = replace(draft.page, lines=tuple(lines), containers=containers)
    assert names(replace(draft, page=page)) == ["River", "茶事", "茶馆重新开张"]


def test_an_element_named_as_a_trail_holds_separators_on_lines_of_their_own(draft_of: MakeDraft) -> None:
    """Names in elements of their own and bars between them, in one element whose class says breadcrumb."""
    draft = draft_of("O [国际](/n/)", "O |", "O [即时](/n/j/)", "O |", "I 2019-09-07", "P 渡口", "P 茶事", "P 老街", TITLE, BODY)
    containers = (*draft.page.containers, Container("div", ("breadcrumb",), 1, 2), Container("h2", (), 2, 3), Container("h2", (), 2, 3))
    lines = [replace(line, container=(3, 2, 4, 2)[i]) if i < 4 else line for i, line in enumerate(draft.page.lines)]
    assert names(replace(draft, page=replace(draft.page, lines=tuple(lines), containers=containers))) == ["国际", "即时"]
