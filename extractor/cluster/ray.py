"""Shards on a Ray cluster, through Ray Data. The only ray.

Ray runs the shards of a node that dies anew on others; a shard that fails with an error is tried again here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from extractor.cluster.shards import Done, Job, Shard, run_shard
from extractor.errors import DataError, ExtractorError, MissingExtraError

TRIES = 3
"""Times a shard is begun, for errors and again for workers that die."""


def run_on_ray(shards: list[Shard], job: Job, address: str | None = None) -> Iterator[Done | ExtractorError]:
    """What becomes of each shard, as they are done; an error that names the shard for one that could not be done.

    address: of a running cluster, as `ray start` prints it; None for RAY_ADDRESS, else a cluster on this machine.
    Raises MissingExtraError, DataError.
    """
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtraError("ray", "ray") from error
    if not ray.is_initialized():
        ray.init(address=address, log_to_driver=False)
    ray.data.DataContext.get_current().max_errored_blocks = -1  # a lost shard is reported below and costs no other
    rows = [{"shard": msgspec.json.encode(shard)} for shard in shards]
    todo = ray.data.from_items(rows, override_num_blocks=max(len(rows), 1))
    missing = {shard.name: shard for shard in shards}
    for row in todo.map(Runner(job), max_retries=TRIES).iter_rows():
        missing.pop(row["name"], None)
        yield ExtractorError(row["error"]) if row["error"] else Done(row["name"], row["records"], row["failed"])
    for name in missing:
        yield ExtractorError(f"{name}: its worker died {TRIES + 1} times; run the command again to try it once more")


class Runner:
    """The function that Ray sends to its workers."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """A shard's Done as a row, with its error where it failed."""
        shard = msgspec.json.decode(row["shard"], type=Shard)
        for attempt in range(1, TRIES + 1):
            try:
                return {**msgspec.to_builtins(run_shard(shard, self._job)), "error": ""}
            except (DataError, MissingExtraError) as error:
                return _failed(shard, error)
            except Exception as error:
                if attempt == TRIES:
                    return _failed(shard, error)
        raise AssertionError("unreachable")


def _failed(shard: Shard, error: Exception) -> dict[str, Any]:
    return {"name": shard.name, "records": 0, "failed": 0, "error": f"{shard.name}: {type(error).__name__}: {error}"}
