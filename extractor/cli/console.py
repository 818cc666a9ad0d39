"""What every command shares: exit codes and messages to a person."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

OK, FAILED, USAGE, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 130, 141
"""Exit codes; the last two are what a shell gives for SIGINT and SIGPIPE."""


def say(message: str) -> None:
    """A message on standard error."""
    print(f"extractor: {message}", file=sys.stderr)


def output_name(name: str) -> str:
    """The name of a file that can be written as far as its place tells; for argparse."""
    path = Path(name)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{name}: {'is a folder' if path.is_dir() else 'its folder does not exist'}")
    return name
