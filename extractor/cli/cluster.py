"""extractor cluster: pages to records on many machines."""

from __future__ import annotations

import argparse
from pathlib import Path

from extractor.cli.batch_arguments import add_page_timeout
from extractor.cli.console import FAILED, OK, say
from extractor.errors import ExtractorError
from extractor.pipeline import Options

HELP = "pages and archives to Parquet on a cluster"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="page, folder or archive, under the same name on every machine")
    add("-o", "--output", metavar="DIR", required=True, help="folder of the Parquet files, shared by all machines; "
        "shards whose file is there are left out")  # fmt: skip
    add("--engine", choices=("ray",), default="ray", help="what runs the shards (default: %(default)s)")
    add("--address", help="of a running cluster (default: RAY_ADDRESS, else one on this machine)")
    add("--pages", type=int, default=1000, metavar="N", help="pages a shard; an archive is one (default: %(default)s)")
    add("--all-blocks", action="store_true", help="keep navigation, footers, advertisements and other blocks too")
    add_page_timeout(add)


def run(words: argparse.Namespace) -> int:
    """A Parquet file a shard, messages to standard error."""
    from extractor.cluster.ray import run_on_ray
    from extractor.cluster.shards import Job, plan

    folder = Path(words.output)
    folder.mkdir(parents=True, exist_ok=True)
    job = Job(folder=str(folder.resolve()), options=Options(all_blocks=words.all_blocks), page_timeout=words.extract_timeout or None)
    shards = plan([str(Path(path).absolute()) for path in words.paths], max(words.pages, 1))
    records = failed = lost = 0
    for done in run_on_ray(shards, job, words.address):
        if isinstance(done, ExtractorError):
            lost += 1
            say(str(done))
            continue
        records, failed = records + done.records, failed + done.failed
        if done.failed:
            say(f"{done.name}: {done.failed} pages failed, see {done.name}.errors.jsonl")
    say(f"{records} records in {len(shards) - lost} of {len(shards)} shards, {failed} pages failed")
    return FAILED if failed or lost else OK
