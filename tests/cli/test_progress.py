"""How far a long run is."""

from __future__ import annotations

import io
import sys
from collections import Counter

import pytest

from extractor.cli import progress as module
from extractor.cli.progress import Bar, Lines, progress

TALLY = Counter(done=1200, failed=3)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Pages, pages a second and failures; nothing before it is time."""
    lines = Lines()
    lines.update(TALLY)
    assert capfd.readouterr().err == ""
    monkeypatch.setattr(module, "EVERY", 0)
    lines.update(TALLY)
    said = capfd.readouterr().err
    assert said.startswith("extractor: 1203 pages, ") and said.endswith(" a second, 3 failed\n")


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures on standard error, once the run has taken a while."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("out.jsonl") as shown:
        assert isinstance(shown, Bar)
        shown.update(TALLY)
        assert screen.getvalue() == ""
        monkeypatch.setattr(module, "AFTER", 0)
        shown.update(TALLY)
    assert "1,203 pages" in screen.getvalue() and "3 failed" in screen.getvalue()


def test_records_on_the_terminal_are_not_mixed_with_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both go to one screen there are lines."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(sys, "stdout", Terminal())
    with progress("-") as shown:
        assert isinstance(shown, Lines)
