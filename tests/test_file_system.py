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

from extractor.cli import main
from extractor.model import Source
from extractor.sources.files import load

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

ROOT = Path(__file__).parent.parent
FULL = Path("/dev/full")
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
"""root without the right to pass over permissions."""

full_device = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


def run_on(mount: str, place: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line where a file system of its own is mounted at a place; afterwards the names of all files there, on standard output."""
    script = f'mount -t tmpfs {mount} extractor "$0" || exit 99; "$@" > /dev/null; code=$?; find "$0" -type f; exit $code'
    command = ["unshare", "--mount", "sh", "-c", script, str(place), sys.executable, "-m", "extractor", *map(str, words)]
    if not shutil.which("unshare"):
        pytest.skip("unshare is not here to mount a file system for a test")
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    if "unshare failed" in done.stderr or done.returncode == 99:
        pytest.skip(f"no right to mount a file system here: {done.stderr.strip()}")
    return done


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

    done = run("extract", *[folder / "a.html"] * 9, "-o", out, "--jobs", "1", preexec_fn=limit)
    assert (done.returncode, done.stderr) == (1, b"extractor: cannot write: File too large\n")
    assert out.read_bytes() == b"old" and list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize("name", ["a.jsonl", "a.db", "a.parquet", "a.csv.gz", "pages/"])
def test_a_disk_that_is_full(folder: Path, tmp_path: Path, name: str) -> None:
    """A real file system without room, whatever is written there: a message, exit code 1, and no half of a file."""
    if name == "a.parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'extractor[parquet]'")
    place = tmp_path / "disk"
    place.mkdir()
    format = ["-f", "markdown"] if name == "pages/" else []
    done = run_on("-o size=8k,nr_inodes=12", place, "extract", folder / "a.html", *sorted((ROOT / "samples").glob("*.html")), "-o", f"{place}/{name}",
                  *format, "--jobs", "1")  # fmt: skip
    assert done.returncode == 1
    assert "extractor: cannot write: " in done.stderr and "Traceback" not in done.stderr
    left = [Path(path) for path in done.stdout.split("\n") if path]
    assert all(path.suffix == ".md" for path in left) and (name == "pages/" or not left)


def test_a_read_only_file_system(folder: Path, tmp_path: Path) -> None:
    """A disk mounted for reading: the same, for records and for a report."""
    place = tmp_path / "disk"
    place.mkdir()
    for command, out in (("extract", "a.jsonl"), ("explain", "a.html")):
        done = run_on("-o ro", place, command, folder / "a.html", "-o", place / out)
        assert (done.returncode, done.stderr, done.stdout) == (1, "extractor: cannot write: Read-only file system\n", "")


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
        done = run_unprivileged("extract", folder, "--jobs", "1")
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
    done = run("extract", folder, "--jobs", "1")
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 2
    first, last = done.stderr.decode().splitlines()
    assert "b.html: is no regular file (a pipe or device" in first and last == "extractor: 1 of 3 pages failed"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("command", ["extract", "explain", "label", "links"])
def test_what_is_no_file_named_by_itself(tmp_path: Path, command: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Every command refuses a pipe named like a page, and a folder named like a page where it cannot use one; nothing is written."""
    os.mkfifo(tmp_path / "a.html")
    (tmp_path / "b.html").mkdir()
    for name, says in (("a.html", "is no regular file (a pipe or device"), ("b.html", "folder")):
        assert main([command, str(tmp_path / name)]) == 1
        said = capfd.readouterr()
        assert f"{name}: " in said.err and says in said.err and said.out == ""
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.html", "b.html"]


@pytest.mark.parametrize("words", [["-o"], ["--weights"], ["--segment", "--dict"], ["--urls"], ["--rules"]])
def test_a_folder_where_a_file_is_wanted(folder: Path, words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """A folder named page.html as output, weights, dictionary, list of urls or rules is named in one line; the exit code is not 0."""
    (folder / "page.html").mkdir()
    try:
        code = main(["extract", str(folder / "a.html"), "--jobs", "1", *words, str(folder / "page.html")])
    except SystemExit as error:
        code = int(str(error.code))
    said = capfd.readouterr()
    assert code in (1, 2) and "page.html" in said.err and "Traceback" not in said.err
    assert list((folder / "page.html").iterdir()) == []

def test_a_link_to_itself(folder: Path, run: Run) -> None:
    """A link that leads nowhere is named."""
    (folder / "b.html").unlink()
    (folder / "b.html").symlink_to("b.html")
    done = run("extract", folder, "--jobs", "1")
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 2
    assert b"b.html: Too many levels of symbolic links" in done.stderr
