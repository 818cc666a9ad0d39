"""Shards: the same plan each time, outputs whole or not there, nothing done twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor import extract
from extractor.cluster import shards
from extractor.cluster.shards import Done, Job, plan, run_shard
from extractor.errors import SourceError
from extractor.writers.arrow import from_batch

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install 'extractor[parquet]'")


def test_a_plan_is_the_same_each_time(folder: Path) -> None:
    """Archives are shards of their own, pages go together; names tell number and content."""
    (folder / "crawl.warc.gz").write_bytes(b"")
    first = plan([str(folder)], pages=2)
    assert [shard.paths for shard in first] == [
        (f"{folder}/crawl.warc.gz",),
        (f"{folder}/a.html", f"{folder}/b.html"),
        (f"{folder}/c.html",),
    ]
    assert first == plan([str(folder)], pages=2)
    assert len({shard.name for shard in first}) == 3 and first[0].name.startswith("part-00000-")
    assert plan([str(folder / "a.html")])[0].name != plan([str(folder / "c.html")])[0].name


def test_an_empty_folder_stops_the_plan(tmp_path: Path) -> None:
    """What is wrong with the paths is said before a cluster starts."""
    with pytest.raises(SourceError, match="no pages"):
        plan([str(tmp_path)])


def test_a_shard_is_one_file(folder: Path, tmp_path: Path) -> None:
    """Its records in the order of its pages, its failures beside it, and nothing else; a second run leaves it alone."""
    (shard,), job = plan([str(folder)]), Job(folder=str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    assert run_shard(shard, job) == Done(shard.name, 2, 1)
    output, errors = shards.outputs(shard, job)
    table = pq.read_table(output)
    assert from_batch(table.to_batches()[0]) == [extract(folder / "a.html"), extract(folder / "c.html")]
    (failure,) = map(json.loads, errors.read_text().splitlines())
    assert failure["error"].startswith(f"{folder}/b.html: ")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([output.name, errors.name])
    stamp = output.stat().st_mtime_ns
    assert run_shard(shard, job) == Done(shard.name, 2, 1)
    assert output.stat().st_mtime_ns == stamp


def test_a_shard_that_breaks_off_leaves_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a whole file has the output's name."""

    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(shards, "_write_errors", broken)
    (shard,), job = plan([str(folder / "a.html")]), Job(folder=str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    with pytest.raises(OSError, match="disk full"):
        run_shard(shard, job)
    assert list((tmp_path / "out").iterdir()) == []
