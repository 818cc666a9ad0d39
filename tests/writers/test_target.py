"""The output's name says what is written."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.errors import MissingExtraError
from extractor.model import Record
from extractor.writers.target import Target, target_of, write
from extractor.zstd import zstd

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "asked", "format", "folder"),
    [
        ("a.jsonl", None, "jsonl", False),
        ("a.json.gz", None, "json", False),
        ("a.csv", None, "csv", False),
        ("a.PARQUET", None, "parquet", False),
        ("a.db", None, "sqlite", False),
        ("a.md", None, "markdown", False),
        ("a.dat", None, "jsonl", False),
        ("a", None, "jsonl", False),
        ("a.csv", "text", "text", False),
        ("a", "markdown", "markdown", True),
        ("a.b/", "markdown", "markdown", True),
        ("a.md", "markdown", "markdown", False),
    ],
)
def test_the_suffix_says_the_format(tmp_path: Path, name: str, asked: str | None, format: str, folder: bool) -> None:
    """Unless another one is asked for; Markdown goes to a folder where the name is one."""
    assert target_of(f"{tmp_path}/{name}", asked) == Target(f"{tmp_path}/{name}", format, folder)


@pytest.mark.parametrize(
    ("name", "asked", "says"),
    [("-", "sqlite", "needs a file"), ("a.db.gz", None, "not packed"), ("gone/a.csv", None, "does not exist"), (".", None, "is a folder")],
)
def test_what_cannot_be_is_refused(tmp_path: Path, name: str, asked: str | None, says: str) -> None:
    """Before any page is read."""
    with pytest.raises(ValueError, match=says):
        target_of(name if name == "-" else f"{tmp_path}/{name}", asked)


def test_packed_output_is_packed(record: Record, tmp_path: Path) -> None:
    """One gzip member, one Zstandard frame: what every reader reads to the end."""
    write([record, record], target_of(f"{tmp_path}/a.jsonl.gz"))
    rows = gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()).splitlines()
    assert [json.loads(row)["title"] for row in rows] == [record.title] * 2
    write([record, record], target_of(f"{tmp_path}/a.jsonl.zst"))
    assert zstd().decompress((tmp_path / "a.jsonl.zst").read_bytes()).splitlines() == rows


def test_a_missing_library_is_named(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the extra to install is said, and no file is left."""
    monkeypatch.setitem(sys.modules, "compression", None)
    monkeypatch.setitem(sys.modules, "backports", None)
    with pytest.raises(MissingExtraError, match=r"extractor\[zstd\]"):
        write([record], target_of(f"{tmp_path}/a.jsonl.zst"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.db", "a.parquet", "pages/"])
def test_a_full_disk_is_said_and_leaves_nothing(record: Record, tmp_path: Path, name: str) -> None:
    """Where a file may grow no further the error comes out, the old file stands, and nothing half-written is left."""
    if name == "a.parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'extractor[parquet]'")
    (tmp_path / "a.jsonl").write_bytes(b"old")
    code = f"""
import resource, signal, sys, msgspec
from extractor.model import Record
from extractor.zstd import zstd
from extractor.writers.target import target_of, write
record = msgspec.json.decode(sys.stdin.buffer.read(), type=Record)
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
try:
    write([record] * 50, target_of({f"{tmp_path}/{name}"!r}, {"markdown" if name.endswith("/") else None!r}))
except Exception as error:
    print(type(error).__name__, error)
"""
    from extractor.writers.jsonl import to_json

    done = subprocess.run([sys.executable, "-c", code], input=to_json(record), capture_output=True, cwd=ROOT, timeout=120)
    assert done.stdout.startswith(b"OSError"), done.stdout + done.stderr
    assert (tmp_path / "a.jsonl").read_bytes() == b"old"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "a.jsonl"]
