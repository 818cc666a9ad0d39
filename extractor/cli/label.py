"""extractor label: sheets to correct by hand, and corrected sheets to a corpus to train on."""

from __future__ import annotations

import argparse
from pathlib import Path

from extractor.cli.console import FAILED, OK, say
from extractor.errors import ExtractorError
from extractor.writers.output import open_output

HELP = "first labels for a person to correct, and corrected ones to a corpus"
EPILOG = """\
  extractor label page.html                          writes page.html.label; correct it in a text editor
  extractor label --collect my-corpus saved/*.label  makes a corpus of corrected sheets
  python -m extractor.tagging.train --corpus my-corpus -o my.npz
  extractor extract --weights my.npz page.html
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("paths", nargs="+", type=Path, metavar="PAGE", help="saved page; with --collect a corrected sheet")
    add("-o", "--output", metavar="FILE", help="write the sheet here (default: PAGE.label beside the page; - for standard output)")
    add("--collect", type=Path, metavar="FOLDER", help="make or extend a corpus in this folder")
    add("--url", metavar="URL", help="web address of the page")
    add("--force", action="store_true", help="write over a sheet that is there")
    parser.set_defaults(usage_error=parser.error)


def run(words: argparse.Namespace) -> int:
    """Sheets, or a corpus."""
    if words.collect is not None:
        from extractor.labelling import collect

        say(f"{words.collect / 'labels.jsonl'}: {collect(words.paths, words.collect)} labels")
        return OK
    if words.output is not None and len(words.paths) > 1:
        words.usage_error("-o takes one page")
    failed = 0
    for path in words.paths:
        try:
            _label(path, words)
        except ExtractorError as error:
            failed += 1
            say(str(error) if str(path) in str(error) else f"{path}: {error}")
    return FAILED if failed else OK


def _label(path: Path, words: argparse.Namespace) -> None:
    from extractor.labelling import draft_label, write_sheet
    from extractor.sources.files import load_file

    place = words.output or f"{path}.label"
    if place != "-" and Path(place).exists() and not words.force:
        raise ExtractorError(f"{place} is there already, perhaps with corrections; --force writes over it")
    folder = Path() if place == "-" else Path(place).parent
    text = write_sheet(*draft_label(load_file(path, url=words.url), folder))
    with open_output(place) as stream:
        stream.write(text.encode("utf-8", "replace"))
    if place != "-":
        say(f"{place}: correct it, then extractor label --collect FOLDER {place}")
