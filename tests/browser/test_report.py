"""Reports as people see and use them, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from extractor.explaining import explain
from extractor.pipeline import as_source
from extractor.writers.explain import explanation_html
from extractor.writers.explain_diff import diff_html

ROOT = Path(__file__).parents[2]
PHONE = {"width": 375, "height": 740}
ONE = "empirecms.html"

View = Callable[..., Any]
Reports = dict[str, Path]


def colour(page: Any, selector: str, name: str = "background-color") -> str:
    return str(page.eval_on_selector(selector, f"element => getComputedStyle(element).getPropertyValue('{name}')"))


def overflow(page: Any) -> int:
    """Pixels by which a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def schemes(page: Any) -> set[str]:
    """What the page's links begin with: '#' or a scheme, as the browser reads it."""
    script = "links => links.map(link => link.getAttribute('href').startsWith('#') ? '#' : link.protocol || 'none')"
    return set(page.eval_on_selector_all("a[href]", script))


def test_every_sample_s_report_opens(view: View, reports: Reports) -> None:
    """Each has its lines, its record and a strip; none is wider than a desktop's or a phone's window."""
    page = view(reports[ONE])
    for path in reports.values():
        page.goto(path.as_uri())
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.locator(".row").count() == page.locator(".number").count() > 5
        assert page.locator(".fields > div").count() == 10 and page.locator(".strip rect").count() > 0
        assert overflow(page) <= 0, path.name
        page.set_viewport_size(PHONE)
        assert overflow(page) <= 0, path.name


def test_kinds_are_told_apart_by_colour(view: View, reports: Reports) -> None:
    """Body, headline, facts and each kind of list have their own colour, in light and in dark."""
    for scheme in ("light", "dark"):
        page = view(reports[ONE], color_scheme=scheme)
        shades = ["body", "title", "info", "related", "hot", "latest", "recommended", "prev_next", "nav"]
        assert len({colour(page, f".run.s-{shade}") for shade in shades}) == len(shades)
        assert len({colour(page, f".strip .s-{shade}", "fill") for shade in shades}) == len(shades)


def test_light_and_dark_are_readable(view: View, reports: Reports) -> None:
    """Text stands out from its ground by at least 4.5 to 1 (WCAG AA) in lines, chips and facts of both schemes."""
    script = """() => {
      const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
      const rgb = c => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1);
                         return [...canvas.getImageData(0, 0, 1, 1).data]; };
      const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                                            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
      const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                                                            if (c[3] === 255) return c; } return [255, 255, 255]; };
      return [...document.querySelectorAll('.text, .chip, .count, .number, dt, dd, .reason, .to, .legend label, .help')]
        .filter(e => e.checkVisibility()).map(e => {
          const pair = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((a, b) => b - a);
          return [(pair[0] + .05) / (pair[1] + .05), e.className + ' ' + e.closest('[class*="s-"]')?.className]; })
        .filter(([ratio]) => ratio < 4.5).map(([ratio, name]) => name + ' ' + ratio.toFixed(2)); }"""
    for scheme in ("light", "dark"):
        page = view(reports[ONE], color_scheme=scheme)
        assert sorted(set(page.evaluate(script))) == [], scheme
        assert (colour(page, "body") == "rgb(251, 250, 248)") == (scheme == "light")


def test_hints_show_on_hover_and_focus(view: View, reports: Reports) -> None:
    """A line's probabilities are hidden until the pointer or the keyboard is on it."""
    page = view(reports[ONE])
    line = page.locator(".run.s-body .row").first
    hint = line.locator(".hint")
    assert not hint.is_visible()
    line.hover()
    assert hint.is_visible() and "body" in hint.inner_text() and "%" in hint.inner_text()
    page.mouse.move(0, 0)
    assert not hint.is_visible()
    line.locator(".number").focus()
    assert hint.is_visible()
    described = line.locator(".number").get_attribute("aria-describedby")
    assert hint.get_attribute("id") == described and hint.get_attribute("role") == "tooltip"


