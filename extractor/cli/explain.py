"""extractor explain: one page and why its record is what it is, as an HTML file to open in a browser."""

from __future__ import annotations

import argparse

from extractor.cli.console import OK, USAGE, output_name, say
from extractor.cli.rules_arguments import add_rules_arguments
from extractor.pipeline import Options, read_rules
from extractor.writers.output import STDOUT, open_output

HELP = "why a page's record is what it is, as one HTML file"
EPILOG = """\
  extractor explain page.html -o report.html                   open report.html in a browser
  extractor explain URL -o report.html                         a page from the web
  extractor explain --diff old.html new.html -o changes.html   two versions of a page side by side
  extractor explain --diff page.html --weights a.npz b.npz -o changes.html
                                                               one page judged by two sets of weights
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("pages", nargs="+", metavar="PAGE", help="page (HTML, text, .gz), url, - for standard input; two with --diff")
    add("-o", "--output", metavar="FILE", type=output_name, default=STDOUT, help="write here, whole or not at all")
    add("--diff", action="store_true", help="two pages, or one page and two --weights, side by side")
    add("--weights", nargs="+", metavar="NPZ", default=[], help="weights other than the packaged ones")
    add("--url", metavar="BASE", help="web address of the page, base of its relative links")
    add_rules_arguments(parser)
    add("--images", action="store_true", help="show the body's pictures, which your browser then fetches")


def run(words: argparse.Namespace) -> int:
    """The report to standard output or a file."""
    wrong = _wrong(words)
    if wrong:
        say(wrong)
        return USAGE
    report = _diff(words) if words.diff else _single(words)
    with open_output(words.output) as stream:
        stream.write(report)
    return OK


def _wrong(words: argparse.Namespace) -> str | None:
    """What is wrong with the words together, None where nothing is."""
    pages, weights = len(words.pages), len(words.weights)
    if not words.diff and (pages, weights) not in ((1, 0), (1, 1)):
        return "explain takes one page and at most one --weights; --diff compares two"
    if words.diff and (pages, weights) not in ((2, 0), (2, 1), (1, 2), (2, 2)):
        return "--diff takes two pages, or one page and two --weights"
    return None


def _single(words: argparse.Namespace) -> bytes:
    from extractor.explaining import explain
    from extractor.sources.files import load_page
    from extractor.writers.explain import explanation_html

    options = _options(words, words.weights[0] if words.weights else None)
    return explanation_html(explain(load_page(words.pages[0], url=words.url), options), images=words.images)


def _diff(words: argparse.Namespace) -> bytes:
    from extractor.explaining import explain
    from extractor.sources.files import load_page
    from extractor.writers.explain_diff import diff_html

    sources = [load_page(page, url=words.url) for page in words.pages]
    weights = words.weights or [None]
    pairs = [(sources[min(side, len(sources) - 1)], weights[min(side, len(weights) - 1)]) for side in (0, 1)]
    before, after = (explain(source, _options(words, file)) for source, file in pairs)
    return diff_html(before, after)


def _options(words: argparse.Namespace, weights: str | None) -> Options:
    return Options(all_blocks=True, weights=weights, rules=words.rules and read_rules(words.rules))
