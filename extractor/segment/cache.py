"""jieba's prefix dictionary, kept in the user's own cache folder.

jieba itself marshals it into the shared temporary folder, where anybody may plant one; ours is plain data
(msgpack, never code), read only from a folder and file that nobody else can write.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec

Prefixes = tuple[dict[str, int], int]
"""Frequencies of all words and 0 for all beginnings of words; the sum of frequencies."""

_WINDOWS = sys.platform == "win32"


def cache_folder() -> Path | None:
    """Our folder in the user's cache folder, by the platform's convention; None where the user has no home."""
    given = os.environ.get("LOCALAPPDATA" if _WINDOWS else "XDG_CACHE_HOME", "")
    if given and Path(given).is_absolute():
        return Path(given) / "extractor"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "extractor"


def cache_name(dictionary: Path, version: str) -> str:
    """A file name that changes with the dictionary."""
    facts = dictionary.stat()
    key = f"{version} {dictionary} {facts.st_size} {facts.st_mtime_ns}"
    return f"jieba-{hashlib.sha256(key.encode()).hexdigest()[:16]}.msgpack"


def load(name: str) -> Prefixes | None:
    """What was stored under a name; None where there is nothing, it is damaged, or others could have written it."""
    folder = cache_folder()
    if folder is None or not _is_private(folder):
        return None
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not _owned(os.fstat(descriptor)):
                return None
            prefixes: Prefixes = msgspec.msgpack.decode(file.read(), type=Prefixes)
            return prefixes
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def store(name: str, prefixes: Prefixes) -> None:
    """Keep for the next run; written beside and moved into place, so runs at the same time never see half a file.

    A folder that cannot be written is no error: the dictionary is built again next time.
    """
    folder = cache_folder()
    with suppress(OSError):
        if folder is None or not _make_private(folder):
            return
        descriptor, beside = tempfile.mkstemp(dir=folder, prefix=f".{name}-")  # mode 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.msgpack.encode(prefixes))
            Path(beside).replace(folder / name)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def _make_private(folder: Path) -> bool:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _WINDOWS and not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
        folder.chmod(0o700)
    return _is_private(folder)


def _is_private(folder: Path) -> bool:
    try:
        facts = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(facts.st_mode) and _owned(facts)


def _owned(facts: os.stat_result) -> bool:
    """Whether it is ours and nobody else may write it."""
    return _WINDOWS or (facts.st_uid == os.geteuid() and not facts.st_mode & 0o022)
