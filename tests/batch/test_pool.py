"""Pages through several processes: order, bounded memory, dead and endless pages, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import batch, pipeline
from extractor.batch import BatchOptions, pool
from extractor.errors import DataError, SourceError
from extractor.model import Body, PageInfo, Record, Source
from extractor.pipeline import Options

ROOT = Path(__file__).parents[2]


def follow(source: Source, options: Options) -> Record:
    """A pipeline that does to a page, and to its process, what the page's data says."""
    match source.data:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(3)
        case "hang":
            time.sleep(60)
        case "slow":
            time.sleep(0.3)
        case "data":
            raise DataError("no weights")
        case "half":
            return Record(page=PageInfo(uri=source.uri), body=Body("\ud83d"))
    return Record(page=PageInfo(uri=source.uri), body=Body())


@pytest.fixture(autouse=True)
def _pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "follow", follow)


def run(*data: str, **how: object) -> list[str]:
    """What becomes of pages named 0, 1, 2 ...: names of records, texts of errors. Forked workers see the pipeline above."""
    options = BatchOptions(jobs=2, start="fork", **{"page_timeout": 20, **how})  # type: ignore[arg-type]
    pages = [Source(uri=str(number), data=each) for number, each in enumerate(data)]
    found = batch.records(pages, Options(), options)
    return [each.page.uri if isinstance(each, Record) else str(each) for each in found]


def test_records_come_in_the_order_of_pages() -> None:
    """A slow page holds back those after it, in whichever process they are."""
    assert run("slow", *[""] * 40) == [str(number) for number in range(41)]


def test_unordered_records_come_as_they_are_done() -> None:
    """All are there, and a page on its own does not wait for the slow chunk before it."""
    found = run("slow", *[""] * 40, ordered=False)
    assert sorted(found, key=int) == [str(number) for number in range(41)]
    assert found[0] != "0"


@pytest.mark.parametrize("ordered", [True, False])
def test_a_dead_worker_costs_its_page_alone(ordered: bool) -> None:
    """Whatever ends a process is reported with its page; the pages beside it are given, and those after it too."""
    found = run("", "die", "", "leave", *[""] * 20, ordered=ordered)
    lost = [each for each in found if not each.isdecimal()]
    assert sorted(lost) == [
        "1: the process that read it died (SIGKILL)",
        "3: the process that read it died (exit code 3)",
    ]
    assert sorted(int(each) for each in found if each.isdecimal()) == [0, 2, *range(4, 24)]
    assert not ordered or found[:4] == ["0", lost[0], "2", lost[1]]


def test_an_endless_page_costs_itself_alone() -> None:
    """A page over the time is reported, its neighbours in the chunk are not lost."""
    assert run("", "hang", "", "", page_timeout=0.5) == ["0", "1: took longer than 0.5 s", "2", "3"]


def test_an_endless_page_in_this_process_is_left_too() -> None:
    """One job, or one page, needs no second process for that."""
    (found,) = batch.records([Source(uri="1", data="hang")], Options(), BatchOptions(jobs=2, page_timeout=0.1))
    assert str(found) == "1: took longer than 0.1 s"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_could_not_be_loaded_keeps_its_place() -> None:
    """Errors of sources go through with the pages."""
    pages = [Source(uri="0", data=""), SourceError("1: gone"), Source(uri="2", data="")]
    found = list(batch.records(pages, Options(), BatchOptions(jobs=2, start="fork")))
    assert [each.page.uri if isinstance(each, Record) else str(each) for each in found] == ["0", "1: gone", "2"]


def test_a_broken_installation_stops_at_once() -> None:
    """What is wrong for every page is raised, from a worker too."""
    with pytest.raises(DataError, match="no weights"):
        run("data", "", "")


def test_half_a_character_comes_through() -> None:
    """A record with a lone surrogate is carried like any other."""
    pages = [Source(uri=str(number), data="half") for number in range(2)]
    found = list(batch.records(pages, Options(), BatchOptions(jobs=2, start="fork")))
    assert [each.body.text for each in found if isinstance(each, Record)] == ["\ud83d"] * 2


def test_pages_ahead_are_bounded() -> None:
    """Only so many pages are loaded before their records are taken: memory does not grow with the run."""
    taken = 0

    def pages() -> Iterator[Source]:
        nonlocal taken
        for taken in range(1, 10_001):
            yield Source(uri=str(taken), data="")

    found = batch.records(pages(), Options(), BatchOptions(jobs=2, start="fork"))
    next(found)
    assert taken <= 2 * (pool.CHUNKS_AHEAD + 1) * pool.CHUNK_PAGES
    found.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("start", ["spawn", "forkserver"])
def test_every_way_to_start_processes_gives_the_same(page: bytes, start: str) -> None:
    """The real pipeline in processes that share nothing with this one."""
    pages = [Source(uri=str(number), data=page) for number in range(3)]
    here = [pipeline.follow(each, Options()) for each in pages]
    there = list(batch.records(pages, Options(), BatchOptions(jobs=2, start=start)))  # type: ignore[arg-type]
    assert here == there


def test_ctrl_c_finishes_what_is_in_hand(tmp_path: Path, page: bytes) -> None:
    """Interrupted in the middle, as by a terminal that signals the whole group: whole records, said, exit code 130."""
    for number in range(3000):
        (tmp_path / f"{number:04}.html").write_bytes(page)
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "extractor", "extract", str(tmp_path), "-o", str(out), "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True) as process:
        part, until = tmp_path / ".out.jsonl.part", time.monotonic() + 60
        while not (part.exists() and part.stat().st_size) and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=60)[1].decode()
        assert process.returncode == 130
    lines = out.read_bytes().splitlines()
    assert f"interrupted: {len(lines)} records" in said and "Traceback" not in said
    assert 0 < len(lines) < 3000 and all(line.endswith(b"}") for line in lines)
    assert gone(process.pid)


def gone(group: int) -> bool:
    """Whether the processes of a group end, soon after their parent."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
