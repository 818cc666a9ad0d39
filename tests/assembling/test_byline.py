"""Source, writers and editors from the lines of a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.assembling.byline import find_byline
from extractor.model import Draft, Head

MakeDraft = Callable[..., Draft]
TITLE = "T 渡口茶馆重新开张"
BODY = "B 渡口的茶馆修了半年，昨天重新开张，老街坊一早就来占座，掌柜说茶价还和从前一样。"
LAST = "B 茶馆每天早上六点开门，夜里十点打烊，楼上的雅座要提前一天打电话来订。"


def read(draft: Draft) -> tuple[str | None, list[str], list[str]]:
    """Source, writers and editors of a draft."""
    found = find_byline(draft)
    return (
        found.source.value.name if found.source else None,
        found.authors.value if found.authors else [],
        found.editors.value if found.editors else [],
    )


@pytest.mark.parametrize(
    ("info", "source", "authors", "editors"),
    [
        ("日期: 来源:渡口发布收集编辑:渡口发布", "渡口发布", [], ["渡口发布"]),
        ("2019-09-26 12:11来源：渡口时报网作者：李在田", "渡口时报网", ["李在田"], []),
        ("2019-09-07 13:43:45 来源: 渡口晚报 举报", "渡口晚报", [], []),
        ("来 源：渡口网 作 者：王小河 责任编辑：杜石_NF4425", "渡口网", ["王小河"], ["杜石"]),
        ("发表于2014-08-24 21:30| 1164次阅读| 来源渡口网| 0 条评论| 作者魏河", "渡口网", ["魏河"], []),
        ("2021-01-20 04:29:4439渡口网", "39渡口网", [], []),
        ("2012年01月12日 15:52渡口晚报【大 中 小】 【打印】 共有评论0条", "渡口晚报", [], []),
        ("作者： 来源：", None, [], []),
        ("来源：渡口日报 2012-01-16 18:22 作者：渡口周刊记者谭河王艳明闫石", "渡口日报", ["谭河", "王艳明", "闫石"], []),
        ("作者：佚名 编辑：admin 2012-01-16", None, [], []),
        ("【文/渡口网专栏作者 王石】 2012-01-16", "渡口网", ["王石"], []),
        ("作者：《渡口周刊》记者 林河 2012-01-16", "渡口周刊", ["林河"], []),
        ("来源：《渡口晚报》 2012-01-16", "《渡口晚报》", [], []),
        ("来源：渡口网 编辑：渡口编辑 2012-01-16", "渡口网", [], []),
        ("2012-01-16 来源：渡口网 编辑：茶事文摘----石虹", "渡口网", [], ["石虹"]),
        ("2012-01-16 来源：渡口网 责任编辑：\ufffd\ufffd鞴", "渡口网", [], []),
        ("2019-05-06 11:32来源：渡口电视台播放：2.6万", "渡口电视台", [], []),
        ("文章来源：企鹅号 - 渡口小茶", "企鹅号 - 渡口小茶", ["渡口小茶"], []),
        ("编辑 讨论 2019-05-06", None, [], []),
        ("2019-05-06 11:32 渡口社区", "渡口社区", [], []),
        ("by 王小河 on 2019-05-06", None, ["王小河"], []),
        ("文章来源于渡口晚报 ，作者王小河 2019-05-06", "渡口晚报", ["王小河"], []),
        ("作者：王小河，渡口大学教授 2019-05-06", None, ["王小河"], []),
        ("作者简介：王小河，渡口人 2019-05-06", None, [], []),
        ("〔即時新聞／綜合報導〕 2019-05-06", None, [], []),
        ("社會中心／王小河報導 2019-05-06", None, ["王小河"], []),
        ("【渡口时报2019年05月06日讯】", None, [], []),
        ("2019-05-06 11:32 渡口医生", "渡口医生", [], []),
        ("2019-05-06 11:32 时政新闻", None, [], []),
        ("2019-05-06 来源：微博 作者：王小河", "微博", ["王小河"], []),
    ],
)
def test_an_info_line_is_read_whatever_glues_it(
    draft_of: MakeDraft, info: str, source: str | None, authors: list[str], editors: list[str]
) -> None:
    """Labels may be glued, spaced, empty or left out; staff codes, units, buttons and placeholders are no names."""
    assert read(draft_of(TITLE, f"I {info}", BODY, LAST)) == (source, authors, editors)


def test_an_empty_label_takes_the_next_line(draft_of: MakeDraft) -> None:
    """来源： on one line and the outlet on the next are one value."""
    assert read(draft_of(TITLE, "I 来源：", "I 渡口网", "I 2019-09-07 08:05", BODY))[0] == "渡口网"


def test_a_bracket_says_where_an_article_was_taken_from(draft_of: MakeDraft) -> None:
    """（转自…） at the body's end needs no colon."""
    assert read(draft_of(TITLE, "I 2019-09-07", BODY, LAST, "B （全文转自公众号河边的小宇宙）"))[0] == "公众号河边的小宇宙"


