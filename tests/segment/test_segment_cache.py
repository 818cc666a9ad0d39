"""jieba's dictionary is kept where only its user can write, and a damaged or planted file is never taken."""

from __future__ import annotations

import marshal
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.segment import cache

PREFIXES: cache.Prefixes = ({"你": 1, "你好": 5}, 6)
SEGMENT = (
    "from extractor.segment import SegmentOptions, segment_text\n"
    "text = '我来到北京清华大学'\n"
    "words = segment_text(text, SegmentOptions(backend='jieba')).words\n"
    "print(' '.join(text[start:end] for start, end in words))"
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    return tmp_path / "cache"


def start(home: Path, **more: str) -> subprocess.Popen[str]:
    """A new process that segments with jieba."""
    env = {**os.environ, "XDG_CACHE_HOME": str(home), **more}
    return subprocess.Popen(
        [sys.executable, "-c", SEGMENT], env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_what_is_stored_is_loaded(home: Path) -> None:
    """A stored dictionary comes back as it was, and an unknown name gives nothing."""
    cache.store("a.msgpack", PREFIXES)
    assert cache.load("a.msgpack") == PREFIXES
    assert cache.load("b.msgpack") is None


@posix
def test_nobody_else_can_read_or_write_it(home: Path) -> None:
    """Folder and file are the user's alone, whatever the umask and however the folder was before."""
    (home / "extractor").mkdir(parents=True)
    (home / "extractor").chmod(0o777)
    before = os.umask(0)
    try:
        cache.store("a.msgpack", PREFIXES)
    finally:
        os.umask(before)
    assert stat.S_IMODE((home / "extractor").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "extractor" / "a.msgpack").stat().st_mode) == 0o600


@posix
def test_a_folder_that_others_can_write_is_not_trusted(home: Path) -> None:
    """Nothing is loaded from a folder open to others."""
    cache.store("a.msgpack", PREFIXES)
    (home / "extractor").chmod(0o770)
    assert cache.load("a.msgpack") is None


@posix
def test_a_file_that_others_can_write_is_not_trusted(home: Path) -> None:
    """Nothing is loaded from a file open to others, nor through a symbolic link."""
    cache.store("a.msgpack", PREFIXES)
    (home / "extractor" / "link.msgpack").symlink_to("a.msgpack")
    assert cache.load("link.msgpack") is None
    (home / "extractor" / "a.msgpack").chmod(0o666)
    assert cache.load("a.msgpack") is None


@posix
def test_a_folder_of_somebody_else_is_not_used(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of another owner is neither read nor written."""
    cache.store("a.msgpack", PREFIXES)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    cache.store("b.msgpack", PREFIXES)
    assert cache.load("a.msgpack") is None
    assert [path.name for path in (home / "extractor").iterdir()] == ["a.msgpack"]


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x92\x80", b"\x92\x80\xa1x", marshal.dumps(PREFIXES)])
def test_a_damaged_file_is_passed_over(home: Path, data: bytes) -> None:
    """A file that is no dictionary of ours counts as none."""
    cache.store("a.msgpack", PREFIXES)
    (home / "extractor" / "a.msgpack").write_bytes(data)
    assert cache.load("a.msgpack") is None


def test_no_folder_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be stored the dictionary is just not kept."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    cache.store("a.msgpack", PREFIXES)
    assert cache.load("a.msgpack") is None


@posix
def test_a_relative_cache_home_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the XDG convention a relative path does not count; the home folder does."""
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = cache.cache_folder()
    assert folder is not None and folder.is_relative_to(tmp_path)


def test_first_runs_at_the_same_time(home: Path) -> None:
    """Processes that all find no cache agree, say nothing on stderr, and leave one whole file."""
    runs = [start(home) for _ in range(3)]
    outputs = [run.communicate(timeout=60) for run in runs]
    assert outputs == [("我 来到 北京 清华大学\n", "")] * 3
    [kept] = (home / "extractor").iterdir()
    assert cache.load(kept.name) is not None


def test_the_shared_temporary_folder_is_left_alone(home: Path, tmp_path: Path) -> None:
    """A cache of jieba's own that somebody planted in the temporary folder is not read, and none is written there."""
    planted = tmp_path / "tmp" / "jieba.cache"
    planted.parent.mkdir()
    poison = marshal.dumps(({"我来": 10**6, "我": 1, "来": 1}, 10**6))
    planted.write_bytes(poison)
    output, errors = start(home, TMPDIR=str(planted.parent)).communicate(timeout=60)
    assert (output, errors) == ("我 来到 北京 清华大学\n", "")
    assert [path.name for path in planted.parent.iterdir()] == ["jieba.cache"] and planted.read_bytes() == poison
