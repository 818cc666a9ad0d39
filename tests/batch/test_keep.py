"""Outputs that may need more than one run: killed, resumed, refused, retried."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from extractor.batch import Pages
from extractor.batch.journal import Journal
from extractor.batch.keep import Keeping, write_pages
from extractor.errors import DataError, ExtractorError, SourceError
from extractor.model import Body, PageInfo, Record, Segments, Source, TextSegments
from extractor.reading import fingerprint
from extractor.writers.output import locked
from extractor.writers.target import target_of

ROOT = Path(__file__).parents[2]
RESUME = Keeping(resume=True)


def sources(*names: str) -> list[Source | SourceError]:
    """Pages named and filled so; 'gone' cannot be loaded."""
    return [SourceError("gone: missing") if name == "gone" else Source(uri=name, data=name) for name in names]


def extracted(pages: Pages, seen: list[str] | None = None) -> Iterator[Record]:
    """A page's name as its body; names are told, errors dropped."""
    for page in pages:
        if isinstance(page, Source):
            if seen is not None:
                seen.append(page.uri)
            segments = Segments(words=[(0, 1)], title=TextSegments())
            yield Record(page=PageInfo(uri=page.uri, sha256=fingerprint(page)), body=Body(page.uri), segments=segments)


def run(output: Path, names: Iterable[str], keeping: Keeping = RESUME) -> list[str]:
    """Write these pages; gives the names that were extracted."""
    seen: list[str] = []
    write_pages(sources(*names), lambda pages: extracted(pages, seen), target_of(str(output), FORMS.get(output.name)), keeping)
    return seen


def lines(path: Path) -> list[str]:
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    return [json.loads(line)["page"]["uri"] for line in data.splitlines()]


def cells(path: Path) -> list[str]:
    return [row.split(",")[0] for row in path.read_text("utf-8-sig").splitlines()[1:]]


def table(path: Path) -> list[str]:
    with sqlite3.connect(path) as database:
        return [uri for (uri,) in database.execute("SELECT uri FROM articles ORDER BY id")]


def files(path: Path) -> list[str]:
    return sorted(line[6:-1] for page in path.glob("*.md") for line in page.read_text().splitlines() if line[:5] == "uri: ")


FORMS = {"pages": "markdown"}
OUTPUTS: dict[str, Callable[[Path], list[str]]] = {
    "out.jsonl": lines,
    "out.jsonl.gz": lines,
    "out.csv": cells,
    "out.db": table,
    "pages": files,
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_second_run_does_what_is_left(tmp_path: Path, name: str) -> None:
    """Pages done are skipped, failed ones tried again, new ones added, changed ones too; in every form of output."""
    out = tmp_path / name
    assert run(out, ["a", "gone", "b", "a"]) == ["a", "b"]
    assert run(out, ["a", "gone", "b", "c"]) == ["c"]
    assert OUTPUTS[name](out) == ["a", "b", "c"]
    changed: list[str] = []
    page = Source(uri="a", data="changed")
    target = target_of(str(out), FORMS.get(name))
    write_pages([page], lambda pages: extracted(pages, changed), target, RESUME)
    assert changed == ["a"] and sorted(OUTPUTS[name](out)) == ["a", "a", "b", "c"]


def test_the_output_of_a_run_that_could_not_be_resumed_is_gone_on_with(tmp_path: Path) -> None:
    """JSON lines hold all that is needed; for other forms it is said what to do, and nothing is lost."""
    out, other = tmp_path / "out.jsonl", tmp_path / "out.csv"
    assert run(out, ["a"], Keeping()) == ["a"]
    assert run(out, ["a", "b"]) == ["b"] and lines(out) == ["a", "b"]
    run(other, ["a"], Keeping())
    with pytest.raises(ExtractorError, match="without --resume"):
        run(other, ["a", "b"])
    assert cells(other) == ["a"]


def test_half_a_line_is_cut_off(tmp_path: Path) -> None:
    """A kill in the middle of a record leaves whole lines to the next run."""
    part = tmp_path / ".out.jsonl.part"
    with Journal(part) as journal:
        for record in extracted(journal.unseen(sources("a", "b"))):
            journal.add(record)
    part.write_bytes(part.read_bytes()[:-10])
    assert run(tmp_path / "out.jsonl", ["a", "b", "c"]) == ["b", "c"]
    assert lines(tmp_path / "out.jsonl") == ["a", "b", "c"]
    assert not part.exists()


def test_a_journal_that_is_none_is_refused(tmp_path: Path) -> None:
    """Something else under the journal's name is neither used nor overwritten."""
    (tmp_path / "out.csv.journal").write_bytes(b"dear diary\n")
    with pytest.raises(DataError, match="line 1 is no record"):
        run(tmp_path / "out.csv", ["a"])
    assert (tmp_path / "out.csv.journal").read_bytes() == b"dear diary\n"


def test_two_runs_do_not_write_to_one_output(tmp_path: Path) -> None:
    """The second one is refused by name, also where the output is a folder; when the first is done, it may."""
    (tmp_path / "pages").mkdir()
    for name in ("out.jsonl", "pages"):
        with locked(str(tmp_path / name)), pytest.raises(ExtractorError, match=f"{name}: another run is writing there"):
            run(tmp_path / name, ["a"])
        assert run(tmp_path / name, ["a"]) == ["a"]
    assert not list(tmp_path.glob("**/*.lock"))


def test_two_processes_do_not_write_to_one_output(folder: Path) -> None:
    """The same from the command line, while another process waits for its page."""
    out = folder / "out.jsonl"
    command = [sys.executable, "-m", "extractor", "extract", "-o", str(out)]
    with subprocess.Popen([*command, "-"], stdin=subprocess.PIPE, cwd=ROOT) as first:
        until = time.monotonic() + 60
        while not (folder / ".out.jsonl.lock").exists() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.2)
        second = subprocess.run([*command, str(folder / "a.html")], capture_output=True, cwd=ROOT, timeout=120)
        assert second.returncode == 1 and b"another run is writing there" in second.stderr
        first.communicate((folder / "a.html").read_bytes(), timeout=120)
        assert first.returncode == 0
    assert lines(out) == ["-"]


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_killed_at_random_points_and_resumed_every_page_is_there_once(tmp_path: Path, name: str) -> None:
    """SIGKILL ten times at least, at whatever the run is doing; what is found under the output's name is always whole."""
    out, chance, kills, ended = tmp_path / name, random.Random(7), 0, False
    wanted = [f"{number:03}" for number in range(200)]
    while kills < 12 or not ended:
        pid = os.fork()
        if pid == 0:  # no new interpreter: only what writes is under test
            slow = (page for number in wanted if time.sleep(0.0003) is None for page in sources(number))
            write_pages(slow, extracted, target_of(str(out)), RESUME)
            os._exit(0)
        if kills < 12:
            time.sleep(chance.uniform(0.001, 0.04))
            os.kill(pid, signal.SIGKILL)
            kills += 1
        ended = os.waitpid(pid, 0)[1] == 0
        if out.exists():
            assert sorted(set(lines(out))) == sorted(lines(out))
    assert sorted(lines(out)) == wanted
    assert [path.name for path in tmp_path.iterdir()] == [name]