def test_the_source_keeps_its_link(draft_of: MakeDraft) -> None:
    """The address of the link that names the outlet is the source's url."""
    found = find_byline(draft_of(TITLE, "I 2019-09-07 来源：[渡口晚报](http://www.example.com/)", BODY)).source
    assert found is not None and found.value.url == "http://www.example.com/"


def test_a_placeholder_gives_way_to_an_outlet(draft_of: MakeDraft) -> None:
    """来源：网络 above the body is beaten by an outlet named behind it."""
    assert read(draft_of(TITLE, "I 2019-09-07 来源：网络", BODY, LAST, "I 来源：渡口晚报"))[0] == "渡口晚报"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("渡口社广河9月7日电（记者张石 李小田）渡口的茶馆昨天重新开张，老街坊都来了。", ["张石", "李小田"]),
        ("渡口晚报讯 记者张石报道：渡口的茶馆昨天重新开张，老街坊都来了。", ["张石"]),
        ("【渡口報╱記者張小石／台北報導】渡口的茶館昨天重新開張，老街坊都來了。", ["張小石"]),
        ("渡口社記者張小石台北7日電 渡口的茶館昨天重新開張，老街坊都來了。", ["張小石"]),
        ("渡口网9月7日电(信莲)渡口的茶馆昨天重新开张，老街坊都来了。", ["信莲"]),
        ("渡口的茶馆昨天重新开张。（记者 张石 摄）老街坊都来了。", []),
        ("记者从渡口区获悉，茶馆昨天重新开张，老街坊都来了。", []),
    ],
)
def test_a_dateline_names_the_writers(draft_of: MakeDraft, line: str, authors: list[str]) -> None:
    """Reporters are read where a bracket, a slash or a word of filing follows; photographers and plain mentions are none."""
    assert read(draft_of(TITLE, "I 2019-09-07", f"B {line}", LAST))[1] == authors


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("茶馆每天早上六点开门，夜里十点打烊。(李石)", ["李石"]),
        ("茶馆每天早上六点开门，夜里十点打烊。（忆松）", ["忆松"]),
        ("茶馆每天早上六点开门，夜里十点打烊。（渡口网/李小石）", ["李小石"]),
        ("茶馆每天早上六点开门。（記者 李小石/文 通訊員 史小貝/圖）", ["李小石"]),
        ("茶馆每天早上六点开门，夜里十点打烊。（完）", []),
        ("茶馆每天早上六点开门，夜里十点打烊。（李小石摄）", []),
        ("茶馆每天早上六点开门，夜里十点打烊。（作者：渡口人）", ["渡口人"]),
    ],
)
def test_the_closing_bracket_names_the_writers(draft_of: MakeDraft, line: str, authors: list[str]) -> None:
    """A bracket at the body's end holds names, with a unit or a role; credits of photos and end marks are none."""
    assert read(draft_of(TITLE, "I 2019-09-07", BODY, f"B {line}"))[1] == authors


@pytest.mark.parametrize(
    ("line", "authors", "editors"),
    [
        ("O （责任编辑：焦石）", [], ["焦石"]),
        ("O （责编：焦石、李小田）", [], ["焦石", "李小田"]),
        ("P [责任编辑: 焦石 ]", [], ["焦石"]),
        ("O 编辑|焦石 校对 王河", [], ["焦石"]),
        ("I 责任编辑：NF042", [], []),
        ("O 文/栗石", ["栗石"], []),
        ("O 渡口晚报记者 栗石 见习记者 王小河", ["栗石", "王小河"], []),
        ("O (陈石 编辑)", [], ["陈石"]),
        ("O （渡口网编辑 孙小石）", [], ["孙小石"]),
        ("O 采写：渡口晚报记者 余石 向小雪", ["余石", "向小雪"], []),
        ("O 摄影：王小河", [], []),
    ],
)
def test_a_sign_off_names_writers_and_editors(draft_of: MakeDraft, line: str, authors: list[str], editors: list[str]) -> None:
    """Lines right behind the body are read whatever the tagger takes them for; proof readers and photographers are left out."""
    assert read(draft_of(TITLE, "I 2019-09-07", BODY, LAST, line))[1:] == (authors, editors)


