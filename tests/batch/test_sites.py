"""Lines that recur over the pages of a host are learned and held for boilerplate."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.batch.sites import learn_sites
from extractor.errors import DataError, SourceError
from extractor.model import PageLimits, Source
from extractor.pipeline import Options, trace
from extractor.tagging.recurring import FACTOR, load_recurring, save_recurring

SLOGAN = "<p>溪口日报记者站开通新闻热线，欢迎各界朋友讲述身边发生的故事，第{number}期。</p>"


def site(page: bytes, host: str, pages: int) -> list[Source]:
    """Pages of one host with a line of their own each and a slogan in the same place; its number differs."""
    made = []
    for number in range(pages):
        own = f"<p>第{'甲乙丙丁戊己庚'[number]}天的班车在清晨六点开出，比往常多坐了许多赶集的人。</p>"
        html = page.decode().replace("</div></div>\n<div class=\"related\">", own + SLOGAN.format(number=number) + "</div></div>\n<div class=\"related\">")
        made.append(Source(uri=str(number), data=html, url=f"https://{host}/{number}.html"))
    return made


def judged(source: Source, recurring: Path | None) -> dict[str, float]:
    """Body probability of each line."""
    traced = trace(source, Options(site_lines=str(recurring) if recurring else None))
    return {line.text: p for line, p in zip(traced.page.lines, traced.tagging.body, strict=True)}


def test_what_recurs_is_less_likely_to_be_body(page: bytes, tmp_path: Path) -> None:
    """The slogan of a host is judged down on its pages, an article's own line is not; on another host neither is."""
    pages = site(page, "news.example.com", 5)
    save_recurring(learn_sites([*pages, SourceError("gone"), Source(uri="x", data="")], PageLimits()), tmp_path / "lines")
    before, after = judged(pages[2], None), judged(pages[2], tmp_path / "lines")
    (slogan,), (own,) = ([text for text in before if word in text] for word in ("新闻热线", "赶集的人"))
    assert after[slogan] == before[slogan] * FACTOR
    assert after[own] == before[own]
    elsewhere = site(page, "other.example.com", 3)[2]
    assert judged(elsewhere, tmp_path / "lines") == judged(elsewhere, None)


@pytest.mark.parametrize("hosts", [["news.example.com"], ["a.example.com", "b.example.com"]])
def test_few_pages_teach_nothing(page: bytes, hosts: list[str]) -> None:
    """A host needs five pages; those of another do not count for it."""
    assert learn_sites([each for host in hosts for each in site(page, host, 4)], PageLimits()) == frozenset()


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    """A file of another length than whole keys is none."""
    (tmp_path / "lines").write_bytes(b"123")
    with pytest.raises(DataError, match="no file of recurring lines"):
        load_recurring(str(tmp_path / "lines"))
