"""What the extract command takes about outputs and many pages."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from extractor.cli import main


def test_the_suffix_of_the_output_says_what_is_written(folder: Path, tmp_path: Path) -> None:
    """-o alone gives a database with an index of words, or CoNLL-U; nothing else has to be asked for."""
    page = str(folder / "a.html")
    assert main(["extract", page, "-o", str(tmp_path / "out.db")]) == 0
    with sqlite3.connect(tmp_path / "out.db") as database:
        found = "SELECT title FROM articles WHERE id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH '班车')"
        assert database.execute(found).fetchall() == [("山城小镇修通第一条公路",)]
    assert main(["extract", page, "-o", str(tmp_path / "out.conllu")]) == 0
    assert (tmp_path / "out.conllu").read_text().startswith("# newdoc")
    assert main(["extract", page, "-f", "markdown", "-o", str(tmp_path / "pages")]) == 0
    assert len(list((tmp_path / "pages").glob("*.md"))) == 1


def test_a_run_is_resumed_and_its_reprints_marked(folder: Path, tmp_path: Path) -> None:
    """--resume does what failed before; --dedupe marks the two prints of one page."""
    pytest.importorskip("rensa", reason="rensa is not installed: pip install 'extractor[dedupe]'")
    out = tmp_path / "out" / "records.jsonl"
    out.parent.mkdir()
    assert main(["extract", str(folder), "-o", str(out), "--jobs", "1"]) == 1
    (folder / "b.html").write_bytes((folder / "a.html").read_bytes())
    assert main(["extract", str(folder), "-o", str(out), "--jobs", "1", "--resume", "--dedupe"]) == 0
    rows = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert [Path(row["page"]["uri"]).name for row in rows] == ["a.html", "c.html", "b.html"]
    assert len({row["duplicates"]["group"] for row in rows}) == 1
    assert sum(row["duplicates"]["original"] for row in rows) == 1
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--resume"], "--resume needs a file"),
        (["--dedupe"], "--dedupe needs a file"),
        (["--jobs", "0"], "at least 1"),
        (["--page-timeout", "soon"], "a number of seconds"),
        (["-f", "sqlite"], "needs a file"),
        (["-", "--learn-sites"], "twice"),
    ],
)
def test_what_does_not_fit_is_refused(folder: Path, words: list[str], says: str, capfd: pytest.CaptureFixture[str]) -> None:
    """With usage, before any page is read."""
    with pytest.raises(SystemExit) as ended:
        main(["extract", str(folder / "a.html"), *words])
    assert ended.value.code == 2 and says in capfd.readouterr().err


def test_sites_are_learned_from_files(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """--learn-sites goes through the files once more and gives records all the same."""
    assert main(["extract", str(folder / "a.html"), str(folder / "c.html"), "--learn-sites", "--jobs", "1"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 2
