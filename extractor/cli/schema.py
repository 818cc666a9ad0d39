"""extractor schema: the record's JSON Schema."""

from __future__ import annotations

import argparse
import sys

from extractor.cli.console import OK
from extractor.schema import schema_json

HELP = "print the record's JSON Schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none."""


def run(words: argparse.Namespace) -> int:
    """Print the schema."""
    sys.stdout.buffer.write(schema_json())
    sys.stdout.buffer.flush()
    return OK
