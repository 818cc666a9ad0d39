"""Where records are written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from extractor.writers.output import open_output


def write(path: Path, data: bytes) -> None:
    with open_output(str(path)) as stream:
        stream.write(data)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """While records are written the old file stands, afterwards the new one, and nothing beside it."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    with open_output(str(path)) as stream:
        stream.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_broken_run_leaves_the_old_file(tmp_path: Path) -> None:
    """Ctrl-C in the middle changes nothing on disk."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), open_output(str(path)) as stream:
        stream.write(b"new")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_links_and_permissions_are_kept(tmp_path: Path) -> None:
    """A link stays a link, what it names keeps its mode; a new file gets the mode of any new file."""
    path, link = tmp_path / "out.jsonl", tmp_path / "link.jsonl"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    write(link, b"new")
    assert link.is_symlink() and path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    (tmp_path / "plain").touch()
    write(tmp_path / "fresh", b"new")
    assert (tmp_path / "fresh").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """What is no regular file stays what it is. A pipe stands for every device: broken code must not cost /dev/null."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write(pipe, b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
