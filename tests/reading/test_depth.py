"""Depth of markup has a limit, and only pages that pass it are touched."""

import re

import pytest

from extractor.reading.depth import DEEPEST, MANY_TAGS, flattened

MANY = "<i></i>" * MANY_TAGS  # makes a page long enough to be looked at


def depth(html: str) -> int:
    """Opening divs without a closing one."""
    return len(re.findall("<div", html)) - len(re.findall("</div", html))


def test_pages_of_ordinary_length_are_not_touched() -> None:
    """A page with few tags comes back as it is, however it is nested."""
    html = "<div>" * (DEEPEST * 2)
    assert flattened(html) is html


@pytest.mark.parametrize(
    "html",
    [
        "<div><ul><li>茶<li>馆</ul></div>" * 9000,
        "<p>茶<br><img src=a><hr>" * 9000,
        "<div><font><span>茶</div>" * 9000,
        '<table><tr><td><div class="a">茶</div></table>' * 9000,
        "<DIV>茶</div>" * 9000,
    ],
)
def test_long_pages_that_are_shallow_are_not_touched(html: str) -> None:
    """Elements that need no closing tag, or are closed by the block around them, do not count as deep."""
    assert flattened(html) == html


def test_tags_beyond_the_limit_go_and_text_stays() -> None:
    """Only so many elements are open at once; the text of the others is kept in its order."""
    html = flattened(MANY + "".join(f"<div title={number}>{number}." for number in range(2000)))
    assert depth(html) == DEEPEST
    assert re.sub("<[^>]*>", "", html) == "".join(f"{number}." for number in range(2000))


@pytest.mark.parametrize("cheat", ["</x>", "<b><div></b>", "<p>", "</p>", "<br>", "</i>"])
def test_stray_tags_do_not_hide_depth(cheat: str) -> None:
    """Closing tags that close nothing do not lower the count."""
    assert depth(flattened(MANY + ("<div>" + cheat) * 20_000)) <= DEEPEST


def test_there_is_room_again_after_a_closing_tag() -> None:
    """A page that was too deep in one place is read as it stands after that."""
    rest = "<section><h2>渡口</h2><p>茶馆</p></section>"
    deep = "<div>" * 600
    assert flattened(MANY + deep + "</div>" * 600 + rest).endswith(rest)
