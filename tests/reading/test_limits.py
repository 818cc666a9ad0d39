"""A page over a limit gives what is within it, and a warning that names the limit; the page's other parts are as ever."""

from __future__ import annotations

import pytest

from extractor import PageLimits, extract
from extractor.cli import main
from extractor.model import Page, Source
from extractor.reading import read
from extractor.reading.attributes import LONG_PAGE

ROWS = [f"第{number}天，修路的人们又向前走了一程。" for number in range(40)]
PAGE = "<h1>修路</h1>" + "".join(f"<p>{row}<img src=/{number}.jpg></p>" for number, row in enumerate(ROWS))


def page(html: str, **limits: int) -> Page:
    """A page read with these limits."""
    return read(Source(uri="a", data=html), PageLimits(**limits))


def pictures(of: Page) -> int:
    """How many images stand on the lines."""
    return sum(len(line.pictures) for line in of.lines)


def test_within_the_limits_nothing_is_said() -> None:
    """An ordinary page meets no limit."""
    assert page(PAGE).warnings == () and len(page(PAGE).lines) == 41 and pictures(page(PAGE)) == 39


@pytest.mark.parametrize(
    ("limits", "lines", "images"),
    [({"nodes": 30}, range(5, 20), range(1, 20)), ({"lines": 10}, range(10, 11), range(8, 10)), ({"images": 7}, range(41, 42), range(7, 8))],
)
def test_what_is_beyond_is_left_out(limits: dict[str, int], lines: range, images: range) -> None:
    """The beginning of the page is there, the rest is not, and the warning says why."""
    [(name, most)] = limits.items()
    found = page(PAGE, **limits)
    assert found.warnings == (f"the page has more than {most} {name} (limit {name}): the rest was left out",)
    assert [line.text for line in found.lines] == ["修路", *ROWS][: len(found.lines)]
    assert len(found.lines) in lines and pictures(found) in images


def test_plain_text_has_the_limit_of_lines() -> None:
    """Lines of plain text count like those of markup."""
    found = page("\n".join(ROWS), lines=5)
    assert [line.text for line in found.lines] == ROWS[:5] and "limit lines" in found.warnings[0]


def test_text_deeper_than_the_limit_stays() -> None:
    """Elements too deep are lifted out, their text is kept."""
    deep = "<i></i>" * 16_000 + "<div>" * 100 + "渡口" + "</div>" * 100
    found = page(deep, depth=20)
    assert [line.text for line in found.lines] == ["渡口"] and max(one.depth for one in found.containers) <= 23
    assert "limit depth" in found.warnings[0] and page(deep, depth=200).warnings == ()


def test_attributes_beyond_the_limit_are_dropped() -> None:
    """A million attributes cost their element the last ones, and the reader no time to speak of."""
    html = "<div " + " ".join(f"a{number}" for number in range(1_000_000)) + ">渡口的茶馆</div>" + PAGE
    found = page(html)
    assert len(html) > LONG_PAGE and [line.text for line in found.lines][:2] == ["渡口的茶馆", "修路"]
    assert "limit attributes" in found.warnings[0]


@pytest.mark.parametrize("span", ["99999999999", "-1", "x", "65534"])
def test_a_span_claims_no_memory(span: str) -> None:
    """colspan and rowspan are never multiplied out: a table has the cells that it shows."""
    row = f"<tr><td colspan={span} rowspan={span}>春茶<td>八十</tr>"
    record = extract(f"<h1>茶价</h1><p>{ROWS[0] * 4}</p><table>{row * 3}</table><p>{ROWS[1] * 4}</p>")
    assert all(len(cells) <= 2 for part in record.body.parts if part.rows for cells in part.rows)


def test_the_warning_reaches_the_record() -> None:
    """What was left out is said in the record's warnings."""
    record = extract(PAGE, limits=PageLimits(lines=10))
    assert record.warnings[0].startswith("the page has more than 10 lines")


def test_the_command_line_sets_limits(tmp_path: object, capfd: pytest.CaptureFixture[str], folder: object) -> None:
    """--limit NAME=N does what PageLimits does; another name or no number is wrong usage."""
    assert main(["extract", f"{folder}/a.html", "--limit", "lines=3", "--limit", "images=2"]) == 0
    assert "limit lines" in capfd.readouterr().out
    for wrong in ("lines", "lines=0", "lines=-1", "rows=3", "lines=x"):
        with pytest.raises(SystemExit):
            main(["extract", f"{folder}/a.html", "--limit", wrong])
        assert "is no limit; write NAME=N" in capfd.readouterr().err
    with pytest.raises(ValueError, match="limit nodes must be 1 or more"):
        PageLimits(nodes=0)
