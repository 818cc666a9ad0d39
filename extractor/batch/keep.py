"""Pages to an output that may need more than one pass, or more than one run.

A run that may be resumed, or that looks at all records before it writes one, keeps them in a journal meanwhile. For JSON
lines the journal is the output before it is moved into place; other outputs are made from it at the end, and it stays
beside them, since a later run could not read from a spreadsheet what is done.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from extractor.batch import Pages
from extractor.batch.journal import Journal
from extractor.errors import ExtractorError
from extractor.model import Record
from extractor.writers.output import beside, locked
from extractor.writers.packing import PACKINGS
from extractor.writers.target import Target, write
from extractor.zstd import zstd

Second = Callable[[Callable[[], Iterable[Record]]], Iterable[Record]]
"""What is done when all records are there: is given a way to go through them, as often as needed."""


class Keeping(Struct, frozen=True):
    """resume: leave out pages that earlier runs have done. second: a pass over all records before they are written."""

    resume: bool = False
    second: Second | None = None


def write_pages(pages: Pages, extracted: Callable[[Pages], Iterable[Record]], target: Target, keeping: Keeping) -> None:
    """Extract the pages and write their records; nobody else writes there meanwhile.

    Raises ExtractorError where somebody does, DataError for a journal that is none, OSError.
    """
    with locked(target.name):
        if keeping.resume or keeping.second:
            _journalled(pages, extracted, target, keeping)
        else:
            write(extracted(pages), target)


def journal_path(target: Target, keeping: Keeping) -> Path:
    """Where the journal of an output is kept; if it is to become the output, under the name of an unfinished one."""
    path = Path(target.name).resolve()
    if target.folder:
        return path / ".extractor.journal"
    return beside(path, ".part") if _becomes_output(target, keeping) else path.with_name(f"{path.name}.journal")


def _journalled(pages: Pages, extracted: Callable[[Pages], Iterable[Record]], target: Target, keeping: Keeping) -> None:
    path = journal_path(target, keeping)
    if target.folder:
        path.parent.mkdir(exist_ok=True)
    if not keeping.resume:
        path.unlink(missing_ok=True)
    elif not path.exists():
        _begin_with_output(target, path)
    try:
        with Journal(path) as journal:
            for record in extracted(journal.unseen(pages)):
                journal.add(record)
            _finish(journal, target, keeping)
    finally:
        if not keeping.resume:
            path.unlink(missing_ok=True)


def _finish(journal: Journal, target: Target, keeping: Keeping) -> None:
    if _becomes_output(target, keeping):
        output = Path(target.name).resolve()
        if output.exists():
            shutil.copymode(output, journal.path)
        journal.path.replace(output)
        return
    write(keeping.second(journal.records) if keeping.second else journal.records(), target)
    if target.format == "jsonl":  # the next run begins with the output
        journal.path.unlink()


def _becomes_output(target: Target, keeping: Keeping) -> bool:
    return target.format == "jsonl" and not target.name.endswith(PACKINGS) and keeping.second is None


def _begin_with_output(target: Target, path: Path) -> None:
    """The journal of an earlier run that came to its end: its output, where that holds whole records."""
    output = Path(target.name)
    if target.folder or not output.exists():
        return
    if target.format != "jsonl":
        raise ExtractorError(f"{output}: made by a run without --resume, which left no {path.name}; give another -o")
    copy = beside(path, ".copy")
    try:
        with copy.open("wb") as stream:
            stream.writelines(_unpacked(output))
        copy.replace(path)
    finally:
        copy.unlink(missing_ok=True)


def _unpacked(path: Path) -> Iterator[bytes]:
    with _opened(path) as stream:
        while piece := stream.read(1 << 20):
            yield piece


def _opened(path: Path) -> Any:
    if path.suffix == ".gz":
        return gzip.open(path)
    if path.suffix == ".zst":
        return zstd().open(path)
    return path.open("rb")