def test_fields_lead_to_their_lines_and_back(view: View, reports: Reports) -> None:
    """A click on a field's line brings that line into view, marked; a click on the line's field brings the field."""
    page = view(reports[ONE], viewport={"width": 1280, "height": 400}, reduced_motion="reduce")
    page.locator("#f-published .to").click()
    target = page.locator(".row:target")
    assert target.evaluate("element => element.getBoundingClientRect().top < innerHeight")
    assert "published" in target.locator(".targets").inner_text()
    target.locator(".to", has_text="published").click()
    assert page.evaluate("document.querySelector(':target').id") == "f-published"
    page.locator(".card.s-hot .entries .to").first.click()
    assert "s-hot" in page.locator(".row:target").get_attribute("class")


def test_a_line_in_a_folded_run_opens_it(view: View, reports: Reports) -> None:
    """Following a link to a line of a folded run unfolds the run."""
    page = view(reports[ONE], reduced_motion="reduce")
    folded = page.locator("details.run.s-nav:not([open])").first
    number = folded.locator(".row").first.get_attribute("id")
    page.goto(f"{page.url.partition('#')[0]}#{number}")
    assert page.locator(f"#{number}").is_visible()


def test_the_keyboard_is_enough(view: View, reports: Reports) -> None:
    """Tab reaches links and summaries with a visible ring, Enter folds and unfolds, Space switches a kind off."""
    page = view(reports[ONE])
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.tagName + ' ' + (document.activeElement.id || '')").lower())
        if seen[-1].startswith("summary"):
            break
    assert any(name.startswith("a") for name in seen) and any("show-body" in name for name in seen)
    assert colour(page, ":focus", "outline-style") == "solid"
    before = page.evaluate("document.activeElement.parentElement.open")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is not before
    page.locator("#show-related").focus()
    page.keyboard.press("Space")
    assert not page.locator(".run.s-related").first.is_visible() and page.locator(".run.s-body").is_visible()


def test_blocks_fold(view: View, reports: Reports) -> None:
    """Lists of articles stand open, furniture is folded, a click turns either."""
    page = view(reports[ONE])
    for kind, is_open in (("hot", True), ("nav", False)):
        card = page.locator(f".card.s-{kind}").first
        assert (card.get_attribute("open") is not None) is is_open
        card.locator("summary").click()
        assert (card.get_attribute("open") is not None) is not is_open


def test_on_a_phone_the_record_comes_first(view: View, reports: Reports) -> None:
    """Below the breakpoint the record stands above the lines, and a tapped line shows its hint within the window."""
    page = view(reports[ONE], viewport=PHONE, has_touch=True, is_mobile=True)
    top = "element => element.getBoundingClientRect().top"
    assert page.locator("#record").evaluate(top) < page.locator("#lines").evaluate(top)
    page.locator(".run.s-body .number").first.tap()
    hint = page.locator(".run.s-body .hint").first
    box = hint.bounding_box()
    assert hint.is_visible() and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_a_comparison_shows_differences_first(view: View, tmp_path: Path) -> None:
    """Equal lines are hidden until asked for; a changed line stands beside its other version."""
    data = (ROOT / "samples" / ONE).read_bytes()
    before, after = (explain(as_source(each)) for each in (data, data.replace("罗听雨".encode(), "罗小雨".encode())))
    path = tmp_path / "diff.html"
    path.write_bytes(diff_html(before, after))
    page = view(path, viewport={"width": 1280, "height": 800})
    assert page.locator(".pair:visible").count() == 1 and "罗小雨" in page.locator(".pair:visible").inner_text()
    page.locator("#show-same").check()
    assert page.locator(".pair:visible").count() > 50 and overflow(page) <= 0
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0


def test_pictures_are_off_by_default(view: View, reports: Reports) -> None:
    """Opening a report asks nothing of a network (`view` holds that); its links are http or inside the report."""
    page = view(reports["dedecms-aggregator.html"])
    assert schemes(page) <= {"#", "http:", "https:"} and page.locator("img").count() == 0


