"""Records as Markdown."""

from __future__ import annotations

import pytest

from extractor.model import Body, PageInfo, Part, Record
from extractor.writers.markdown import escape, markdown_part, to_markdown, write_markdown

EXPECTED = """\
# 渡口茶馆 #1

2024-03-01 · 渡口晚报 · 沈茶 · <https://example.org/tea>

## 一、缘起

茶馆开在渡口边，\\*一开\\*就是百年。

![渡口茶馆](<https://example.org/t ea.jpg>)

*渡口茶馆*

- 春茶
- 秋茶

> 茶要慢慢喝。

```
print('茶')
```

| 品种 | 价格 |
| --- | --- |
| 春茶\\|明前 | 80 |
| 秋茶 |
"""


def test_every_part_has_its_markdown(record: Record) -> None:
    """Headings, images, captions, lists, quotes, code and tables come out as Markdown's own."""
    assert to_markdown(record) == EXPECTED


def test_pages_are_set_apart_by_a_rule(record: Record) -> None:
    """Two records make one document with a rule between them."""
    assert b"".join(write_markdown([record, record])).decode() == f"{EXPECTED}\n---\n\n{EXPECTED}"


def test_a_record_without_anything_is_an_empty_line() -> None:
    """No title, no facts and no body make no stray markup."""
    assert to_markdown(Record(page=PageInfo(uri="x"), body=Body())) == "\n"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a_b*c`d[e]<f>&amp;~g\\", "a\\_b\\*c\\`d\\[e\\]\\<f\\>\\&amp;\\~g\\\\"),
        ("# 不是标题", "\\# 不是标题"),
        ("- 不是列表", "\\- 不是列表"),
        ("---", "\\---"),
        ("12. 不是列表", "12\\. 不是列表"),
        ("1.5亿元 -3℃", "1.5亿元 -3℃"),
        ("第1. 章", "第1. 章"),
    ],
)
def test_the_words_of_a_page_are_no_markup(text: str, escaped: str) -> None:
    """What Markdown would read as markup is escaped, and nothing else."""
    assert escape(text) == escaped


def test_a_fence_is_longer_than_any_in_the_code() -> None:
    """Code that holds a fence does not break out of its own."""
    assert markdown_part(Part("code", "````\nx")) == "`````\n````\nx\n`````"


def test_a_quotation_of_two_parts_is_one_quotation() -> None:
    """Neighbouring quotes are joined, their lines all marked."""
    parts = [Part("quote", "甲\n乙"), Part("quote", "丙")]
    assert to_markdown(Record(page=PageInfo(uri="x"), body=Body("", parts))) == "> 甲\n> 乙\n>\n> 丙\n"


def test_a_table_costs_no_more_than_its_cells() -> None:
    """One wide row does not make every other row as wide: readers of Markdown fill those up by themselves."""
    rows = [["茶"], *[["一"]] * 500, ["宽"] * 20_000]
    assert len(markdown_part(Part("table", "", rows=rows))) < 20 * 20_000
