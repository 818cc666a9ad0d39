"""Blocks of invented pages: HTML from strings, plain text from lines, judged by made-up probabilities."""

from extractor.assembling.blocks import find_blocks
from extractor.model import MAIN_KINDS, Draft, Kind, Line, Page, Role, Source, Tagging
from extractor.reading import read
from extractor.reading.text import ROOT

KINDS = list(Kind)
BODY = "老码头的货运钟楼重新走时，守钟人每天清晨爬上九十九级台阶。"
NEWS = [
    "县里给渔船装上定位灯", "新渡口下月试运行两班", "古桥加固用上糯米灰浆", "山地果园通了索道车", "海岛小学来了音乐老师", "湿地候鸟今年提前南飞",
    "夜市摊位改用太阳能灯", "老茶厂开放参观生产线", "村口邮局变身图书角落", "滩涂养殖换了生态网箱", "石板街雨水井全部换新", "镇上剧团排演方言新戏",
]  # fmt: skip


def tagged(page, roles):
    """A draft of a page whose lines' roles the tagger is fairly sure of (None: not at all), their kinds less."""
    rows = [[0.4 / len(Role)] * len(Role) for _ in page.lines]
    kinds = [[0.1 if kind in MAIN_KINDS else 0.3 / 9 for kind in KINDS] for _ in page.lines]
    for index, role in enumerate(roles):
        if role is not None:
            rows[index][role] += 0.6
    body = tuple(i for i, role in enumerate(roles) if role is Role.BODY)
    title = roles.index(Role.TITLE) if Role.TITLE in roles else None
    return Draft(page, Tagging([float(role is Role.BODY) for role in roles], rows, kinds), body, title)


def html(markup, role_of=None):
    """The draft of a page: a headline, a body and this markup; links are items, other lines headings unless role_of says."""
    source = f"<html><body><h1>{BODY[:12]}</h1><article><p>{BODY}</p></article>{markup}</body></html>"
    page = read(Source(uri="page.html", data=source, url="http://town.example/a/1.html", form="html"))
    roles = [Role.TITLE, Role.BODY]
    for line in page.lines[2:]:
        given = (role_of or {}).get(line.text)
        roles.append(given or (Role.ITEM if line.links else Role.HEADING))
    return tagged(page, roles)


def text(*rows):
    """The draft of a plain-text page: a headline, a body and these (text, role) lines."""
    lines = [Line(text=BODY[:12], container=0), Line(text=BODY, container=0)]
    lines += [Line(text=row, container=0) for row, _ in rows]
    page = Page(uri="page.txt", url=None, form="text", lines=tuple(lines), containers=ROOT)
    return tagged(page, [Role.TITLE, Role.BODY, *(role for _, role in rows)])


def listing(titles, attributes="", start=0):
    rows = "".join(f'<li><a href="/n/{start + n}.html">{title}</a></li>' for n, title in enumerate(titles))
    return f"<ul {attributes}>{rows}</ul>"


def found(draft):
    """(kind, heading, titles) of the blocks with items."""
    return [(b.kind, b.heading, [item.title for item in b.items]) for b in find_blocks(draft) if b.items]


def test_a_heading_names_the_list_in_its_box():
    """Two boxes with known headings are two blocks of these kinds, links made absolute."""
    draft = html(f"<div><h3>相关阅读</h3>{listing(NEWS[:3])}</div><div><h3>点击排行</h3>{listing(NEWS[3:6])}</div>")
    assert found(draft) == [(Kind.RELATED, "相关阅读", NEWS[:3]), (Kind.HOT, "点击排行", NEWS[3:6])]
    assert find_blocks(draft)[0].items[0].url == "http://town.example/n/0.html"


def test_an_unknown_heading_heads_a_recommended_list():
    """Channel names and slogans head lists of the site's choice."""
    assert found(html(f"<div><h3>滨海观察</h3>{listing(NEWS[:4])}</div>")) == [(Kind.RECOMMENDED, "滨海观察", NEWS[:4])]


def test_two_headings_side_by_side_name_two_lists():
    """Tabs: heading, heading, list, list."""
    tabs = "<ul class='tabs'><li>相关推荐</li><li>热点推荐</li></ul>"
    draft = html(f"<div>{tabs}<div class='pane'>{listing(NEWS[:4])}</div><div class='pane'>{listing(NEWS[4:8])}</div></div>")
    assert found(draft) == [(Kind.RELATED, "相关推荐", NEWS[:4]), (Kind.HOT, "热点推荐", NEWS[4:8])]


