"""Items from the lines of a list: titles, links, snippets, dates, ranks."""

import pytest

from extractor.assembling.block_pieces import pieces
from extractor.assembling.block_trim import is_detail, split_ranks, trim, without_common
from extractor.assembling.items import list_items, neighbour_items, word_items
from extractor.model import Line, Link


def line(text, *linked, url=""):
    """A line in which each of these texts is a link, to `url` or to an address of its own."""
    links, start = [], 0
    for number, part in enumerate(linked):
        start = text.index(part, start)
        links.append(Link(start, start + len(part), url or f"http://news.example/{number}-{start}-{part}"))
        start += len(part)
    return Line(text=text, container=0, links=tuple(links))


def titles(*lines):
    return [item.title for item in list_items(lines, [True] * len(lines))]


def test_a_link_is_a_title_with_its_address():
    """Bullets before a link and a date behind it are no part of the title."""
    [item] = list_items([line("・新渡口下月通航 2021-03-04", "新渡口下月通航")], [True])
    assert (item.title, item.published) == ("新渡口下月通航", "2021-03-04")
    assert item.url.startswith("http://news.example/")


def test_several_links_in_a_line_are_several_items():
    """Two headlines side by side are two items."""
    assert titles(line("渔港清淤工程完工 老街骑楼修缮启动", "渔港清淤工程完工", "老街骑楼修缮启动")) == ["渔港清淤工程完工", "老街骑楼修缮启动"]


def test_a_channel_before_a_bar_is_dropped():
    """The channel's name in front of a bar is no title."""
    assert titles(line("财经 | 水产批发价连续三周回落", "财经", "水产批发价连续三周回落")) == ["水产批发价连续三周回落"]


def test_a_bracketed_channel_and_a_speaker_stay_with_their_title():
    """[channel] title and speaker：title are one title each."""
    assert titles(line("[国际] 两国重开边境口岸", "[国际]", "两国重开边境口岸")) == ["[国际] 两国重开边境口岸"]
    assert titles(line("陈舟：海岛教师的一天", "陈舟", "海岛教师的一天")) == ["陈舟：海岛教师的一天"]


def test_buttons_and_counts_are_no_titles():
    """A link that opens the whole text or the comments adds no item."""
    assert titles(line("梯田灌溉水渠全线贯通 [详细] 评论(12)", "梯田灌溉水渠全线贯通", "[详细]", "评论(12)")) == ["梯田灌溉水渠全线贯通"]


def test_a_small_link_behind_a_text_is_a_button_beside_a_title():
    """The text is the title where the link is only the name of its column."""
    [piece] = pieces(line("古驿道沿线发现明代石桥遗址三处大参考", "大参考"))
    assert piece.text == "古驿道沿线发现明代石桥遗址三处"


def test_picture_and_text_with_one_address_are_one_item():
    """The same link twice is one item, the longer text its snippet."""
    url = "http://news.example/bridge"
    long = "全长三公里的跨海步道今天上午对市民开放，游客可以从码头一路走到灯塔。"
    items = list_items([line("跨海步道开放", "跨海步道开放", url=url), line(long, long, url=url)], [True, True])
    assert [(item.title, item.snippet) for item in items] == [("跨海步道开放", long)]


def test_lines_below_a_title_are_its_details():
    """A date line gives the date, a long line the snippet, a short one nothing."""
    lines = [line("山村通了公交", "山村通了公交"), Line(text="县报", container=0), Line(text="2022-05-06 07:08", container=0),
             Line(text="每天六班车往返县城和四个自然村，全程票价三元。", container=0)]  # fmt: skip
    [item] = list_items(lines, [True, False, False, False])
    assert (item.published, item.snippet) == ("2022-05-06T07:08", "每天六班车往返县城和四个自然村，全程票价三元。")


def test_ranks_are_split_off_where_the_list_is_numbered():
    """Glued ranks are cut by their place, also before a title that begins with a number."""
    assert split_ranks(["1春茶开采", "22011年账本公开", "3渔民返航"]) == [(1, "春茶开采"), (2, "2011年账本公开"), (3, "渔民返航")]
    assert split_ranks(["01/春茶开采", "02/渔民返航", "03/电影下乡"])[2] == (3, "电影下乡")


def test_numbers_of_unnumbered_lists_stay():
    """Years and counts at the beginning of titles are no ranks."""
    rows = ["2020年账本", "3项改革", "1座新桥", "春茶开采"]
    assert split_ranks(rows) == [(None, row) for row in rows]


