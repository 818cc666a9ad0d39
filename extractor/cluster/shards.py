"""A shard: some pages or one archive in, one Parquet file out, there whole or not at all.

Workers share nothing but the folder of the outputs. A shard whose file is there is done, so that any number of runs, on
any number of nodes that come and go, end with the same files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from extractor.batch import BatchOptions, records
from extractor.batch.options import one_thread
from extractor.errors import ExtractorError, SourceError
from extractor.model import Record
from extractor.pipeline import Options
from extractor.sources.files import find, load
from extractor.sources.page_names import PACKED, PAGES
from extractor.writers.output import replacing
from extractor.writers.parquet import write_parquet
from extractor.writers.plain import plain


class Job(Struct, frozen=True, kw_only=True):
    """What is done to every shard. folder: where the outputs go, the same for all workers."""

    folder: str
    options: Options = Options()
    page_timeout: float | None = 20.0


class Shard(Struct, frozen=True):
    """name: of its output, from its number and its paths. paths: pages, or one archive."""

    name: str
    paths: tuple[str, ...]


class Done(Struct, frozen=True):
    """What became of a shard: records written, errors of the pages that gave none."""

    name: str
    records: int
    failed: int


def plan(paths: Iterable[str], pages: int = 1000) -> list[Shard]:
    """Shards of so many pages each; what is no page by its name, an archive, is a shard of its own.

    The same paths give the same shards in each run. Raises SourceError for a folder that cannot be listed.
    """
    names = [name for path in paths for name in _named(path)]
    single = [name for name in names if _is_page(name)]
    groups = [[name] for name in names if not _is_page(name)]
    groups += [single[start : start + pages] for start in range(0, len(single), pages)]
    return [_shard(number, group) for number, group in enumerate(groups)]


def run_shard(shard: Shard, job: Job) -> Done:
    """Extract a shard's pages into NAME.parquet; pages that fail are named in NAME.errors.jsonl.

    Pages are read in a process of their own, so that one that crashes or does not end costs itself alone.
    Raises OSError where the output cannot be written, DataError, MissingExtraError.
    """
    one_thread()
    output, errors = outputs(shard, job)
    if not output.exists():
        how = BatchOptions(isolated=True, page_timeout=job.page_timeout)
        failed: list[ExtractorError] = []
        found = records(load(shard.paths), job.options, how)
        with replacing(output) as path, path.open("wb") as stream:
            stream.writelines(write_parquet(_good(found, failed)))
            _write_errors(errors, failed)  # before the output, whose place says that all is done
    return _done(shard.name, output, errors)


def outputs(shard: Shard, job: Job) -> tuple[Path, Path]:
    """Where a shard's records and its errors go."""
    folder = Path(job.folder)
    return folder / f"{shard.name}.parquet", folder / f"{shard.name}.errors.jsonl"


def _is_page(name: str) -> bool:
    """Whether a file holds one page, as far as its name tells."""
    name = name.lower()
    for suffix in PACKED:
        name = name.removesuffix(suffix)
    return name.endswith((*PAGES, ".mhtml", ".mht"))


def _named(path: str) -> Iterator[str]:
    for name in find(path):
        if isinstance(name, SourceError):
            raise name
        yield name


def _shard(number: int, paths: list[str]) -> Shard:
    content = hashlib.sha256("\0".join(paths).encode(errors="surrogateescape")).hexdigest()[:8]
    return Shard(f"part-{number:05}-{content}", tuple(paths))


def _good(found: Iterable[Record | ExtractorError], failed: list[ExtractorError]) -> Iterator[Record]:
    for each in found:
        if isinstance(each, Record):
            yield each
        else:
            failed.append(each)


def _write_errors(path: Path, failed: list[ExtractorError]) -> None:
    path.unlink(missing_ok=True)
    if failed:
        with replacing(path) as beside:
            beside.write_bytes(b"".join(msgspec.json.encode({"error": plain(str(each))}) + b"\n" for each in failed))


def _done(name: str, output: Path, errors: Path) -> Done:
    from pyarrow.parquet import read_metadata

    failed = len(errors.read_bytes().splitlines()) if errors.exists() else 0
    return Done(name, read_metadata(output).num_rows, failed)
