"""How much may be read of what the user names, and what is said of what was not."""

from __future__ import annotations

import argparse
import re
from collections import Counter

from extractor.cli.console import say
from extractor.sources.limits import Limits, readable

UNITS = {"": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
SIZE = re.compile(r"(\d{1,12})\s*([kMG]?B?)", re.IGNORECASE)


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of every command that loads pages."""
    parser.add_argument(
        "--max-size",
        metavar="SIZE",
        type=_size,
        default=Limits().page,
        help=f"most a page may have, unpacked: 200MB, 1GB (default: {readable(Limits().page)})",
    )


def limits_of(words: argparse.Namespace) -> Limits:
    """The limits that the words ask for."""
    return Limits(page=words.max_size)


def say_skipped(skipped: Counter[str]) -> None:
    """Say once what archives held beside pages."""
    if skipped:
        reasons = ", ".join(f"{count} {reason}" for reason, count in skipped.most_common())
        say(f"skipped {skipped.total()} records of archives: {reasons}")


def _size(text: str) -> int:
    """Bytes of a size as people write it."""
    units = {name.lower().removesuffix("b"): size for name, size in UNITS.items()}
    found = SIZE.fullmatch(text.strip())
    if not found or not int(found[1]):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write it like 50MB, 1GB or 4000000")
    return int(found[1]) * units[found[2].lower().removesuffix("b")]