def test_an_editor_far_below_is_found_by_the_label(draft_of: MakeDraft) -> None:
    """Lists may stand between the body and its editor."""
    lists = [f"P 渡口旧事第{n}篇" for n in range(30)]
    assert read(draft_of(TITLE, "I 2019-09-07", BODY, LAST, *lists, "P [责任编辑：焦石]"))[2] == ["焦石"]


def test_an_account_writes_where_nobody_else_does(draft_of: MakeDraft) -> None:
    """A name alone before the date is the account that published; a named reporter takes its place."""
    assert read(draft_of(TITLE, "I 管不住的嘴", "I 2024-05-08 23:23", BODY))[1] == ["管不住的嘴"]
    assert read(draft_of(TITLE, "I 管不住的嘴", "I 2024-05-08 23:23", BODY, LAST, "I 文/栗石"))[1] == ["栗石"]


def test_a_platform_makes_the_source_the_writer(draft_of: MakeDraft) -> None:
    """On a self-publishing platform the source is an account, elsewhere an outlet writes nothing."""
    info = "I 2021-02-18 07:02:10 来源: 河边说书人 举报"
    assert read(draft_of("N 首页 > 网易号 > 正文", TITLE, info, BODY))[:2] == ("河边说书人", ["河边说书人"])
    assert read(draft_of("N 首页 > 新闻 > 正文", TITLE, info, BODY))[:2] == ("河边说书人", [])


def test_words_beside_the_date_are_no_account(draft_of: MakeDraft) -> None:
    """Sections, counts, buttons and a repeated headline name nobody."""
    for words in ("综合新闻", "2.4万", "分享到微信", "Share", "四月", "编号:40624"):
        assert read(draft_of(TITLE, f"I {words}", "I 2024-05-08 23:23", BODY))[:2] == (None, [])
    assert read(draft_of(TITLE, "O 渡口茶馆重新开张", "I 2024-05-08 23:23", BODY))[1] == []


def test_an_outlet_near_the_date_needs_no_tagger(draft_of: MakeDraft) -> None:
    """A medium's name alone beside the date is the source even where the line is not taken for an info line; a menu word is not."""
    assert read(draft_of(TITLE, "I 2012-01-12", "O 渡口時報", BODY))[0] == "渡口時報"
    assert read(draft_of("N 渡口時報", TITLE, "I 2012-01-12", "O 渡口時報", BODY))[0] is None


def test_the_head_serves_where_nothing_is_displayed(draft_of: MakeDraft) -> None:
    """Metas give the source without its label, and a Chinese person as writer unless it is the editor; 'author' alone names who made the page."""
    head = Head(meta={"source": "来源：渡口网", "article:author": "焦石"})
    assert read(draft_of(TITLE, BODY, LAST, head=Head(meta={"author": "焦石"})))[1] == []
    assert read(draft_of(TITLE, "O 焦石", BODY, LAST, head=Head(meta={"author": "焦石"})))[1] == ["焦石"]
    assert read(draft_of(TITLE, BODY, LAST, head=head)) == ("渡口网", ["焦石"], [])
    assert read(draft_of(TITLE, BODY, LAST, "I 责任编辑：焦石", head=head))[1] == []
    assert read(draft_of(TITLE, BODY, head=Head(meta={"author": "Site Maker Inc."})))[1] == []


def test_evidence_names_line_and_label(draft_of: MakeDraft) -> None:
    """Every value says which line, and which word on it, it comes from."""
    found = find_byline(draft_of(TITLE, "I 来源：渡口网", BODY)).source
    assert found is not None
    assert (found.evidence.value_from, found.evidence.where) == ("line", "line 2, label 来源")


