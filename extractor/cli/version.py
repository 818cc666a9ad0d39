"""extractor --version: the version, and with -v what a report of a fault should name."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import extractor
from extractor.cli.console import OK

LIBRARIES = ("httpx", "jieba", "msgspec", "numpy", "selectolax", "trafilatura")


def print_version(verbose: bool) -> int:
    """Print the version; verbose: Python, the libraries and the weights too."""
    print(f"extractor {extractor.__version__}")
    if verbose:
        for name, value in environment():
            print(f"{name}: {value}")
    sys.stdout.flush()
    return OK


def environment() -> Iterator[tuple[str, str]]:
    """Python, the libraries and what the weights say of themselves, as (name, value)."""
    from importlib.metadata import version

    from extractor.tagging import weights_info

    yield "python", f"{sys.version.split()[0]} on {sys.platform}"
    for library in LIBRARIES:
        yield library, version(library)
    for name, value in weights_info().items():
        if value:
            yield f"weights {name}", value
