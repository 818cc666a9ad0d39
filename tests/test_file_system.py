"""What a file system can refuse: each case ends with a message, the right exit code, and nothing half-written."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.model import Source
from extractor.sources.files import load

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

ROOT = Path(__file__).parent.parent
FULL = Path("/dev/full")
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
"""root without the right to pass over permissions."""

full_device = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


def run_unprivileged(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    """The command line as somebody to whom permissions apply."""
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("root passes over permissions, and setpriv is not here to take that right away")
    drop = UNPRIVILEGED if os.geteuid() == 0 else []
    command = [*drop, sys.executable, "-m", "extractor", *map(str, words)]
    return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=False)


@full_device
def test_a_full_disk_behind_standard_output(folder: Path, run: Run) -> None:
    """Standard output that takes no more ends the run with a message and exit code 1."""
    with FULL.open("wb") as full:
        command = [sys.executable, "-m", "extractor", "extract", str(folder / "a.html")]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, b"extractor: cannot write: No space left on device\n")


@full_device
def test_a_full_disk_behind_a_device(folder: Path, run: Run) -> None:
    """-o names what takes no more: the same message."""
    done = run("extract", folder / "a.html", "-o", FULL)
    assert (done.returncode, done.stderr) == (1, b"extractor: cannot write: No space left on device\n")


def test_a_file_that_may_not_grow(folder: Path, run: Run, tmp_path: Path) -> None:
    """A file that breaks off while it is written leaves the old one, and nothing beside it."""
    out = tmp_path / "out" / "records.jsonl"
    out.parent.mkdir()
    out.write_bytes(b"old")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    done = run("extract", *[folder / "a.html"] * 9, "-o", out, preexec_fn=limit)
    assert (done.returncode, done.stderr) == (1, b"extractor: cannot write: File too large\n")
    assert out.read_bytes() == b"old" and list(out.parent.iterdir()) == [out]


def test_a_read_only_folder(folder: Path, tmp_path: Path) -> None:
    """An output in a folder that may not be written is refused, and nothing is left there."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    done = run_unprivileged("extract", folder / "a.html", "-o", locked / "records.jsonl")
    assert (done.returncode, done.stderr) == (1, b"extractor: cannot write: Permission denied\n")
    assert done.stdout == b"" and list(locked.iterdir()) == []


def test_pages_that_may_not_be_read(folder: Path) -> None:
    """A page and a folder without permission are named, the other pages come."""
    (folder / "b.html").write_bytes(b"<p>secret")
    (folder / "b.html").chmod(0)
    (folder / "sub").mkdir(mode=0)
    try:
        done = run_unprivileged("extract", folder)
    finally:
        (folder / "sub").chmod(0o700)
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 2
    assert [line.rpartition(b"/")[2] for line in done.stderr.splitlines()] == [
        b"b.html: Permission denied", b"sub: Permission denied", b"extractor: 2 of 4 pages failed"
    ]  # fmt: skip


def test_a_page_that_vanishes(folder: Path) -> None:
    """A page that was there when the folder was read, and is not when its turn comes, is an error of its own."""
    pages = load([str(folder)])
    assert isinstance(next(pages), Source)
    (folder / "c.html").unlink()
    assert [str(page) for page in pages if not isinstance(page, Source)] == [f"{folder}/c.html: No such file or directory"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file(folder: Path, run: Run) -> None:
    """A pipe named like a page is refused at once instead of waited for; a folder named like a page is a folder."""
    (folder / "b.html").unlink()
    os.mkfifo(folder / "b.html")
    (folder / "page.html").mkdir()
    (folder / "c.html").rename(folder / "page.html" / "d.html")
    done = run("extract", folder)
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 2
    first, last = done.stderr.decode().splitlines()
    assert "b.html: is no regular file (a pipe or device" in first and last == "extractor: 1 of 3 pages failed"


def test_a_link_to_itself(folder: Path, run: Run) -> None:
    """A link that leads nowhere is named."""
    (folder / "b.html").unlink()
    (folder / "b.html").symlink_to("b.html")
    done = run("extract", folder)
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 2
    assert b"b.html: Too many levels of symbolic links" in done.stderr
