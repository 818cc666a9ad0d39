"""The command line, as its users meet it."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import extractor
from extractor import batch, extract
from extractor.cli import main
from extractor.writers.jsonl import to_json

ROOT = Path(__file__).parent.parent

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def rows(output: bytes | str) -> list[dict[str, Any]]:
    """The records of jsonl output."""
    return [json.loads(line) for line in output.splitlines()]


def uris(output: bytes | str) -> list[str]:
    return [row["page"]["uri"] for row in rows(output)]


def test_a_page_is_one_line_of_json(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Standard output holds the record and nothing else, all is well."""
    path = folder / "a.html"
    assert main(["extract", str(path)]) == 0
    out, err = capfdbinary.readouterr()
    assert (out, err) == (to_json(extract(path)) + b"\n", b"")


def test_a_bad_page_is_reported_and_the_run_goes_on(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Pages that fail are named with their reason on standard error; exit code 1."""
    assert main(["extract", str(folder), str(folder / "gone.html")]) == 1
    out, err = capfdbinary.readouterr()
    assert uris(out) == [f"{folder}/a.html", f"{folder}/c.html"]
    first, second, last = err.decode().splitlines()
    assert first.startswith(f"extractor: {folder}/b.html: ")
    assert second == f"extractor: {folder}/gone.html: No such file or directory"
    assert last == "extractor: 2 of 4 pages failed"


def test_a_fault_of_ours_is_reported_like_a_bad_page(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected exception costs its page, not the run."""

    def fail(*_: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr(batch, "follow", fail)
    assert main(["extract", str(folder / "a.html")]) == 1
    assert "a.html: internal error: KeyError: 'gone'" in capfd.readouterr().err


def test_a_file_is_written_whole(folder: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """-o leaves standard output empty, writes what it would have held, and leaves nothing beside the file."""
    out = tmp_path / "out" / "records.jsonl"
    out.parent.mkdir()
    assert main(["extract", str(folder / "a.html"), "-o", str(out)]) == 0
    assert capfdbinary.readouterr().out == b""
    assert uris(out.read_bytes()) == [f"{folder}/a.html"]
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize("form", ["jsonl", "json", "markdown", "text"])
def test_every_format_is_written(folder: Path, capfdbinary: pytest.CaptureFixture[bytes], form: str) -> None:
    """-f chooses the writer."""
    assert main(["extract", str(folder / "a.html"), "-f", form]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert out.startswith({"jsonl": "{", "json": "[", "markdown": "# 山城", "text": "山城"}[form])
    assert "五月的清晨" in out


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input_is_a_page(
    page: bytes,
    pack: Callable[[bytes], bytes],
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """'-' reads HTML, packed or not; --url resolves its links."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(pack(page))))
    assert main(["extract", "-", "--url", "https://example.org/x.html"]) == 0
    out = capfdbinary.readouterr().out
    (row,) = rows(out)
    assert row["page"]["uri"] == "-" and row["page"]["url"] == "https://example.org/x.html"
    assert b"https://example.org/a/1.html" in out


def test_plain_text_on_standard_input_is_recognised(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text without markup is read line by line, not parsed as HTML."""
    body = [f"第{number}天，修路的人们又向前走了一程，山更近了。" for number in "一二三"]
    lines = ["溪口修通公路", "2023-05-06 来源：溪口日报", *body]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode("gbk"))))
    assert main(["extract", "-"]) == 0
    (row,) = rows(capfdbinary.readouterr().out)
    assert "第二天" in row["body"]["text"]
    assert row["page"]["encoding"] == "gb18030"


def test_all_blocks_are_written_when_asked_for(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """--all-blocks adds kinds beyond the first seven."""
    path = folder / "a.html"
    main(["extract", str(path), "--all-blocks"])
    assert capfdbinary.readouterr().out == to_json(extract(path, all_blocks=True)) + b"\n"


@pytest.mark.parametrize(
    "words",
    [[], ["extract"], ["extract", "x.html", "-f", "pdf"], ["nonsense"], ["extract", "x", "-o", "gone/x"], ["-v"]],
)
def test_wrong_usage_is_exit_code_2(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """Usage and what is wrong go to standard error."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    out, err = capfd.readouterr()
    assert out == "" and "usage: extractor" in err


def test_a_folder_is_no_output_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """-o FOLDER is refused before any page is read."""
    with pytest.raises(SystemExit):
        main(["extract", "x.html", "-o", str(tmp_path)])
    assert "is a folder" in capfd.readouterr().err


def test_the_schema_is_printed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """`extractor schema` prints the committed file."""
    assert main(["schema"]) == 0
    assert capfdbinary.readouterr().out == (ROOT / "schemas" / "article-1.schema.json").read_bytes()


def test_the_version_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """--version is one line; with -v what a report of a fault needs."""
    assert main(["--version"]) == 0
    assert capfd.readouterr().out == f"extractor {extractor.__version__}\n"
    assert main(["--version", "-v"]) == 0
    out = capfd.readouterr().out
    assert f"python: {sys.version.split()[0]}" in out and "numpy: " in out and "weights " in out


def test_output_is_utf8_whatever_the_terminal_says(folder: Path, run: Run) -> None:
    """A process whose locale knows only ASCII writes the same bytes, and its messages do not fail."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = run("extract", folder / "a.html", folder / "没有.html", env=environment)
    assert done.returncode == 1
    assert done.stdout == to_json(extract(folder / "a.html")) + b"\n"
    assert b"No such file" in done.stderr and b"Traceback" not in done.stderr


def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    """`extractor extract ... | head -1` leaves no traceback."""
    command = [sys.executable, "-m", "extractor", "extract", *[str(folder / "a.html")] * 50]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=ROOT, env=buffered) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


def test_output_that_cannot_be_written_is_said(folder: Path, run: Run) -> None:
    """A full disk or a closed standard output ends the run with a message, not a traceback."""
    done = run("extract", folder / "a.html", preexec_fn=partial(os.close, 1))
    assert (done.returncode, done.stderr) == (1, b"extractor: cannot write: standard output is closed\n")
    done = run("extract", folder / "a.html", "-o", folder / ("x" * 300))
    assert (done.returncode, done.stderr) == (1, b"extractor: cannot write: File name too long\n")


@pytest.mark.parametrize(("pages", "kept"), [(["-"], "old"), (["a.html", "-"], "new")])
def test_ctrl_c_keeps_what_is_done(folder: Path, tmp_path: Path, pages: list[str], kept: str) -> None:
    """An interrupted run writes the records it has and exits with 130; without any it leaves -o FILE as it was."""
    out = tmp_path / "out" / "records.jsonl"
    out.parent.mkdir()
    out.write_bytes(b"old")
    command = [sys.executable, "-m", "extractor", "extract", *pages, "-o", str(out), "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder, env=environment) as process:
        until = time.monotonic() + 30
        part = out.parent / ".records.jsonl.part"
        while not (part.exists() and (kept == "old" or part.stat().st_size)) and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.5)  # now it waits for standard input
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
        assert process.returncode == 130
    assert b"Traceback" not in said
    assert out.read_bytes() == b"old" if kept == "old" else uris(out.read_bytes()) == ["a.html"]
    assert list(out.parent.iterdir()) == [out]
