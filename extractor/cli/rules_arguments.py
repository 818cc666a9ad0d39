"""--rules DIR: what users know of sites."""

from __future__ import annotations

import argparse
from pathlib import Path

from extractor.pipeline import read_rules
from extractor.site_rules import SiteRules


def add_rules_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder of site rules."""
    parser.add_argument("--rules", metavar="DIR", type=Path, help="folder of site rules, HOST.toml files of CSS selectors")


def rules_of(words: argparse.Namespace) -> SiteRules | None:
    """The rules asked for. Raises DataError where one is wrong."""
    return read_rules(words.rules) if words.rules else None
