"""The command line: words in, words out."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import extractor
from extractor import batch
from extractor.errors import ExtractorError
from extractor.model import Record
from extractor.pipeline import Options
from extractor.schema import schema_json
from extractor.sources import files
from extractor.writers import WRITERS
from extractor.writers.output import STDOUT, open_output

OK, FAILED, USAGE, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 130, 141
"""Exit codes; the last two are what a shell gives for SIGINT and SIGPIPE."""

LIBRARIES = ("httpx", "jieba", "msgspec", "numpy", "selectolax", "trafilatura")

EPILOG = """\
exit codes: 0 all well, 1 some pages failed (each is named on standard error), 2 wrong usage

  extractor extract page.html                  one record as one line of JSON
  extractor extract saved/ -o records.jsonl    every page below a folder
  curl -s URL | extractor extract - --url URL  a page from standard input
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    try:
        return _run(_parse(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return CLOSED_PIPE
    except OSError as error:  # reading has errors of its own, so this one came from writing
        _forget_stdout()
        _say(f"cannot write: {error.strerror or error}")
        return FAILED
    except ExtractorError as error:
        _say(str(error))
        return FAILED


def _run(words: argparse.Namespace) -> int:
    commands = {"extract": _extract, "schema": _schema, "version": _version}
    return commands[words.command](words)


def _extract(words: argparse.Namespace) -> int:
    """Records to standard output or a file, messages to standard error."""
    tally: Counter[str] = Counter()
    found = batch.records(files.load(words.paths, url=words.url), Options(all_blocks=words.all_blocks))
    with open_output(words.output) as stream:
        for piece in WRITERS[words.format](_reported(found, tally)):
            stream.write(piece)
            stream.flush()
    if tally["failed"]:
        _say(f"{tally['failed']} of {tally.total()} pages failed")
    return FAILED if tally["failed"] else OK


def _reported(found: Iterable[Record | ExtractorError], tally: Counter[str]) -> Iterator[Record]:
    """The records among what was found; the rest is said and counted."""
    for record in found:
        if isinstance(record, ExtractorError):
            tally["failed"] += 1
            _say(str(record))
        else:
            tally["done"] += 1
            yield record


def _schema(words: argparse.Namespace) -> int:
    sys.stdout.buffer.write(schema_json())
    sys.stdout.buffer.flush()
    return OK


def _version(words: argparse.Namespace) -> int:
    print(f"extractor {extractor.__version__}")
    if words.verbose:
        for name, value in _environment():
            print(f"{name}: {value}")
    sys.stdout.flush()
    return OK


def _environment() -> Iterator[tuple[str, str]]:
    """What a report of a fault should name: Python, the libraries, the weights."""
    from importlib.metadata import version

    from extractor.tagging import weights_info

    yield "python", f"{sys.version.split()[0]} on {sys.platform}"
    for library in LIBRARIES:
        yield library, version(library)
    for name, value in weights_info().items():
        yield f"weights {name}", value


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The words of the command line; ends the process with usage and exit code 2 where they are wrong."""
    parser = _parser()
    words = parser.parse_args(arguments)
    if words.version:
        words.command = "version"
    if words.command is None:
        parser.error("say what to do: extract PATH..., schema, --version or --help")
    return words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="extractor",
        description="Chinese web pages in, structured records out.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument("-v", "--verbose", action="store_true", help="with --version: libraries and weights too")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_extract(commands.add_parser("extract", help="pages to records", description="Turn pages into records."))
    commands.add_parser("schema", help="print the record's JSON Schema", description="Print the record's JSON Schema.")
    return parser


def _add_extract(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="page (HTML, text, .gz), folder of pages, - for standard input")
    add("-o", "--output", metavar="FILE", type=_output, default=STDOUT, help="write here, whole or not at all")
    add("-f", "--format", choices=WRITERS, default="jsonl", help="form of the output (default: %(default)s)")
    add("--url", metavar="BASE", help="web address of the page, base of its relative links")
    add("--all-blocks", action="store_true", help="keep navigation, footers, advertisements and other blocks too")


def _output(name: str) -> str:
    """The name of a file that can be written as far as its place tells."""
    path = Path(name)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{name}: {'is a folder' if path.is_dir() else 'its folder does not exist'}")
    return name


def _say(message: str) -> None:
    print(f"extractor: {message}", file=sys.stderr)


def _forget_stdout() -> None:
    """Standard output takes no more: let the interpreter's last flush go nowhere, not end in a traceback."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
