"""The report as a file: complete, inert, escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.explaining import explain
from extractor.model import Role
from extractor.pipeline import Options, as_source
from extractor.writers.explain import explanation_html
from extractor.writers.explain_diff import diff_html
from extractor.writers.explain_rows import SHADES, page_view
from extractor.writers.explain_safe import safe_url, shown

ROOT = Path(__file__).parents[2]


class Tags(HTMLParser):
    """Every start tag of a document with its attributes, and all ids."""

    def __init__(self, document: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(document.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_nothing_in_a_report_can_run(page: bytes) -> None:
    """No script, no inline handler or style, a policy that allows the hashed style sheet and nothing else."""
    report = explanation_html(explain(as_source(page)))
    tags = Tags(report)
    assert not tags.of("script") and not tags.of("iframe") and not tags.of("img") and not tags.of("link")
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on") or name == "style"]
    (style,) = re.findall(r"<style>(.*?)</style>", report.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(meta["content"] for meta in tags.of("meta") if meta.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_words_of_the_page_stay_words() -> None:
    """Markup in a text, a link that a browser would run, controls and lone surrogates end as text."""
    hostile = (
        "<h1>&lt;script&gt;alert(1)&lt;/script&gt;山路</h1><p><a href=\"javascript&colon;alert(1)\">点这里</a>"
        "\"'&lt;img src=x onerror=alert(1)&gt; \u202eabc 五月的清晨，老人们早早站到了新修的路边，等着第一辆班车。</p>"
    )
    report = explanation_html(explain(as_source(hostile))).decode()
    assert "<script" not in report and "<img" not in report and "javascript" not in report.lower()
    assert "&lt;script&gt;alert(1)" in report and "⟨U+202E⟩" in report and "\u202e" not in report
    assert explanation_html(explain(as_source("半个字符\ud83d和它的同伴，站在一句足够长的话里面。"))).decode()


def test_links_inside_the_report_lead_somewhere() -> None:
    """Every address that begins with # names an element of the report, and no id stands twice."""
    for sample in ("empirecms.html", "dedecms-aggregator-flat.txt", "not-found.html"):
        tags = Tags(explanation_html(explain(as_source(ROOT / "samples" / sample))))
        ids = [attributes["id"] for _, attributes in tags.found if attributes.get("id")]
        assert len(ids) == len(set(ids))
        inner = {(link["href"] or "")[1:] for link in tags.of("a") if (link.get("href") or "").startswith("#")}
        assert inner and inner <= set(ids)


def test_every_shade_has_its_colour_and_its_switch() -> None:
    """The style sheet knows every kind of line, so that a new block kind cannot be forgotten there."""
    style = (ROOT / "extractor" / "data" / "explain" / "explain.css").read_text("utf-8")
    assert [shade for shade in SHADES if not re.search(rf"^[^:]*\.s-{shade}\b[^{{]*\{{ --h:", style, re.MULTILINE)] == []
    assert [shade for shade in SHADES if f"#show-{shade}:not(:checked)" not in style] == []
    assert "</" not in style


def test_runs_cover_the_page_in_order(page: bytes) -> None:
    """Each line stands in one run, in the page's order, and the strip is as wide as the page."""
    view = page_view(explain(as_source(page)))
    numbers = [row.number for run in view.runs for row in run.rows]
    assert numbers == list(range(1, len(numbers) + 1))
    assert sum(stripe.width for stripe in view.strip) == pytest.approx(1000, abs=1)
    assert sum(count.lines for count in view.legend) == len(numbers)


def test_pictures_only_when_asked_for() -> None:
    """A report fetches nothing by itself; with images the body's pictures stand in it and the policy lets them in."""
    explained = explain(as_source(ROOT / "samples" / "dedecms-aggregator.html"))
    assert not Tags(explanation_html(explained)).of("img")
    report = explanation_html(explained, images=True)
    assert Tags(report).of("img") and b"img-src http: https:" in report


def test_two_versions_show_what_differs(page: bytes) -> None:
    """Changed fields and lines are marked, equal ones are not; a page against itself differs nowhere."""
    before, after = (explain(as_source(data)) for data in (page, page.replace("林青".encode(), "江远".encode())))
    report = diff_html(before, after).decode()
    assert 'class="changed"><th scope="row">authors</th><td>林青</td><td>江远</td>' in report
    assert 'class="pair edited' in report and 'class="equal"><th scope="row">title' in report
    same = diff_html(before, before).decode()
    assert 'class="changed"' not in same and 'class="pair edited' not in same and 'class="pair same' in same


def test_two_weights_show_what_moved(page: bytes, tmp_path: Path) -> None:
    """The same page judged by other weights: lines that went elsewhere are marked with their shift."""
    from extractor.tagging.tagger import Weights, packaged

    np = pytest.importorskip("numpy")
    arrays = dict(packaged().arrays)
    arrays["out.b"] = arrays["out.b"].copy()
    arrays["out.b"][..., [0, 1 + Role.BODY]] -= 8  # a tagger that sees hardly any body
    path = tmp_path / "shy.npz"
    info = np.frombuffer(b'{"note": "shy"}', np.uint8)
    np.savez(path, info=info, **Weights(arrays, {}).arrays)
    before, after = (explain(as_source(page), Options(all_blocks=True, weights=file)) for file in (None, str(path)))
    report = diff_html(before, after).decode()
    assert "note shy" in report and re.search(r"body -\d\d%", report)


OTHERS = ("javascript:alert(1)", "data:text/html,x", "//h/a", "/a", "https:///a", "http://[", "ftp://h/a", "https://h/\u202ea", "")


@pytest.mark.parametrize("url", OTHERS)
def test_other_addresses_are_inert(url: str) -> None:
    """Only whole http and https addresses become links."""
    assert safe_url(url) is None


def test_what_cannot_be_seen_is_shown() -> None:
    """Controls and marks of direction have a picture; ordinary text is untouched."""
    assert shown("甲\x07乙\u2066\n") == "甲⟨U+0007⟩乙⟨U+2066⟩\n" and shown("“一切如常”") == "“一切如常”"
