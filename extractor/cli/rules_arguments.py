"""--rules DIR: what users know of sites."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_rules_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder of site rules."""
    parser.add_argument("--rules", metavar="DIR", type=Path, help="folder of site rules, HOST.toml files of CSS selectors")
