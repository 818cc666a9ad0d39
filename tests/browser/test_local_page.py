"""The local page in a real browser: paste, drop, name, and what it says when it cannot."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.serving import Limits, Server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where a running server is."""
    monkeypatch.chdir(ROOT)
    with Server(0, Limits(seconds=120)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


def test_a_dropped_file_and_a_pasted_page_give_their_report(browser: Any, address: str) -> None:
    """The form is usable by hand, its report has the strip and nothing to complain of on the console; a private address is refused."""
    page = browser.new_context().new_page()
    page.set_default_timeout(120_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    page.locator("#file").set_input_files(ROOT / "samples" / "empirecms.html")
    page.get_by_role("button", name="Explain").click()
    page.wait_for_selector(".strip")
    assert "砚江老城墙" in page.title()
    page.goto(address)
    page.locator("#page").fill("<h1>渡口茶馆</h1><p>关了三年的渡口茶馆，昨天早上重新开门，老街坊们排着队来喝头一碗茶。</p>")
    page.get_by_role("button", name="Explain").click()
    page.wait_for_selector(".strip")
    assert "渡口茶馆" in page.locator("#lines").inner_text() and complaints == []
    page.goto(address)
    page.locator("#address").fill(address)
    page.get_by_role("button", name="Explain").click()
    page.wait_for_selector("[role=alert]")
    assert "127.0.0.1" in page.locator("[role=alert]").inner_text()
    page.context.close()
