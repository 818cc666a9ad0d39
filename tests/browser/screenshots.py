"""Pictures of two reports for the documentation: python tests/browser/screenshots.py (make screenshots).

Needs Chromium and the playwright package, like the browser tests.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from extractor.explaining import explain
from extractor.model import Source
from extractor.pipeline import as_source
from extractor.writers.explain import explanation_html
from extractor.writers.explain_diff import diff_html

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
WINDOW = {"width": 1120, "height": 760}


def take(page: Page, report: bytes, name: str, hover: str | None = None) -> None:
    """One picture of a report, with the pointer on an element."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_bytes(report)
        page.goto(path.as_uri())
        if hover:
            page.locator(hover).first.hover()
        page.screenshot(path=IMAGES / name)
    print(f"{IMAGES / name}: {(IMAGES / name).stat().st_size} bytes")


def main() -> None:
    """Both pictures: a report in light, a comparison in dark."""
    data = (ROOT / "samples" / "empirecms.html").read_bytes()
    changed = data.replace("罗听雨".encode(), "罗小雨".encode()).replace("热门文章".encode(), "编辑推荐".encode())
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport=WINDOW).new_page()
        report = explanation_html(explain(as_source(Path("samples/dedecms-aggregator.html"))))
        take(page, report, "explain.png", ".row.s-body")
        page = browser.new_context(viewport={**WINDOW, "height": 520}, color_scheme="dark").new_page()
        pages = (Source(uri="before.html", data=data), Source(uri="after.html", data=changed))
        sides = [explain(each) for each in pages]
        take(page, diff_html(*sides), "diff.png")
        browser.close()


if __name__ == "__main__":
    main()