def test_the_parts_of_a_ranking_are_of_its_kind():
    """Channel names as tabs below 热点排行 do not make its lists recommended."""
    tabs = "<ul class='tabs'><li>社会</li><li>财经</li></ul>"
    panes = f"<div class='pane'>{listing(NEWS[:4])}</div><div class='pane'>{listing(NEWS[4:8])}</div>"
    blocks = found(html(f"<div><h3>热点排行</h3>{tabs}{panes}</div>"))
    assert [(kind, heading) for kind, heading, _ in blocks] == [(Kind.HOT, "社会"), (Kind.HOT, "财经")]


def test_cards_have_one_title_each():
    """Snippets, dates and buttons of repeated cards are no items, whatever the tagger says of them."""
    snippet = "这里写着一段比标题长得多的导语，讲清楚事情的来龙去脉和后续安排。"
    cards = "".join(
        f'<div class="card"><h4><a href="/c/{n}">{title}</a></h4><p class="lead">{snippet}{n}</p><span>不感兴趣</span></div>'
        for n, title in enumerate(NEWS[:4])
    )
    draft = html(f"<div><h3>为您推荐</h3><div>{cards}</div></div>", {f"{snippet}{n}": Role.ITEM for n in range(4)})
    [(kind, heading, titles)] = found(draft)
    assert (kind, heading, titles) == (Kind.RECOMMENDED, "为您推荐", NEWS[:4])
    assert find_blocks(draft)[0].items[0].snippet == f"{snippet}0"


def test_one_line_judged_otherwise_follows_its_list():
    """A line that the tagger takes for navigation is an item where its siblings are."""
    draft = html(f"<div><h3>最新文章</h3>{listing(NEWS[:6])}</div>", {NEWS[2]: Role.NAV})
    assert found(draft) == [(Kind.LATEST, "最新文章", NEWS[:6])]


def test_numbered_lists_without_heading_are_hot():
    """Ranks say what no heading says."""
    rows = [f"{n} {title}" for n, title in enumerate(NEWS[:5], 1)]
    [block] = [block for block in find_blocks(html(f"<div>{listing(rows)}</div>")) if block.items]
    assert (block.kind, [item.rank for item in block.items]) == (Kind.HOT, [1, 2, 3, 4, 5])


def test_comments_are_no_list():
    """Below a heading of comments there are no items; the block carries text."""
    draft = html(f"<div><h3>网友评论</h3>{listing(NEWS[:3])}</div>")
    assert found(draft) == []
    assert Kind.COMMENTS in {block.kind for block in find_blocks(draft)}


def test_hidden_copies_of_a_list_are_left_out():
    """A list that the page hides and shows elsewhere is one block."""
    shown, hidden = (f'<div{style}><h3>相关新闻</h3>{listing(NEWS[:4])}</div>' for style in ("", ' style="display:none"'))
    assert [titles for _, _, titles in found(html(shown + hidden))] == [NEWS[:4]]


def test_lists_of_short_names_without_a_known_heading_are_left_out():
    """Columns and places are no articles."""
    assert found(html(f"<div><h3>地市频道</h3>{listing(['东港', '西林', '南山', '北湖'])}</div>")) == []


def test_short_names_below_a_known_heading_are_entries_only_where_it_announces_words():
    """热门景区 over four names is a list of places, 热词 over four words a list."""
    names = ["东港", "西林", "南山", "北湖"]
    assert found(html(f"<div><h3>热门景区</h3>{listing(names)}</div>")) == []
    assert found(html(f"<div><h3>今日热词</h3>{listing(names)}</div>")) == [(Kind.HOT, "今日热词", names)]


def test_goods_below_a_heading_that_names_them_are_no_articles():
    """热门影院 announces cinemas, whatever the length of their names."""
    names = ["东港路星光国际影城旗舰店", "西林广场巨幕影城二号店", "南山老街露天影院四号厅"]
    assert found(html(f"<div><h3>热门影院：</h3>{listing(names)}</div>")) == []


def test_class_words_tell_titles_from_longer_texts_below():
    """In cards the short line that its class calls a title is the title, the long linked one below it the snippet."""
    long = "这里写着一段比标题长得多的导语，也带着链接，讲清楚来龙去脉"
    cards = "".join(
        f'<div class="card"><div class="title"><a href="/c/{n}">{title[:7]}</a></div>'
        f'<div class="desc"><a href="/d/{n}">{long}{n}</a></div></div>'
        for n, title in enumerate(NEWS[:4])
    )
    draft = html(f"<div><h3>为您推荐</h3><div>{cards}</div></div>")
    assert [titles for _, _, titles in found(draft)] == [[title[:7] for title in NEWS[:4]]]


