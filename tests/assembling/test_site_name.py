"""The site's name."""

import pytest

from extractor.assembling.site_name import find_site_name
from extractor.model import Container, Head, Line, Page, Role, Tagging


def name_of(head: Head, *texts: str, form: str = "html") -> str | None:
    lines = tuple(Line(text, 0) for text in texts or ("一",))
    page = Page(uri="a", url=None, form=form, lines=lines, containers=(Container("body", (), -1, 1),), head=head)  # type: ignore[arg-type]
    tagging = Tagging([0.0] * len(lines), [[0.0] * len(Role)] * len(lines), [[0.0] * 16] * len(lines))
    found = find_site_name(page, tagging, 1 if len(lines) > 1 else None)
    return found.value if found else None


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (Head(title="百年茶馆_文化_渡口网", meta={"og:site_name": "渡口在线"}), "渡口在线"),
        (Head(title="百年茶馆_文化_渡口网"), "渡口网"),
        (Head(title="百年茶馆 - 渡口网"), "渡口网"),
        (Head(title="百年茶馆"), None),
    ],
)
def test_metas_come_before_the_end_of_title(head: Head, name: str | None) -> None:
    """og:site_name is believed first, then what <title> ends with; a bare headline names no site."""
    assert name_of(head) == name


def test_a_flattened_page_begins_with_its_site() -> None:
    """The first line of plain text is the site's name if it looks like one."""
    assert name_of(Head(), "渡口服务", "百年茶馆重新开张", form="text") == "渡口服务"
    assert name_of(Head(), "首页 > 文化", "百年茶馆重新开张", form="text") is None
