"""The second opinion: heard only where it confirms and completes."""

import pytest

from extractor import opinion
from extractor.model import Container, Line, Page, Tagging

TEXTS = ("山里的茶馆开了一百年，客人来来往往。", "老板说，明年还要把后院也收拾出来。", "版权所有")


def asked(monkeypatch: pytest.MonkeyPatch, theirs: str, body: str) -> Tagging | None:
    page = Page(
        uri="a", url=None, form="html", lines=tuple(Line(text, 0) for text in TEXTS), containers=(Container("body", (), -1, 1),)
    )
    monkeypatch.setattr(opinion, "_extracted", lambda html: theirs)
    return opinion.second_opinion(page, Tagging([0.9, 0.3, 0.0], [[0.0]] * 3, [[0.0]] * 3), body, "")


def test_a_longer_body_that_holds_ours_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that trafilatura adds to all of ours become probable; others stay as they are."""
    monkeypatch.setattr(opinion, "LONGEST", 2.5)
    tagging = asked(monkeypatch, "\n".join(TEXTS[:2]), TEXTS[0])
    assert tagging is not None and tagging.body == [opinion.AGREED, opinion.AGREED, 0.0]


@pytest.mark.parametrize("theirs", ["", TEXTS[1], TEXTS[0], "\n".join(TEXTS[:2])])
def test_other_opinions_are_not_heard(monkeypatch: pytest.MonkeyPatch, theirs: str) -> None:
    """Nothing, another text, the same text, and one much longer than ours change nothing."""
    assert asked(monkeypatch, theirs, TEXTS[0]) is None


def given(monkeypatch: pytest.MonkeyPatch, html: str) -> list[str]:
    """What reaches trafilatura of a page."""
    seen: list[str] = []
    monkeypatch.setattr("trafilatura.extract", lambda html, **_: seen.append(html))
    assert opinion._extracted(html) == ""
    return seen


def test_a_page_of_very_many_tags_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trafilatura took minutes for a row of 300,000 cells, as fuzzing found."""
    page = "<p>茶馆" + "<td>1" * opinion.MOST_TAGS
    assert given(monkeypatch, page) == [] and given(monkeypatch, page[:-50]) == [page[:-50]]


def test_spans_of_cells_are_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trafilatura multiplies them out: a thousand cells that claim a thousand columns took it many seconds."""
    (seen,) = given(monkeypatch, "<table><td colspan=99999 ROWSPAN='9'>茶价</table>")
    assert "span=" not in seen.replace("data-span", "") and "茶价" in seen


def test_trafilatura_is_really_asked() -> None:
    """The real library gives the text of a plain article."""
    html = "<html><body><article>" + "".join(f"<p>{text}</p>" for text in TEXTS[:2] * 3) + "</article></body></html>"
    assert TEXTS[0] in opinion._extracted(html)
