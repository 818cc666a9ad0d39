"""A real browser and the reports of every sample page. Skipped where Chromium or the playwright package is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.explaining import explain
from extractor.pipeline import as_source
from extractor.writers.explain import explanation_html

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in (".html", ".txt"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One headless Chromium for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install 'extractor[render]'")
    if CHROMIUM is None:
        pytest.skip("needs a Chromium: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of every sample, by the sample's name."""
    folder = tmp_path_factory.mktemp("reports")
    found = {}
    for sample in SAMPLES:
        found[sample.name] = folder / f"{sample.name}.html"
        found[sample.name].write_bytes(explanation_html(explain(as_source(sample))))
    return found


@pytest.fixture
def view(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a document in a page of its own; at the end nothing may have been said on the console or asked of a network."""
    contexts, complaints = [], []

    def view(path: Path, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith("file:") or complaints.append(f"request: {request.url}"))
        page.goto(path.as_uri())
        return page

    yield view
    for context in contexts:
        context.close()
    assert complaints == []