def test_the_site_gives_way_to_another_labelled_outlet(draft_of: MakeDraft) -> None:
    """Of two labelled sources the one that <title> names as the site is not the origin; alone it is."""
    head = Head(title="渡口茶馆重新开张-渡口网")
    assert read(draft_of(TITLE, "I 来源：渡口网 2019-09-07", "I 来源：河边观察", BODY, head=head))[0] == "河边观察"
    assert read(draft_of(TITLE, "I 来源：渡口网 2019-09-07", BODY, head=head))[0] == "渡口网"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("B 【河边网军事报道】据消息人士9月7日说，渡口的茶馆重新开张，老街坊一早就来占座。", "河边网"),
        ("B 柏林（河边社）——渡口的茶馆重新开张，老街坊一早就来占座，掌柜说茶价没变。", "河边社"),
        ("B 渡口的茶馆重新开张，老街坊一早就来占座，掌柜说茶价还和从前一样。(河边社)", "河边社"),
        ("B 本报讯 渡口的茶馆重新开张，老街坊一早就来占座，掌柜说茶价还和从前一样。", None),
        ("B 据河边社9月7日电 渡口的茶馆重新开张，老街坊一早就来占座。", None),
    ],
)
def test_an_outlet_that_only_signs_the_text_counts_last(draft_of: MakeDraft, line: str, source: str | None) -> None:
    """A dateline or a closing bracket names the source where nothing else does, unless it is the site itself."""
    assert read(draft_of(TITLE, "I 2019-09-07", line))[0] == source
    assert read(draft_of(TITLE, "I 2019-09-07 来源：渡口网", line))[0] == "渡口网"
    assert read(draft_of(TITLE, "I 2019-09-07", line, head=Head(title=f"渡口茶馆重新开张_{source}")))[0] is None


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("B 公民记者 育葶 風影 如月 採訪報導", ["育葶", "風影", "如月"]),
        ("I 渡口晚报 Renee 编译", ["Renee"]),
        ("B 茶馆每天早上六点开门，夜里十点打烊。本报记者 王小河", ["王小河"]),
    ],
)
def test_writers_named_with_a_word_need_no_family_name(draft_of: MakeDraft, line: str, authors: list[str]) -> None:
    """Words for reporters and for their work around a line's names, and behind a paragraph's last sentence, tell writers."""
    lines = (line, BODY, LAST) if line[0] == "I" else (BODY, LAST, line)
    assert read(draft_of(TITLE, "I 2019-09-07", *lines))[1] == authors


def test_every_closing_bracket_is_read(draft_of: MakeDraft) -> None:
    """Brackets in a row, and an editor in one without a colon, are read at the body's end."""
    assert read(draft_of(TITLE, "I 2019-09-07", BODY, "B 掌柜说茶价没变。（责任编辑:徐河）( 河边网 )"))[2] == ["徐河"]
    assert read(draft_of(TITLE, "I 2019-09-07", BODY, LAST, "B （渡口网编辑 孙桂石）"))[2] == ["孙桂石"]


def test_class_words_tell_the_writer(draft_of: MakeDraft) -> None:
    """What stands alone under the headline in an element for the writer's name is the writer, buttons and numbers are not."""
    assert read(draft_of(TITLE, "O 浮生", BODY, LAST, classes=("author", "name")))[1] == ["浮生"]
    for words in ("关注", "12", "3小时前", "查看主页"):
        assert read(draft_of(TITLE, f"O {words}", BODY, LAST, classes=("author",)))[1] == []


def test_an_official_account_is_named_by_its_template(draft_of: MakeDraft) -> None:
    """The account in the template's script, or above its id on a flattened page, is writer and outlet where nobody else is named."""
    script = Head(script={"nickname": "渡口茶话", "ct": "1659274471"})
    assert read(draft_of(TITLE, BODY, LAST, head=script)) == ("渡口茶话", ["渡口茶话"], [])
    assert read(draft_of(TITLE, "O 渡口茶话", "O 微信号 dukou", BODY, LAST)) == ("渡口茶话", ["渡口茶话"], [])
    assert read(draft_of(TITLE, "I 作者：王小河", BODY, LAST, head=script))[1] == ["王小河"]
    assert read(draft_of(TITLE, BODY, LAST, head=Head(script={"nickname": "渡口茶话"})))[:2] == (None, ["渡口茶话"])