def test_entries_with_ids_made_by_machines_are_one_list():
    """List entries whose class words are random letters stand in one column; a heading-like one among them is an entry."""
    rows = "".join(f'<li id="{mark}"><a href="/n/{mark}">{title}</a></li>' for mark, title in zip(["a", "ae", "f", "cb", "d"], NEWS, strict=False))
    draft = html(f"<div><h3>点击排行</h3><ul>{rows}</ul></div>", {NEWS[2]: Role.HEADING})
    assert found(draft) == [(Kind.HOT, "点击排行", NEWS[:5])]


def test_a_heading_whose_list_is_left_to_scripts_takes_no_other_list():
    """Where other headings stand in a box with their lists, one alone in its box does not name the box that follows."""
    box = "<div class='box'><div><h3>{}</h3></div>{}</div>"
    draft = html(
        "<div class='side'>" + box.format("点击排行", listing(NEWS[:3])) + box.format("图片新闻", listing(NEWS[3:6]))
        + box.format("滚动新闻", "") + f"<div class='data'>{listing(NEWS[6:9])}</div></div>"
    )  # fmt: skip
    assert [(kind, titles) for kind, _, titles in found(draft)] == [
        (Kind.HOT, NEWS[:3]), (Kind.RECOMMENDED, NEWS[3:6]), (Kind.RECOMMENDED, NEWS[6:9]),
    ]  # fmt: skip


def test_a_labelled_line_gives_tags():
    """The links behind 标签 are tags, whatever the tagger takes the line for."""
    draft = html('<p>标签：<a href="/t/1">钟楼</a> <a href="/t/2">码头</a></p>')
    assert found(draft) == [(Kind.TAGS, "标签", ["钟楼", "码头"])]


def test_lines_of_neighbours_give_prev_next():
    """上一篇 and 下一篇 are one block of two items."""
    draft = html(f'<p>上一篇：<a href="/a/0">{NEWS[0]}</a></p><p>下一篇：<a href="/a/2">{NEWS[1]}</a></p>')
    assert found(draft) == [(Kind.PREV_NEXT, "上一篇", NEWS[:2])]


def test_neighbours_need_their_words():
    """The tagger alone makes no prev_next."""
    draft = html(f'<p><a href="/a/0">{NEWS[0]}</a></p>', {NEWS[0]: Role.PREV_NEXT})
    assert Kind.PREV_NEXT not in {kind for kind, _, _ in found(draft)}


def test_the_title_below_a_label_of_neighbours_is_the_neighbour():
    """阅读下一篇 on a line of its own announces one title; a menu of many links below it is none."""
    draft = html(f"<div><p>/阅读下一篇/</p><h3><a href='/n'>{NEWS[0]}...</a></h3></div>", {"/阅读下一篇/": Role.PREV_NEXT, f"{NEWS[0]}...": Role.OTHER})
    assert found(draft) == [(Kind.PREV_NEXT, None, [f"{NEWS[0]}..."])]
    menu = "".join(f"<a href='/{n}'>{n}号频道</a> " for n in range(9))
    assert found(html(f"<div><p>下一篇</p><p>{menu}</p></div>", {"下一篇": Role.PREV_NEXT, menu: Role.NAV})) == []


def test_plain_text_lists_run_to_the_next_heading():
    """Without tags a block is a heading and the lines up to the next one."""
    draft = text(
        ("相关阅读", Role.HEADING), *((row, Role.ITEM) for row in NEWS[:3]),
        ("热门文章", Role.HEADING), *((row, Role.ITEM) for row in NEWS[3:6]),
    )  # fmt: skip
    assert found(draft) == [(Kind.RELATED, "相关阅读", NEWS[:3]), (Kind.HOT, "热门文章", NEWS[3:6])]


def test_plain_text_tabs_part_equal_lists():
    """Two headings in a row over an even number of entries are two blocks."""
    rows = [("点击排行", Role.HEADING), ("最新文章", Role.HEADING), *((row, Role.ITEM) for row in NEWS[:6])]
    assert [(kind, titles) for kind, _, titles in found(text(*rows))] == [(Kind.HOT, NEWS[:3]), (Kind.LATEST, NEWS[3:6])]


def test_a_short_line_over_longer_ones_is_a_heading_in_plain_text():
    """Length alone makes a heading known where the tagger is in doubt."""
    rows = [*((row, Role.ITEM) for row in NEWS[:3]), ("滨海观察", None), *((row, Role.ITEM) for row in NEWS[3:6])]
    assert "滨海观察" in {heading for _, heading, _ in found(text(*rows))}


def test_a_page_without_lines_has_no_blocks():
    """Nothing in, nothing out."""
    empty = Page(uri="page.txt", url=None, form="text", lines=(), containers=ROOT)
    assert find_blocks(Draft(empty, Tagging([], [], []))) == []
