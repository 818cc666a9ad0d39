"""What a person at a terminal sees: the card of one page, help with examples, the doctor's findings."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bad_server import Server

from extractor.cli import card, doctor, main
from extractor.cli.main import COMMANDS
from extractor.model import Record

ROOT = Path(__file__).parent.parent
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def on_terminal(*words: str) -> str:
    """What a command prints on a terminal."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen([sys.executable, "-m", "extractor", *words], stdout=follower, stdin=follower, cwd=ROOT, env=environment) as process:
        os.close(follower)
        said = b""
        try:
            while piece := os.read(leader, 65536):
                said += piece
        except OSError:  # the other end is closed: Linux says so with EIO
            pass
        process.wait(60)
    os.close(leader)
    return said.decode()


def test_one_page_on_a_terminal_is_a_card(run: Run) -> None:
    """Title, facts, first paragraphs and blocks to read; the same command in a pipe gives JSON, and so does -f."""
    page = "samples/empirecms.html"
    shown = on_terminal("extract", page)
    assert "砚江老城墙根下的早市" in shown and "罗听雨" in shown and "热门文章" in shown and "╭" in shown
    assert run("extract", page).stdout.startswith(b"{")
    assert on_terminal("extract", page, "-f", "jsonl").startswith("{")


def test_a_page_from_the_web_on_a_terminal_is_a_card(server: Server) -> None:
    """A url is one page too, fetched as the options say; with --all-pages it may be several, and is JSON."""
    server.pages["/a.html"] = (ROOT / "samples" / "empirecms.html").read_bytes()
    words = ("extract", server.url("/a.html"), "--allow-private", "--delay", "0")
    shown = on_terminal(*words)
    assert "砚江老城墙根下的早市" in shown and "╭" in shown
    assert on_terminal(*words, "--all-pages").startswith("{")


def test_a_folder_on_a_terminal_is_json() -> None:
    """Several pages are for a program, wherever they go."""
    assert on_terminal("extract", "samples/empirecms.html", "samples/phpcms.html").startswith("{")


def test_a_card_shows_controls_and_has_no_markup(record: Record, capsys: pytest.CaptureFixture[str]) -> None:
    """A page's escape sequences and brackets are shown as they are; they neither colour nor move anything."""
    record.title, record.body.text = "[red]茶\x1b[2J馆", "[link=file:///x]甲\x1b]8;;x\x07"
    card.print_card(record)
    shown = capsys.readouterr().out
    assert "[red]茶⟨U+001B⟩[2J馆" in shown and "\x1b]8" not in shown and "[link=file:///x]" in shown
    assert "渡口晚报" in shown and "山里的春天" in shown and "a few bytes were broken" in shown


@pytest.mark.parametrize("command", [name for name, module in COMMANDS.items() if hasattr(module, "EPILOG")])
def test_help_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`extractor COMMAND --help` ends with commands to copy."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert f"  extractor {command} " in capsys.readouterr().out


def test_the_doctor_tells_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Versions, weights, extras, cache and a page that comes through; exit code 0."""
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    for words in ("numpy:", "weights corpus", "extras", "cache:", "browser:", "a test page: extracted"):
        assert words in said


def test_the_doctor_says_how_to_get_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra whose package is missing names the package and the command."""
    import importlib.metadata as metadata

    monkeypatch.setattr(metadata, "requires", lambda _: ["not-there>=1; extra == 'train'", "numpy; extra == 'fast'", "msgspec>=0.19"])
    found = dict(doctor.extras())
    assert found["train"] == "missing not-there: pip install 'extractor[train]'" and found["fast"].startswith("numpy ")


def test_the_doctor_finds_a_broken_installation(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Weights that cannot be read are named, exit code 1."""
    from extractor.errors import DataError

    def fail(*_: object, **__: object) -> None:
        raise DataError("the tagger's weights are damaged")

    monkeypatch.setattr("extractor.extract", fail)
    assert main(["doctor"]) == 1 and "weights are damaged" in capsys.readouterr().out