# ---------------------------------------------------------------- hostile pages

PAYLOADS = (
    "<script>alert(1)</script>", "</style><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg onload=alert(1)>",
    "</title><script>alert(1)</script>", "</textarea></pre><iframe srcdoc='<script>alert(1)</script>'>", "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)//http://", "<a href=javascript:alert(1)>x</a>", "--><script>alert(1)</script>", "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "\u202e\u2066<b>", "<base href=//evil.example/>", "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<style>body{display:none}</style>", "<form action=//evil.example><button>",
)  # fmt: skip


def hostile(payload: str) -> str:
    """A page that carries a payload in every field that a report shows."""
    p = escape(payload)
    return f"""<html lang="{p}"><head><meta charset="utf-8"><title>标题{p}_站名{p}</title>
<meta property="og:site_name" content="{p}"><meta name="author" content="{p}"><link rel="canonical" href="http://h.example/{p}"></head><body>
<div class="nav {p}" id="{p}"><a href="/">首页{p}</a> &gt; <a href="{p}">新闻{p}</a> &gt; 正文</div>
<div class="article"><h1>山城小镇修通公路{p}</h1><div class="info">2023-05-06 10:30 来源：<a href="{p}">溪口日报{p}</a> 作者：林青{p} 责任编辑：{p}</div>
<div class="content"><p>五月的清晨，溪口镇的老人们早早站到了新修的路边{p}，等着第一辆班车从山那边开过来，孩子们也来了。</p>
<p><img src="{p}" alt="{p}">▲图/{p}</p><p>这条路全长十二公里，修了整整三年，把六个村子和县城连在了一起，<a href="{p}">{p}</a>孩子们上学不必再翻山。</p>
<table><tr><td>{p}</td><td>二</td></tr><tr><td>三</td><td>{p}</td></tr></table><pre>{p}</pre></div></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="{p}">山里的班车换了新司机{p}</a><p>摘要写在这里，比标题长一些，写得慢一些{p}</p></li>
<li><a href="/a/2.html?{p}">三年修路人的一本日记{p}</a></li><li><a href="/a/3.html">县城到溪口只要半小时</a></li></ul></div>
<div class="tags">标签：<a href="{p}">{p}</a> <a>公路</a></div><div class="footer">版权所有 溪口在线 {p}</div></body></html>"""


@pytest.fixture(scope="module")
def attacks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Reports of hostile pages, and a comparison of two of them."""
    folder = tmp_path_factory.mktemp("attacks")
    explained = [explain(as_source(hostile(payload))) for payload in PAYLOADS]
    reports = [explanation_html(each) for each in explained] + [diff_html(explained[0], explained[2])]
    paths = [folder / f"{number}.html" for number in range(len(reports))]
    for path, report in zip(paths, reports, strict=True):
        path.write_bytes(report)
    return paths


def test_nothing_of_a_hostile_page_runs_or_loads(view: View, attacks: list[Path]) -> None:
    """Through every field: no dialog, no request, no console line, no element that a report does not have itself."""
    own = {"A", "ASIDE", "B", "BODY", "CAPTION", "DD", "DETAILS", "DIV", "DL", "DT", "FORM", "H1", "H2", "H3", "HEAD", "HEADER",
           "HTML", "I", "INPUT", "LABEL", "LI", "MAIN", "META", "NAV", "OL", "P", "PRE", "PROGRESS", "SECTION", "SPAN", "STYLE", "SUMMARY",
           "TABLE", "TBODY", "TD", "TH", "THEAD", "TITLE", "TR", "UL", "a", "rect", "svg", "title"}  # fmt: skip
    page = view(attacks[0])
    for path in attacks:
        page.goto(path.as_uri())
        assert set(page.evaluate("[...document.querySelectorAll('*')].map(e => e.tagName)")) <= own
        assert page.evaluate("document.querySelectorAll('meta').length") == 5
        assert page.locator("h1").first.is_visible()
        assert schemes(page) <= {"#", "http:", "https:"}
