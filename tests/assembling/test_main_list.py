"""The main list is found by structure, on invented pages in the manner of real templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from extractor.assembling.main_list import MainList, find_main_list
from extractor.model import Source
from extractor.reading import read
from extractor.tagging import tag

TITLES = [
    "渡口的摆渡人把船桨交给了女儿", "山上的气象站装了新的风速仪", "县里最后一座砖窑改成了书屋", "养蜂人一年要搬十四次家",
    "桥下的早市开到了九点钟", "老裁缝的尺子传了三代人", "茶山上的缆车只运茶不运人", "河边小学的铃声是一块铁轨",
]  # fmt: skip
HOT = ["谁在半夜敲响了钟楼的钟", "一碗面为什么卖了三十年", "没有屋顶的图书馆开门了", "他给每一棵树都编了号码"]
TEXT = "天还没有亮，河面上的雾气就散开了，岸边的人影一个接一个地走过来，手里提着灯和篮子，说话的声音很轻。"
MENU = "".join(f'<li><a href="/c{n}/">{name}</a></li>' for n, name in enumerate(["首页", "时政", "社会", "文化", "体育", "评论"]))
FOOT = '<div class="foot"><a href="/about">关于我们</a> | <a href="/contact">联系我们</a> 版权所有 溪口在线</div>'


def page(main: str, side: str = "") -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>文化_溪口在线</title></head><body><div class="top"><ul class="menu">{MENU}</ul></div>'
        f'<div class="wrap"><div class="main">{main}</div><div class="col2">{side}</div></div>{FOOT}</body></html>'
    )


def rows(form: str, titles: Iterable[str] = TITLES, folder: str = "a") -> str:
    """One entry a title; {t} title, {u} url, {d} day, {s} text."""
    return "".join(form.format(t=t, u=f"/{folder}/{n}.html", d=f"2024-05-{18 - n:02d}", s=f"{t}。{TEXT}") for n, t in enumerate(titles))


def found(html: str) -> MainList | None:
    source = read(Source(uri="list.html", data=html.encode(), url="https://www.xikou.example.com/culture/"))
    return find_main_list(source, tag(source))


def titles(html: str) -> list[str]:
    main = found(html)
    return [item.title for item in main.items] if main else []


FORMS = {
    "cards of a CMS": '<ul>{}</ul>', "list with dates": '<ul class="list">{}</ul>', "table": '<table>{}</table>',
    "headings and paragraphs": "<div>{}</div>", "posts": "<div>{}</div>", "rows of links": "<div>{}</div>",
    "dates before": "<ul>{}</ul>",
}  # fmt: skip
ROWS = {
    "cards of a CMS": '<li><a class="pic" href="{u}"><img src="/1.jpg"></a><a class="title" href="{u}">{t}</a><span class="info">日期：{d} 点击：35</span><p class="intro">{s}</p></li>',
    "list with dates": '<li><a href="{u}">{t}</a><span>{d}</span></li>',
    "table": '<tr><td><a href="{u}">·{t}</a></td><td>{d}</td></tr>',
    "headings and paragraphs": '<h3><a href="{u}">{t}</a></h3><p>{d}</p><p>{s}</p>',
    "posts": '<article class="post"><h2 class="entry-title"><a href="{u}">{t}</a></h2><div class="meta">{d} / 3 条评论</div><div><p>{s}</p></div><a href="{u}">阅读全文</a></article>',
    "rows of links": '<a href="{u}">{t}</a><br>',
    "dates before": '<li><div class="day">{d}</div><h3><a href="{u}">{t}</a></h3><p>{s}</p></li>',
}
DATED = [name for name in ROWS if name != "rows of links"]
TOLD = [name for name in ROWS if "{s}" in ROWS[name]]


BARE = pytest.mark.xfail(reason="bare rows of links lose against a hot list with a heading", strict=True)


@pytest.mark.parametrize("name", [pytest.param(name, marks=BARE if name == "rows of links" else ()) for name in ROWS])
def test_templates(name: str) -> None:
    """Titles and addresses come from lists of every make, not from the menu, the foot or the hot list."""
    side = '<div class="box"><h3>热门排行</h3><ul>' + rows('<li><a href="{u}">{t}</a></li>', HOT, "hot") + "</ul></div>"
    main = found(page(FORMS[name].format(rows(ROWS[name])), side))
    assert main is not None
    assert [(item.title, item.url) for item in main.items] == [
        (title, f"https://www.xikou.example.com/a/{n}.html") for n, title in enumerate(TITLES)
    ]


@pytest.mark.parametrize("name", DATED)
def test_dates(name: str) -> None:
    """Each item has the date that its own entry shows, before the title or after it."""
    main = found(page(FORMS[name].format(rows(ROWS[name]))))
    assert main and [item.published for item in main.items] == [f"2024-05-{18 - n:02d}" for n in range(len(TITLES))]


@pytest.mark.parametrize("name", TOLD)
def test_snippets(name: str) -> None:
    """Each item has the text below its own title."""
    main = found(page(FORMS[name].format(rows(ROWS[name]))))
    assert main and [item.snippet for item in main.items] == [f"{title}。{TEXT}" for title in TITLES]


def test_groups_of_rows_are_one_list() -> None:
    """A list that the template cuts into groups of five is one list."""
    groups = [TITLES[:5], TITLES[5:]]
    html = '<div class="line"></div>'.join(f'<ul class="g">{rows(ROWS["list with dates"], group)}</ul>' for group in groups)
    assert titles(page(html)) == TITLES


@pytest.mark.xfail(reason="one box of several of one make is taken alone", strict=True)
def test_boxes_of_one_make_are_one_list_but_for_the_hot_one() -> None:
    """On a front page the boxes of one make count together; the box whose heading says that it is hot stays out."""
    row = '<li><a href="{u}">{t}</a></li>'
    boxes = [("河东", TITLES[:4], "e"), ("河西", TITLES[4:], "w"), ("热门排行", HOT, "hot")]
    html = "".join(f'<div class="box"><h2>{head}</h2><ul>{rows(row, group, folder)}</ul></div>' for head, group, folder in boxes)
    assert titles(page(html)) == TITLES


def test_longer_hot_list_stays_beside() -> None:
    """A list is not the main one for its length alone where its heading or class says that it stands beside it."""
    side = '<div class="sidebar"><h3>点击排行</h3><ul>' + rows('<li><a href="{u}">{t}</a></li>', HOT * 4, "hot") + "</ul></div>"
    assert titles(page("<div>" + rows(ROWS["posts"], TITLES[:4]) + "</div>", side)) == TITLES[:4]


def test_pinned_and_short_entries_belong_to_the_list() -> None:
    """Entries that only class words set apart, and those with a short title, are entries too."""
    pinned = '<li class="item top"><h3><a href="/a/p.html">' + HOT[0] + "</a></h3><p>" + TEXT + "</p></li>"
    short = '<li class="item"><h3><a href="/a/s.html">秋收</a></h3><p>' + TEXT + "</p></li>"
    row = '<li class="item"><h3><a href="{u}">{t}</a></h3><p>{s}</p></li>'
    assert titles(page(f'<ul>{pinned}{rows(row, TITLES[:3])}{short}{rows(row, TITLES[3:], "b")}</ul>')) == [HOT[0], *TITLES[:3], "秋收", *TITLES[3:]]


def test_marks_behind_a_title_are_cut() -> None:
    """A mark that is linked with the title, such as New, is none of it."""
    row = '<tr><th><a href="{u}">{t}</a> <a href="{u}">New</a></th><td><a href="/u/1">沈茶</a> {d}</td></tr>'
    assert titles(page(f"<table>{rows(row)}</table>")) == TITLES


def test_posts_whose_titles_are_no_links() -> None:
    """A page of whole posts: the title's line counts without a link, and the entry's first link is its address."""
    row = '<table><tr><td class="title">{t}</td></tr><tr><td>{s}</td></tr><tr><td><a href="{u}">评论</a> {d}</td></tr></table>'
    main = found(page(rows(row, TITLES[:4])))
    assert main and (main.items[0].title, main.items[0].url) == (TITLES[0], "https://www.xikou.example.com/a/0.html")
    assert len(main.items) == 4


@pytest.mark.parametrize("html", ["山上下雪了。\n河里结冰了。\n" * 10, page("<p>" + TEXT + "</p>"), page(rows(ROWS["posts"], TITLES[:1]))])
def test_no_list(html: str) -> None:
    """Plain text, and a page without three entries of one shape, have no main list."""
    assert found(html) is None


def test_lines_of_the_entries_are_known() -> None:
    """The list knows the lines that its entries hold, so that nothing else of the page is read from them."""
    main: Any = found(page(FORMS["posts"].format(rows(ROWS["posts"]))))
    assert len(main.lines) >= 3 * len(TITLES)
