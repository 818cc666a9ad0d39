"""A real Ray cluster on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import batch
from extractor.cluster.ray import Runner, run_on_ray
from extractor.cluster.shards import Done, Job, Shard, plan
from extractor.errors import ExtractorError, MissingExtraError
from extractor.model import Record
from extractor.pipeline import Options
from extractor.sources import files
from extractor.writers.arrow import from_batch

ROOT = Path(__file__).parents[2]


def test_a_missing_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Ray the extra to install is said."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r"extractor\[ray\]"):
        next(run_on_ray([], Job(folder="x")))


def test_a_shard_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that passes costs nothing; one that stays is given back with the shard's name."""
    tries: list[int] = []

    def run_shard(shard: Shard, job: Job) -> Done:
        tries.append(1)
        if len(tries) < good:
            raise OSError("no route to host")
        return Done(shard.name, 1, 0)

    monkeypatch.setattr("extractor.cluster.ray.run_shard", run_shard)
    row = {"shard": b'{"name": "part-1", "paths": []}'}
    good = 3
    assert Runner(Job(folder="x"))(row) == {"name": "part-1", "records": 1, "failed": 0, "error": ""}
    tries, good = [], 9
    assert Runner(Job(folder="x"))(row)["error"] == "part-1: OSError: no route to host"
    assert len(tries) == 3


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any]]:
    """A cluster of two nodes with a core each, and the one that may be killed."""
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'extractor[ray]'")
    pytest.importorskip("ray.data")
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    victim = cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster, victim
    ray.shutdown()
    cluster.shutdown()


@pytest.mark.cluster
def test_a_node_that_dies_midway_costs_nothing(nodes: tuple[Any, Any], tmp_path: Path) -> None:
    """Two nodes, one killed after the first shard: every shard is done, record for record as on a single machine."""
    cluster, victim = nodes
    pages, out = tmp_path / "pages", tmp_path / "out"
    pages.mkdir()
    out.mkdir()
    for number in range(2):
        for sample in (ROOT / "samples").glob("*.html"):
            (pages / f"{number}-{sample.name}").write_bytes(sample.read_bytes())
    (pages / "0-empty.html").write_bytes(b"")
    shards = plan([str(pages)], pages=7)
    found = run_on_ray(shards, Job(folder=str(out), page_timeout=120))
    done = [next(found)]
    cluster.remove_node(victim, allow_graceful=False)
    done += list(found)
    assert not [each for each in done if isinstance(each, ExtractorError)]
    assert {each.name for each in done if isinstance(each, Done)} == {shard.name for shard in shards}
    here = [each for each in batch.records(files.load([str(pages)]), Options()) if isinstance(each, Record)]
    assert read(out) == here
    assert sum(each.failed for each in done if isinstance(each, Done)) == 1


def read(folder: Path) -> list[Record]:
    """The records of all shards, in their order."""
    import pyarrow.parquet as pq

    tables = [pq.read_table(path) for path in sorted(folder.glob("*.parquet"))]
    return [record for table in tables for rows in table.to_batches() for record in from_batch(rows)]
