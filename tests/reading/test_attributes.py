"""Elements with thousands of attributes lose the last ones, others none."""

from __future__ import annotations

import pytest

from extractor.reading.attributes import LONG_PAGE, pruned

LONG = "<p>茶</p>" * LONG_PAGE


@pytest.mark.parametrize(
    "form", ["a{0}={0}", "a{0}", "a{0}='>'", 'a{0}="<>"', 'a{0} = "x y"', "a{0}='\"'", "/a{0}"]
)
def test_only_so_many_stay(form: str) -> None:
    """However attributes are written, the first ones stay, and the element goes on as it did."""
    attributes = " ".join(form.format(f"{number:05}") for number in range(3_000))
    html = pruned(f"{LONG}<div {attributes}>馆</div>", 1_000)
    assert "a00998" in html and "a01002" not in html
    assert html.startswith(LONG) and html.endswith(">馆</div>")


def test_attributes_without_a_space_count_too() -> None:
    """A quoted value ends its attribute, space or not."""
    html = pruned(LONG + "<div " + "".join(f'a{number:05}="1"' for number in range(3_000)) + ">", 1_000)
    assert "a00998" in html and "a01002" not in html


@pytest.mark.parametrize(
    "html",
    [
        LONG + "<img src='data:image/png;base64," + "A" * 9_000 + "' alt='a>b'>",
        LONG + "<script>if (a <b " + "c d e " * 2_000 + ") x='</div>'</script>",
        LONG + "<!-- <div " + "a b " * 2_000 + "> -->",
        LONG + "<title>a <b " + "c " * 4_000 + "</title>",
        LONG + "<div title='unclosed>" + "茶 " * 3_000,
    ],
)
def test_what_is_long_for_another_reason_stays(html: str) -> None:
    """Long values, scripts, comments and titles are as they were."""
    assert pruned(html, 1_000) == html


def test_short_pages_are_not_looked_at() -> None:
    """A page too short to matter comes back as it is."""
    html = "<div " + "a b " * 2_000 + ">"
    assert pruned(html, 100) is html
