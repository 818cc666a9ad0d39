"""Headings, labels, buttons and counts by their words."""

import pytest

from extractor.headings import (
    behind_neighbours,
    heading_before,
    is_control,
    is_count,
    is_ruled,
    name_heading,
    squeeze,
    tail_count,
    without_count,
)
from extractor.model import Kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("相关阅读", Kind.RELATED), ("相關新聞", Kind.RELATED), ("延伸阅读：", Kind.RELATED), ("本市相关报道", Kind.RELATED),
        ("热点新闻 更多>>", Kind.HOT), ("【点击排行】", Kind.HOT), ("熱門文章", Kind.HOT), ("48小时阅读排行榜", Kind.HOT),
        ("最新文章", Kind.LATEST), ("滚动新闻", Kind.LATEST), ("猜你喜欢", Kind.RECOMMENDED), ("编辑推荐", Kind.RECOMMENDED),
        ("标签：", Kind.TAGS), ("下一篇", Kind.PREV_NEXT), ("作者最新文章", Kind.MORE_FROM_AUTHOR), ("网友评论", Kind.COMMENTS),
        ("友情链接", Kind.FOOTER),
    ],
)  # fmt: skip
def test_a_heading_names_its_kind(text, kind):
    """Known headings are named in both scripts, with ornaments and with what leads to the whole list."""
    assert name_heading(text).kind is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [("评论排行", Kind.HOT), ("最新评论", Kind.COMMENTS), ("热门标签", Kind.TAGS), ("热门推荐", Kind.HOT), ("最新推荐", Kind.LATEST)],
)
def test_the_order_of_stems_settles_headings_that_hold_several(text, kind):
    """Of several stems the one that comes first in the vocabulary decides."""
    assert name_heading(text).kind is kind


def test_words_say_how_sure_they_are():
    """A known heading is surer than a stem, a stem at an end surer than one inside, a channel's name least sure."""
    known, stem, inner, channel = (
        name_heading(text).certainty for text in ("相关阅读", "小区相关新闻", "某市与相关部门联合举办展览", "财经")
    )
    assert known > stem > inner > channel


@pytest.mark.parametrize("text", ["", "》》", "村里来了位新老师", "春" * 60])
def test_other_words_name_nothing(text):
    """Titles, ornaments and long lines are not named."""
    assert name_heading(text) is None


def test_the_first_known_word_of_a_line_names_it():
    """A slogan behind a known heading does not change its kind."""
    assert name_heading("相关新闻 热点尽在掌上客户端").kind is Kind.RELATED


def test_a_label_stands_before_its_items():
    """A known heading and a colon before more text are a label; other words are not."""
    label = heading_before("关键词：稻米 收割机")
    assert (label.text, label.kind) == ("关键词", Kind.TAGS)
    assert heading_before("村长：今年收成好") is None
    assert heading_before("关键词：") is None


@pytest.mark.parametrize("text", ["更多>>", "[详细]", "换一换", "加载中...", "查看全部"])
def test_buttons_are_controls(text):
    """Words that work the page are controls with their brackets and arrows."""
    assert is_control(text)


def test_titles_are_no_controls():
    """A title that begins like a button is none."""
    assert not is_control("更多村庄通了公路")


@pytest.mark.parametrize(("text", "counts"), [("1016次浏览", True), ("评论432条", True), ("(35)", True), ("3万", True), ("第3届", False)])
def test_counts_are_told_by_their_words(text, counts):
    """A number alone or with the name of what it counts is a count."""
    assert is_count(text) is counts


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("新桥通车(评论35)", "新桥通车"), ("新桥通车 1016次浏览", "新桥通车"), ("新桥通车 8,243", "新桥通车"),
        ("新桥通车(3)", "新桥通车(3)"), ("一天被浏览15万次", "一天被浏览15万次"), ("世界杯2014", "世界杯2014"),
    ],
)  # fmt: skip
def test_counts_are_cut_from_titles(text, title):
    """Counts that say what they count and are set off are cut off; a title's own number stays."""
    assert without_count(text) == title


def test_any_number_behind_a_title_may_be_a_count():
    """Where a whole list carries them, numbers glued to titles are counts too."""
    assert [tail_count(text) for text in ("新桥通车(35)", "新桥通车评论432条", "新桥通车 15", "新桥通车")] == ["新桥通车"] * 4


def test_neighbours_in_one_line_are_parted():
    """What stands behind 上一篇 and 下一篇 in one line, in either script."""
    assert behind_neighbours("上一篇：春茶开采 下一篇：渔民返航") == ["春茶开采", "渔民返航"]
    assert behind_neighbours("上一則 春茶開採") == ["春茶開採"]


def test_labels_are_known_in_traditional_characters():
    """A label is found in either script and printed as it stands."""
    label = heading_before("標籤 老照片、掃描")
    assert label is not None and (label.text, label.kind) == ("標籤", Kind.TAGS)


def test_drop_down_lists_set_their_headings_off():
    """Rules of dashes around a line, and the words of a first choice, make it a heading."""
    assert is_ruled("--------更多新聞--------")
    assert is_ruled("請選擇---相關新聞")
    assert not is_ruled("一带一路--新机遇")


def test_words_are_compared_without_ornaments():
    """Full width, spaces, case, punctuation and script do not matter."""
    assert squeeze("【 相 關 ＢＬＯＧ 】") == "相关blog"
