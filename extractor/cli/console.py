"""What every command shares: exit codes and messages to a person."""

from __future__ import annotations

import sys

OK, FAILED, USAGE, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 130, 141
"""Exit codes; the last two are what a shell gives for SIGINT and SIGPIPE."""


def say(message: str) -> None:
    """A message on standard error."""
    print(f"extractor: {message}", file=sys.stderr)
