"""Where records are written: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from extractor.errors import ExtractorError

STDOUT = "-"
LONGEST_NAME = 255  # bytes, on most file systems


@contextmanager
def open_output(name: str) -> Iterator[BinaryIO]:
    """A binary stream to standard output for '-', else to the named file; raises OSError.

    A file is written beside its place and moved there at the end, so a run that breaks off leaves the old one whole.
    A device or pipe (/dev/null) is written to directly.
    """
    if name == STDOUT:
        if sys.stdout is None:
            raise OSError("standard output is closed")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif is_device(name):
        with Path(name).open("wb") as stream:
            yield stream
    else:
        with replacing(Path(name)) as path, path.open("wb") as stream:
            yield stream


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside the given one to write to; what is there at the end takes the place of the old file."""
    path = path.resolve()  # a link stays a link, what it names is replaced
    part = beside(path, ".part")
    try:
        part.unlink(missing_ok=True)  # of a run that was killed
        yield part
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Nobody else of us writes to the same file or folder meanwhile; raises ExtractorError where somebody does.

    Standard output and devices are not locked.
    """
    if name == STDOUT or is_device(name):
        yield
        return
    from filelock import FileLock, Timeout

    path = Path(name).resolve()
    lock = path / ".extractor.lock" if path.is_dir() else beside(path, ".lock")
    held = FileLock(lock, timeout=0)
    try:
        held.acquire()
    except Timeout:
        raise ExtractorError(f"{name}: another run is writing there; wait for it, or give another -o") from None
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)  # while it is held: who opened the same file sees that it is gone, and tries anew
        held.release()


def is_device(name: str) -> bool:
    """Whether something is there that is neither file nor folder and cannot be replaced: a device or a pipe."""
    path = Path(name)
    return path.exists() and not path.is_file() and not path.is_dir()


def beside(path: Path, ending: str) -> Path:
    """A hidden name in the same folder, the same in each run."""
    name = f".{path.name}{ending}"
    if len(name.encode(errors="surrogateescape")) > LONGEST_NAME >= len(path.name.encode(errors="surrogateescape")):
        name = f".{hashlib.sha256(path.name.encode(errors='surrogateescape')).hexdigest()[:16]}{ending}"
    return path.with_name(name)
