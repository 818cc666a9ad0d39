"""--learn-sites: what recurs on a host's pages is learned before they are extracted."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.batch import Pages
from extractor.batch.stop import Stop
from extractor.cli.limit_arguments import page_limits


def add_site_arguments(parser: argparse.ArgumentParser) -> None:
    """--learn-sites."""
    parser.add_argument("--learn-sites", action="store_true", help="go through all files once before: lines that recur on "
                        "the pages of a host count as boilerplate there")  # fmt: skip


@contextmanager
def site_lines(words: argparse.Namespace, load: Callable[[Iterable[str]], Pages], stop: Stop) -> Iterator[str | None]:
    """A file of the lines that recur, None where nobody asked; ends the process with usage for what is read only once."""
    if not words.learn_sites:
        yield None
        return
    if words.urls is not None or any(path == "-" or "://" in path for path in words.paths):
        words.refuse("--learn-sites goes through the pages twice: name files and folders; save urls with extractor fetch")
    from extractor.batch.sites import learn_sites
    from extractor.tagging.recurring import save_recurring

    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        path = Path(folder) / "lines"
        save_recurring(learn_sites(stop.until_stopped(load(words.paths)), page_limits(words)), path)
        yield str(path)
