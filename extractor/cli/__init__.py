"""The command line: words in, words out; no logic. One module a command, listed in main.COMMANDS."""

from extractor.cli.main import main

__all__ = ["main"]
