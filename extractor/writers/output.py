"""Where records are written: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

STDOUT = "-"


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
    elif Path(name).exists() and not Path(name).is_file():
        with Path(name).open("wb") as stream:
            yield stream
    else:
        with _replacing(Path(name).resolve()) as stream:  # a link stays a link, what it names is replaced
            yield stream


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    beside = path.with_name(f".extractor-{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as stream:
            yield stream
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
