"""Commands about one page: exactly one, and an end to every run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.cli.single import load_one
from extractor.errors import SourceError

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_a_path_gives_its_page_and_a_folder_of_several_an_error(folder: Path, page: bytes) -> None:
    """One page comes as it is; several, or none, are told."""
    assert load_one(str(folder / "a.html")).data == page
    with pytest.raises(SourceError, match="holds several pages"):
        load_one(str(folder))
    with pytest.raises(SourceError, match="No such file"):
        load_one(str(folder / "gone.html"))


def test_a_url_that_is_refused_ends_the_run(run: Run) -> None:
    """An address that is not public is named, and the process ends: no thread of the fetch is left waiting."""
    done = run("explain", "http://127.0.0.1:9/")
    assert done.returncode == 1 and done.stdout == b"" and b"not public" in done.stderr
