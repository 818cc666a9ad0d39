"""Times of publication and change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.assembling.published import find_published
from extractor.model import Draft, Head, PageType

MakeDraft = Callable[..., Draft]
BODY = "B 渡口的茶馆修了半年，昨天重新开张，老街坊一早就来占座，掌柜说茶价还和从前一样。"


def value(draft: Draft) -> str | None:
    found = find_published(draft).value
    return found.value if found else None


def test_the_info_line_beats_the_head(draft_of: MakeDraft) -> None:
    """A displayed date wins over a meta of another day; the page's own words are kept."""
    head = Head(meta={"publishdate": "2020-01-01"})
    result = find_published(draft_of("T 茶馆重新开张", "I 2019年9月7日 08:05 来源：渡口晚报", BODY, head=head))
    assert result.value is not None
    assert (result.value.value, result.value.evidence.value_from) == ("2019-09-07T08:05", "line")
    assert result.raw == "2019年9月7日 08:05"


def test_the_head_completes_a_displayed_day(draft_of: MakeDraft) -> None:
    """The time of a meta of the same day is added, midnight is not."""
    lines = ("T 茶馆重新开张", "I 发布日期：2019-09-07", BODY)
    assert value(draft_of(*lines, head=Head(meta={"pubdate": "2019-09-07 09:53"}))) == "2019-09-07T09:53"
    assert value(draft_of(*lines, head=Head(meta={"pubdate": "2019-09-07 00:00:00"}))) == "2019-09-07"
    assert value(draft_of(*lines, head=Head(meta={"pubdate": "2019-09-08 09:53"}))) == "2019-09-07"


@pytest.mark.parametrize(
    "head",
    [
        Head(meta={"article:published_time": "2019-09-07T08:05:00+08:00"}),
        Head(linked_data=({"@type": "NewsArticle", "datePublished": "2019-09-07T00:05:00Z"},)),
        Head(script={"ct": "1567814700"}),
    ],
)
def test_the_head_serves_where_nothing_is_displayed(draft_of: MakeDraft, head: Head) -> None:
    """Metas, JSON-LD and script times give China time where the page shows no date."""
    assert value(draft_of("T 茶馆重新开张", BODY, head=head)) == "2019-09-07T08:05:00"


def test_the_address_is_the_last_resort(draft_of: MakeDraft) -> None:
    """The day in the address serves where neither page nor head has one."""
    assert value(draft_of("T 茶馆重新开张", BODY, url="http://www.example.com/2019/0907/c1.html")) == "2019-09-07"


def test_a_change_is_not_the_publication(draft_of: MakeDraft) -> None:
    """A date labelled as an update is modified, publication only where it is the only date."""
    both = find_published(draft_of("T 茶馆重新开张", "I 发布时间：2019-09-07 更新时间：2019-09-09 10:00", BODY))
    assert both.value is not None and both.value.value == "2019-09-07"
    assert both.modified is not None and both.modified.value == "2019-09-09T10:00"
    assert value(draft_of("T 茶馆重新开张", "I 更新时间：2019-09-09 10:00", BODY)) == "2019-09-09T10:00"


def test_dates_of_prose_footers_and_side_items_do_not_count(draft_of: MakeDraft) -> None:
    """What the body tells of, copyright years and the dates of linked items are not the article's."""
    told = "B 茶馆始建于1911年10月10日，2001年5月1日曾经失火，老街坊都还记得那天的情形，说起来没有不摇头的。"
    draft = draft_of(
        "T 茶馆重新开张", told, told, "H 相关阅读", "P 2018-01-01 老街修路", "F 版权所有 © 2005-2018", "F 2018-02-02"
    )
    assert value(draft) is None


def test_a_missing_year_comes_from_the_head_or_address(draft_of: MakeDraft) -> None:
    """A date without a year takes it from where the same day is named, else only the words are kept."""
    lines = ("T 茶馆重新开张", "I 发布时间：09-0722:46", BODY)
    assert value(draft_of(*lines, url="http://www.example.com/2019/0907/c1.html")) == "2019-09-07T22:46"
    unknown = find_published(draft_of(*lines))
    assert (unknown.value, unknown.raw) == (None, "09-0722:46")


def test_a_date_split_over_lines_is_put_together(draft_of: MakeDraft) -> None:
    """Year, day and time on lines of their own are one date."""
    assert value(draft_of("I 2019", "I 09/07", "I 08:05:33", "T 茶馆重新开张", BODY)) == "2019-09-07T08:05:33"


def test_a_relative_date_needs_the_time_of_the_fetch(draft_of: MakeDraft) -> None:
    """昨天 is a date only if it is known when the page was fetched, and by the clock of China."""
    lines = ("T 茶馆重新开张", "I 昨天 10:20 渡口晚报", BODY)
    assert value(draft_of(*lines, fetched_at="2019-09-08T12:00:00")) == "2019-09-07T10:20"
    assert value(draft_of(*lines, fetched_at="2019-09-07T20:00:00+00:00")) == "2019-09-07T10:20"
    unknown = find_published(draft_of(*lines))
    assert (unknown.value, unknown.raw) == (None, "昨天 10:20 渡口晚报")


def test_a_dateline_serves_without_an_info_line(draft_of: MakeDraft) -> None:
    """A report that opens with its date is dated by it."""
    assert value(draft_of("T 茶馆重新开张", "B 2019年9月7日，渡口的茶馆重新开张，老街坊一早就来占座。")) == "2019-09-07"


def test_a_year_before_the_web_is_no_dateline(draft_of: MakeDraft) -> None:
    """An article that opens with an old date tells of it."""
    assert value(draft_of("T 茶馆重新开张", "B 1911年10月10日，渡口的茶馆第一次挂出招牌，掌柜姓王。")) is None


def test_a_thread_is_as_old_as_its_first_post(draft_of: MakeDraft) -> None:
    """Dates of later posts do not count where one stands above the first, however sure the tagger is of their lines."""
    draft = draft_of("T 阳台漏水怎么办", "O 发表于 2018-6-12 21:08", "B 四楼的阳台一下雨就滴水。", "I 发表于 2018-6-12 21:47", "B 先找居委会。")
    found = find_published(draft, PageType.FORUM).value
    assert found is not None
    assert found.value == "2018-06-12T21:08"


def test_an_entry_has_no_date_but_its_own(draft_of: MakeDraft) -> None:
    """When a source was read and when an entry was changed is not when it was published."""
    draft = draft_of("T 望舒桥", "B 望舒桥是一座石拱桥。", "I 平禾县文物志．[引用日期2019-04-02]")
    assert find_published(draft, PageType.ENCYCLOPEDIA).value is None
    assert find_published(draft).value is not None
