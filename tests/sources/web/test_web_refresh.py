"""<meta http-equiv="refresh">."""

from __future__ import annotations

import pytest

from extractor.sources.web.refresh import refresh_target


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=/a">', "/a"),
        ("<META HTTP-EQUIV='Refresh' CONTENT='3; URL=\"/a b\"'>", "/a b"),
        ("<meta http-equiv=refresh content=0,/a>", "/a"),
        ('<meta content="0.5; /a;b" http-equiv="refresh">', "/a;b"),
        ('<meta http-equiv="refresh" content="0;url=a?x=1&amp;y=2">', "a?x=1&y=2"),
        ('<meta http-equiv="refresh" content=";url=/a">', "/a"),
        ('<meta http-equiv="refresh" content="0; url=地址">', "地址"),
        ('<noscript><p></noscript><meta http-equiv="refresh" content="0;url=/a">', "/a"),
    ],
)
def test_where_a_page_sends_on(html: str, target: str) -> None:
    """Every spelling that browsers follow."""
    assert refresh_target(html.encode()) == target


@pytest.mark.parametrize(
    "html",
    [
        '<meta http-equiv="refresh" content="600">',
        '<meta http-equiv="refresh" content="300;url=/a">',
        '<meta http-equiv="refresh" content="">',
        '<meta http-equiv="refresh" content="0;url=">',
        '<meta http-equiv="refresh" content="....;url=/a">',
        '<!-- <meta http-equiv="refresh" content="0;url=/a"> -->',
        '<noscript><meta http-equiv="refresh" content="0;url=/a"></noscript>',
        '<script>"<meta http-equiv=refresh content=\'0;url=/a\'>"</script>',
        '<meta name="refresh" content="0;url=/a">',
        "<p>refresh",
    ],
)
def test_pages_to_be_read(html: str) -> None:
    """Pages that reload themselves or lead home later, and what stands in comments, scripts or <noscript>."""
    assert refresh_target(html.encode()) is None
