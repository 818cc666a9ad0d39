"""What the extract command takes about the limits of one page."""

from __future__ import annotations

import argparse

from extractor.model import PageLimits

DEFAULTS = PageLimits()
NAMES = PageLimits.__struct_fields__


def add_limit_arguments(parser: argparse.ArgumentParser) -> None:
    """--limit, which may be given again for another limit."""
    shown = ", ".join(f"{name}={getattr(DEFAULTS, name)}" for name in NAMES)
    parser.add_argument("--limit", action="append", type=_limit, default=[], metavar="NAME=N",
                        help=f"how much of one page is taken in: {shown}")  # fmt: skip


def page_limits(words: argparse.Namespace) -> PageLimits:
    """The limits asked for."""
    return PageLimits(**dict(words.limit))


def _limit(word: str) -> tuple[str, int]:
    name, _, number = word.partition("=")
    if name not in NAMES or not (number.isascii() and number.isdigit() and int(number)):
        raise argparse.ArgumentTypeError(f"{word!r} is no limit; write NAME=N with one of {', '.join(NAMES)}")
    return name, int(number)