@pytest.mark.parametrize(
    "shape",
    ["{title}({n}35)", "{title} {n}2", "[06-2{n}]{title}", "{title}(0{n}-17)", "{title}39{n} 万热", "{title}39{n} 万", "°{title}", "{title}more", "{title}热"],
)
def test_what_most_titles_of_a_list_carry_is_no_part_of_them(shape):
    """Counts, days without a year and badges are cut off where the whole list has them."""
    titles = ["春茶开采", "渔民返航", "古桥加固", "新渡口试运行"]
    assert without_common([shape.format(title=title, n=n) for n, title in enumerate(titles, 1)]) == titles


def test_what_one_title_of_a_list_carries_belongs_to_it():
    """A number or a day that only one title of a list has stays."""
    titles = ["春茶开采(2)", "渔民返航", "古桥加固", "外汇牌价(5月24日)"]
    assert without_common(titles) == titles


def test_falling_numbers_before_titles_are_readers():
    """Numbers that fall from title to title are cut off, as far as they fall; what follows belongs to the title."""
    assert without_common(["63675渔民返航", "39445春茶开采", "353421家渔港复航"]) == ["渔民返航", "春茶开采", "1家渔港复航"]


def test_bracketed_numbers_before_titles_are_readers_too():
    """Numbers in brackets that fall from title to title are cut off with their brackets."""
    assert without_common(["(4551)渔民返航", "(490)春茶开采", "(31)古桥加固"]) == ["渔民返航", "春茶开采", "古桥加固"]


def test_marks_in_brackets_stay():
    """(图) behind every title is part of the titles."""
    titles = ["渔民返航(图)", "春茶开采(图)", "古桥加固(图)"]
    assert without_common(titles) == titles


def test_a_date_before_the_link_is_the_items():
    """The date printed before a linked title is its date."""
    row = Line(text="2022-02-09古桥加固公报", container=0, links=(Link(10, 16, "/1"),))
    assert [(item.title, item.published) for item in list_items([row], [True])] == [("古桥加固公报", "2022-02-09")]


def test_tags_lose_their_counts():
    """The number of articles behind a tag is no part of it."""
    row = Line(text="古桥 (3) 渡口 (0)", container=0, links=(Link(0, 2, "/a"), Link(7, 9, "/b")))
    assert [item.title for item in word_items([row])] == ["古桥", "渡口"]


def test_a_rank_on_a_line_of_its_own_goes_to_the_next_title():
    """Rank, title, rank, title."""
    lines = [Line(text="1", container=0), line("春茶开采", "春茶开采"), Line(text="2", container=0), line("渔民返航", "渔民返航")]
    assert [item.rank for item in list_items(lines, [True] * 4)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("长堤夜景灯光改造完成 2019年10月20日", "长堤夜景灯光改造完成"), ("长堤夜景灯光改造完成(2012-01-17)", "长堤夜景灯光改造完成"),
        ("6小时前 长堤夜景灯光改造完成", "长堤夜景灯光改造完成"), ("海面风力预报--2019年8月19日", "海面风力预报--2019年8月19日"),
        ("◎ 长堤夜景灯光改造完成(35条评论)", "长堤夜景灯光改造完成"), ("【长堤夜景改造】灯具全部更换为节能型号 ... [详细]", "长堤夜景改造"),
    ],
)  # fmt: skip
def test_what_is_glued_to_a_title_is_trimmed(text, title):
    """Dates, counts, bullets and buttons go; a date that belongs to the title stays."""
    assert trim(text).title == title


@pytest.mark.parametrize("text", ["2019-09-07", "09:38", "15 人阅读", "更多>>", "3小时前", "07-22", "(36)"])
def test_dates_counts_and_buttons_are_details(text):
    """Such a line holds no title."""
    assert is_detail(text)


def test_titles_are_no_details():
    """A title with a date in it is still a title."""
    assert not is_detail("9月1日起渡轮增加夜航班次")


def test_tags_are_the_links_of_their_line():
    """Words that are links are tags, the label in front is not."""
    items = word_items([line("标签：稻米 收割机", "稻米", "收割机")])
    assert [item.title for item in items] == ["稻米", "收割机"]


def test_tags_without_links_are_parted_by_spaces():
    """In plain text the words behind the label are the tags."""
    assert [item.title for item in word_items([Line(text="关键词：稻米 收割机", container=0)])] == ["稻米", "收割机"]


def test_neighbours_are_named_without_their_labels():
    """上一篇 and 下一篇 give titles; where there is none, no item."""
    lines = [line("上一篇：渔港清淤工程完工", "渔港清淤工程完工"), Line(text="下一篇：没有了", container=0)]
    assert [item.title for item in neighbour_items(lines)] == ["渔港清淤工程完工"]


def test_a_linked_label_with_nothing_behind_it_is_no_title():
    """A link that is the label 下一篇文章： alone names nothing, and is no error, as fuzzing found."""
    assert neighbour_items([line("下一篇文章：", "下一篇文章：")]) == []
