"""The way into every command, and out of it with the right exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from extractor.cli import cluster, doctor, explain, extract, fetch, label, links, schema, serve
from extractor.cli.console import CLOSED_PIPE, FAILED, INTERRUPTED, say
from extractor.cli.version import print_version
from extractor.errors import ExtractorError

COMMANDS: dict[str, ModuleType] = {
    "extract": extract,
    "cluster": cluster,
    "explain": explain,
    "fetch": fetch,
    "links": links,
    "schema": schema,
    "serve": serve,
    "label": label,
    "doctor": doctor,
}
"""One module a command: HELP, EPILOG (examples, if any), add_arguments(parser), run(words) -> exit code. Modules import what is heavy inside run."""

EPILOG = """\
exit codes: 0 all well, 1 some pages failed (each is named on standard error), 2 wrong usage

  extractor extract page.html                  one record as one line of JSON
  extractor extract saved/ -o records.jsonl    every page below a folder
  extractor fetch --urls urls.txt -o saved/    save pages from the web
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    try:
        words = _parse(arguments)
        return print_version(words.verbose) if words.version else COMMANDS[words.command].run(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return CLOSED_PIPE
    except OSError as error:  # reading has errors of its own, so this one came from writing
        _forget_stdout()
        say(f"cannot write: {error.strerror or error}")
        return FAILED
    except ExtractorError as error:
        say(str(error))
        return FAILED


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The words of the command line; ends the process with usage and exit code 2 where they are wrong."""
    parser = _parser()
    words = parser.parse_args(arguments)
    if words.command is None and not words.version:
        parser.error(f"say what to do: {', '.join(COMMANDS)}, --version or --help")
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
    for name, module in COMMANDS.items():
        description = f"{module.HELP[0].upper()}{module.HELP[1:]}."
        epilog = getattr(module, "EPILOG", None)
        module.add_arguments(
            commands.add_parser(
                name, help=module.HELP, description=description, epilog=epilog,
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
        )  # fmt: skip
    return parser


def _forget_stdout() -> None:
    """Standard output takes no more: let the interpreter's last flush go nowhere, not end in a traceback."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