def test_the_account_beside_a_platforms_badge_is_the_source(draft_of: MakeDraft) -> None:
    """A name above a line that is a platform's badge and nothing else is an account, whatever its name ends with."""
    assert read(draft_of(TITLE, "I 2019-09-26", "O 渡口眼", "O 企鹅号", BODY, LAST))[0] == "渡口眼"
    assert read(draft_of(TITLE, "I 2019-09-26", "O 渡口眼", "O 分享", BODY, LAST))[0] is None


@pytest.mark.parametrize(
    ("line", "source", "authors"),
    [
        ("B 摘自渡口网-渡口日报", "渡口网-渡口日报", []),
        ("B 渡口晚报", "渡口晚报", []),
        ("I 【渡口新聞╱報導】", "渡口新聞", []),
        ("B 玛丽・史密斯（Mary Smith）", None, ["玛丽・史密斯"]),
        ("B 王小河", None, []),
        ("B Rural Tea Houses", None, []),
    ],
)
def test_a_line_between_headline_and_text_names_outlet_or_writer(
    draft_of: MakeDraft, line: str, source: str | None, authors: list[str]
) -> None:
    """An outlet alone, where the text was taken from, a foreign name: no heading is taken for any of them."""
    assert read(draft_of(TITLE, "I 2019-09-26", line, BODY, BODY, LAST, LAST))[:2] == (source, authors)


def test_an_outlet_that_signs_the_page_beats_the_site_beside_the_date(draft_of: MakeDraft) -> None:
    """The site's own name beside the date gives way to an outlet alone on the line below the text."""
    head = Head(title="渡口茶馆重新开张-渡口传媒")
    assert read(draft_of(TITLE, "I 2019年09月11日 渡口传媒", BODY, LAST, "I ,南方晚报", head=head))[0] == "南方晚报"
    assert read(draft_of(TITLE, "I 2019年09月11日 北方传媒", BODY, LAST, "I ,南方晚报", head=head))[0] == "北方传媒"


def test_the_outlet_is_named_as_fully_as_above_the_date(draft_of: MakeDraft) -> None:
    """A label behind the body that shortens the outlet's name does not make the full one the writer."""
    draft = draft_of(TITLE, "I 渡口晚报网络版", "I 2005-08-26 05:39", BODY, LAST, "I 2005年8月25日（来源：渡口晚报）")
    assert read(draft) == ("渡口晚报网络版", [], [])


def test_a_bracket_at_an_opening_paragraphs_end_names_the_writer(draft_of: MakeDraft) -> None:
    """(Name) behind the first paragraph's last sentence, and a pen name before lines that are no body, sign a text."""
    assert read(draft_of(TITLE, BODY + "（凌小河）", BODY, BODY, BODY, BODY, BODY, LAST))[1] == ["凌小河"]
    assert read(draft_of(TITLE, BODY, LAST + "（忆河）", "O 分享到：", "B 渡口网声明：本文只代表作者自己的看法。"))[1] == ["忆河"]


def test_a_blogs_owner_is_named_beside_the_platform(draft_of: MakeDraft) -> None:
    """渡口_藍天 發表在 … below a post names who wrote it."""
    assert read(draft_of(TITLE, BODY, LAST, "P 渡口_藍天 發表在 某客邦 留言(42) 人氣(23925)"))[1] == ["渡口_藍天"]


def test_an_editor_in_the_closing_bracket_is_no_writer(draft_of: MakeDraft) -> None:
    """(王小河 编辑) names an editor only."""
    assert read(draft_of(TITLE, BODY, LAST, "B (王小河 编辑)"))[1:] == ([], ["王小河"])


def test_a_reporter_before_an_editor_without_colons_is_a_writer(draft_of: MakeDraft) -> None:
    """某报记者 and 编辑 with white space alone part the line between writer, editor and proofreader."""
    assert read(draft_of(TITLE, BODY, LAST, "I 渡口报记者 王小河 编辑 李石 校对 张三"))[1:] == (["王小河"], ["李石"])


def test_where_an_article_first_stood_is_its_source(draft_of: MakeDraft) -> None:
    """（原载《某报》） needs no colon."""
    assert read(draft_of(TITLE, BODY, LAST, "I （原载《渡口晚报》）"))[0] == "渡口晚报"
