"""Words from the command line: what is asked for comes, and what cannot be had is said before any page is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.cli import main
from extractor.segment import SegmentOptions
from extractor.writers.jsonl import to_json

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def path(tmp_path: Path, page: bytes) -> Path:
    """A page in a file."""
    file = tmp_path / "a.html"
    file.write_bytes(page)
    return file


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (["--segment"], {}),
        (["--segment=body"], {}),
        (["--segment", "all"], {"scope": "all"}),
        (["--pos"], {"pos": True}),
        (["--keywords", "3"], {"keywords": 3}),
        (["--keywords", "3", "--keyword-method", "textrank"], {"keywords": 3, "keyword_method": "textrank"}),
        (["--mode", "search"], {"mode": "search"}),
        (["--mode", "full", "--segment", "all"], {"mode": "full", "scope": "all"}),
        (["--no-hmm"], {"hmm": False}),
        (["--segmenter", "jieba"], {"backend": "jieba"}),
        (["--tokenised"], {"tokenised": True}),
    ],
)
def test_arguments_are_options(
    path: Path, words: list[str], options: dict[str, Any], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Each argument does what its option does in Python, and asks for words by itself."""
    assert main(["extract", str(path), *words]) == 0
    out, err = capfdbinary.readouterr()
    record = extract(path, segment=SegmentOptions(**options))
    assert record.segments is not None and record.segments.words
    assert (out, err) == (to_json(record) + b"\n", b"")


def test_the_users_files_are_used(path: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """--dict makes a word, --stopwords keeps one from the keywords."""
    (tmp_path / "words.txt").write_text("山城小镇 99999 nz\n新修的路 99999 nz\n", "utf-8")
    (tmp_path / "stop.txt").write_text("新修的路\n", "utf-8")
    files = ["--dict", str(tmp_path / "words.txt"), "--stopwords", str(tmp_path / "stop.txt")]
    assert main(["extract", str(path), "--keywords", "5", *files]) == 0
    row = json.loads(capfdbinary.readouterr().out)
    text, segments = row["body"]["text"], row["segments"]
    assert "新修的路" in [text[start:end] for start, end in segments["words"]]
    keywords = [keyword["word"] for keyword in segments["keywords"]]
    assert "山城小镇" in keywords and "新修的路" not in keywords


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gone.txt", None, "gone.txt: cannot be read (No such file or directory)"),
        ("bad.txt", "好\n词 一 二\n".encode(), "bad.txt:2: '一' is neither a frequency nor a tag"),
        ("gbk.txt", b"ok\n\n" + "词语".encode("gbk"), "gbk.txt:3: not UTF-8"),
    ],
)
@pytest.mark.parametrize("option", ["--dict", "--stopwords"])
def test_a_bad_file_is_named_before_any_page_is_read(
    tmp_path: Path, option: str, name: str, data: bytes | None, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The message names file and line, no page is looked for, nothing is written, exit code 1."""
    if option == "--stopwords" and name == "bad.txt":
        return  # any line is a stop word
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(tmp_path / "nosuch.html"), option, str(file), "-o", str(out)]) == 1
    printed = capfd.readouterr()
    assert printed.out == "" and not out.exists()
    assert printed.err.startswith(f"extractor: {tmp_path}/{said}") and printed.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--segment", "a.html"], "'a.html' is neither body nor all; write pages first"),
        (["a.html", "--keywords", "-1"], "'-1' is no number of keywords"),
        (["a.html", "--keywords", "ten"], "'ten' is no number of keywords"),
        (["a.html", "--mode", "quick"], "invalid choice: 'quick'"),
    ],
)
def test_wrong_usage_is_said(words: list[str], said: str, capfd: pytest.CaptureFixture[str]) -> None:
    """What the arguments cannot be is wrong usage, exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(["extract", *words])
    assert ended.value.code == 2 and said in capfd.readouterr().err


def test_an_unknown_segmenter_is_named(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A segmenter that is not installed ends the run before it begins, with those that are."""
    assert main(["extract", str(path), "--segmenter", "nonesuch"]) == 1
    assert capfd.readouterr().err == "extractor: no segmenter 'nonesuch'; there are: auto, jieba, rjieba\n"


def test_conllu_needs_no_other_argument(path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """-f conllu asks for words by itself; --pos fills the tags."""
    assert main(["extract", str(path), "-f", "conllu", "--pos"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.decode().startswith(f"# newdoc id = {path}\n") and "\tSpaceAfter=No|TokenRange=" in out.decode()
    assert err == b""


def test_words_cost_nothing_where_nobody_asks(path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Without an argument about words, segments stay null."""
    assert main(["extract", str(path)]) == 0
    assert json.loads(capfdbinary.readouterr().out)["segments"] is None


def test_a_first_run_is_silent(path: Path, tmp_path: Path, run: Run) -> None:
    """jieba loads without a word on standard error, and keeps its dictionary in the user's cache folder alone."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(temporary)}
    done = run("extract", path, "--segmenter", "jieba", "--pos", "--keywords", "2", env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["segments"]["backend"] == "jieba"
    assert list(temporary.iterdir()) == []
    if sys.platform == "linux":
        assert [file.name[:6] for file in (tmp_path / "cache" / "extractor").iterdir()] == ["jieba-"]
