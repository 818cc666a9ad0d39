"""extractor serve: a local web page that shows what becomes of a page."""

from __future__ import annotations

import argparse

from extractor.cli.console import FAILED, OK, say

HELP = "a local web page to paste, drop or name a page and see its report"
EPILOG = """\
  extractor serve               then open the address it prints; Ctrl-C ends it
  extractor serve --port 0      any free port

It listens on 127.0.0.1 only, keeps nothing, and answers no other web page.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("--port", type=int, default=8765, help="port on 127.0.0.1, 0 for a free one (default: %(default)s)")
    add("--max-mb", type=int, default=10, metavar="MB", help="largest page (default: %(default)s)")
    add("--timeout", type=float, default=20.0, metavar="SECONDS", help="longest work on a page (default: %(default)g)")


def run(words: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from extractor.serving import Limits, Server

    limits = Limits(size=words.max_mb * 1_000_000, seconds=words.timeout)
    try:
        server = Server(words.port, limits)
    except (OSError, OverflowError) as error:
        say(f"cannot listen on port {words.port}: {getattr(error, 'strerror', None) or error}; another one: --port 0")
        return FAILED
    with server:
        say(f"listening on {server.url} (Ctrl-C ends it)")
        server.serve_forever()
    return OK
