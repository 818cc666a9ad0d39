"""Every shape of a date that Chinese pages print, as precise as it is printed."""

from __future__ import annotations

from datetime import datetime

import pytest

from extractor.assembling.dates import find_relative, find_rough, find_stamps, in_url, read_value, resolve

NOW = datetime(2021, 3, 9, 12, 0)

PRINTED = {
    "2019年9月7日 08:05": "2019-09-07T08:05",
    "2019-09-07 08:05:33": "2019-09-07T08:05:33",
    "2019/9/7": "2019-09-07",
    "2019 - 09 - 07": "2019-09-07",
    "2005.08.2605:39": "2005-08-26T05:39",
    "2021-01-20 04:29:4439号站": "2021-01-20T04:29:44",
    "2012年01月12日11:2112号报": "2012-01-12T11:21",
    "发布时间：18-03-0823:16": "2018-03-08T23:16",
    "2007-08-20-23:59:59": "2007-08-20T23:59:59",
    "2024 05/09 22:27:02": "2024-05-09T22:27:02",
    "18:07 2012-01-16": "2012-01-16T18:07",
    "民國108年9月7日": "2019-09-07",
    "107年3月5日": "2018-03-05",
    "二〇一九年九月七日": "2019-09-07",
    "二零一九年十二月三十一日": "2019-12-31",
    "2019/09/07 下午 3:05": "2019-09-07T15:05",
    "2019/09/07 上午 12:05": "2019-09-07T00:05",
    "2019-09-07 中午1:05": "2019-09-07T13:05",
    "2012.01.12 03:55 pm": "2012-01-12T15:55",
    "2024年5月15日星期三 20点20分": "2024-05-15T20:20",
    "2024年5月15日8时5分": "2024-05-15T08:05",
    "２０１２年１月１７日（星期二） 香港時間１７時０６分": "2012-01-17T17:06",
    "January 17, 2012 06:00 AM": "2012-01-17T06:00",
    "Dec 28 Sat 2013 00:28": "2013-12-28T00:28",
    "7 September 2019": "2019-09-07",
    "12/01/2012": "2012-01-12",
    "上版日期：112-04-20": "2023-04-20",
    "2023 July 14, 10:10": "2023-07-14T10:10",
}


@pytest.mark.parametrize(("text", "iso"), PRINTED.items())
def test_printed_shapes_are_read(text: str, iso: str) -> None:
    """A printed date gives local time, with no more digits than the page shows."""
    assert [stamp.iso() for stamp in find_stamps(text)] == [iso]


@pytest.mark.parametrize("text", ["2019-02-30", "2012-01-123", "第2019号公告", "电话 0755-2019-0907", "12.5 万", "共3条"])
def test_numbers_that_are_no_date_are_left_alone(text: str) -> None:
    """Days the calendar does not have, numbers of documents, telephones and counts are no dates."""
    assert find_stamps(text) == []


def test_a_day_printed_twice_is_read() -> None:
    """A date that another follows without a space is read: those digits are no part of it."""
    assert [stamp.iso() for stamp in find_stamps("发表于: 2020-06-222020-06-22 08:34:39")] == ["2020-06-22"]


def test_a_date_without_a_year_has_no_iso() -> None:
    """What the page leaves out stays unknown, month and day are kept for others to complete."""
    (stamp,) = find_stamps("发布时间：09-3022:46某市")
    assert (stamp.iso(), stamp.month, stamp.day, stamp.hour) == (None, 9, 30, 22)


def test_the_place_of_a_date_is_told_in_characters() -> None:
    """Start and end enclose date and time in the text as given, full-width digits too."""
    text = "时间：２０１９－０９－０７ ０８：０５ 来源：某报"
    (stamp,) = find_stamps(text)
    assert text[stamp.start : stamp.end].strip() == "２０１９－０９－０７ ０８：０５"


def test_a_rough_date_is_a_month_or_a_bare_year() -> None:
    """A month with its year, or a line that is nothing but a year, is as precise as that."""
    assert (found := find_rough("2019年9月")) is not None and found.iso() == "2019-09"
    assert (found := find_rough("2019")) is not None and found.iso() == "2019"
    assert find_rough("约2019人") is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-09-07T08:05:33+08:00", "2019-09-07T08:05:33"),
        ("2019-09-07T00:05:33Z", "2019-09-07T08:05:33"),
        ("2019-09-07T00:05:33.000+0000", "2019-09-07T08:05:33"),
        ("Sat, 07 Sep 2019 20:05:33 GMT", "2019-09-08T04:05:33"),
        ("2019-09-07T02:05:33+02:00", "2019-09-07T02:05:33"),
        ("20190907080533", "2019-09-07T08:05:33"),
        ("1567814733", "2019-09-07T08:05:33"),
        ("1567814733000", "2019-09-07T08:05:33"),
    ],
)
def test_machine_written_values_become_china_time(text: str, iso: str) -> None:
    """UTC and seconds since 1970 are turned into China time, another offset keeps its local time."""
    stamp = read_value(text)
    assert stamp is not None and stamp.iso() == iso


@pytest.mark.parametrize("path", ["2019/0907/c12.html", "c/2019-9-7/1.htm", "t20190907_1.shtml", "20190907/2.html"])
def test_an_address_carries_its_day(path: str) -> None:
    """The day in an address is read in the usual spellings."""
    stamp = in_url(f"http://www.example.com/{path}")
    assert stamp is not None and stamp.iso() == "2019-09-07"


def test_numbers_of_an_address_are_no_day() -> None:
    """Ids, and digits of the host, are no date."""
    assert in_url("http://www.example.com/id/20190907123456") is None
    assert in_url("http://20190907.example.com/a.html") is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3小时前", "2021-03-09"),
        ("2分鐘前", "2021-03-09T11:58"),
        ("半小时前", "2021-03-09"),
        ("3天前", "2021-03-06"),
        ("昨天 10:20", "2021-03-08T10:20"),
        ("前天08:05", "2021-03-07T08:05"),
        ("刚刚", "2021-03-09T12:00"),
    ],
)
def test_relative_dates_need_the_time_of_the_fetch(text: str, iso: str) -> None:
    """A distance from now is resolved no more precisely than it counts."""
    assert find_stamps(text) == [] and find_relative(text) is not None
    assert resolve(text, NOW) == iso


def test_days_in_a_sentence_are_no_relative_date() -> None:
    """今天 that goes on as a sentence says nothing about the page."""
    assert find_relative("今天天气不错") is None


def test_long_lines_of_digits_are_read_quickly() -> None:
    """The patterns are linear: no line makes them slow."""
    start = datetime.now()
    for text in ("2019-" * 4000, "1 " * 8000, "年月日" * 4000, "(" * 9000 + "2019", "12:" * 5000, "january " * 3000):
        find_stamps(text)
        find_relative(text)
    assert (datetime.now() - start).total_seconds() < 2


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    """İ has two characters in lower case; a date behind it stands where it stands in the text."""
    text = "İİİ 2019年9月7日"
    assert [text[stamp.start : stamp.end] for stamp in find_stamps(text)] == ["2019年9月7日"]
