"""How long we and others take for a page: every contestant in a process of its own, one after the other, round by round.

    python tests/bench/peers.py [FOLDER] [ROUNDS]        samples/ and 5 unless said otherwise; peers: pip install 'extractor[bench]'

Each contestant gets the same pages from memory. We get bytes and give JSON bytes: the full record with its blocks and evidence, no words.
Peers get text that is already decoded. Processor time of one thread; what we remember of texts is forgotten before each round. Prints milliseconds a page (median of the rounds), the ratio to parsing alone, and the ratio to us.
"""

from __future__ import annotations

import logging
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from extractor.batch.options import one_thread

one_thread()  # before numpy is loaded, here and in the contestants' processes

from extractor import __version__  # noqa: E402
from extractor.model import Source  # noqa: E402
from extractor.reading.decode import decode  # noqa: E402
from extractor.sources.files import load  # noqa: E402
from tests.bench.fresh import forget  # noqa: E402


def parse_only() -> Callable[[Any], Any]:
    """The parser that we use, and nothing else."""
    from selectolax.lexbor import LexborHTMLParser

    return lambda page: LexborHTMLParser(page.text)


def ours() -> Callable[[Any], Any]:
    """Bytes in, JSON bytes out."""
    from extractor import extract
    from extractor.writers.jsonl import to_json

    return lambda page: to_json(extract(page.data))


def resiliparse_text() -> Callable[[Any], Any]:
    """Main text alone."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page.text, main_content=True)


def readability() -> Callable[[Any], Any]:
    """Main content as HTML."""
    from readability import Document

    return lambda page: Document(page.text).summary()


def trafilatura_fast() -> Callable[[Any], Any]:
    """Main text without fallbacks."""
    from trafilatura import extract

    return lambda page: extract(page.text, fast=True)


def trafilatura_default() -> Callable[[Any], Any]:
    """Main text with fallbacks."""
    from trafilatura import extract

    return lambda page: extract(page.text)


def trafilatura_metadata() -> Callable[[Any], Any]:
    """Main text and metadata."""
    from trafilatura import bare_extraction

    return lambda page: bare_extraction(page.text, with_metadata=True)


def magic_html() -> Callable[[Any], Any]:
    """Main content as HTML, title and date."""
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()
    return lambda page: extractor.extract(page.text, base_url="http://example.com/")


def gne() -> Callable[[Any], Any]:
    """Title, date, author and text."""
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()
    return lambda page: extractor.extract(page.text)


CONTESTANTS: dict[str, tuple[Callable[[], Callable[[Any], Any]], str]] = {
    "selectolax, parsing alone": (parse_only, "selectolax"),
    "extractor, full record": (ours, ""),
    "resiliparse, main text": (resiliparse_text, "resiliparse"),
    "readability-lxml": (readability, "readability-lxml"),
    "trafilatura, fast": (trafilatura_fast, "trafilatura"),
    "trafilatura, default": (trafilatura_default, "trafilatura"),
    "trafilatura, with metadata": (trafilatura_metadata, "trafilatura"),
    "magic-html": (magic_html, "magic-html"),
    "GNE": (gne, "gne"),
}
"""Name in the table -> what makes its function of a page, and the package whose version is printed."""
BASE, US = list(CONTESTANTS)[:2]


class Case:
    """A page as bytes and as text."""

    def __init__(self, source: Source) -> None:
        self.data = source.data
        self.text = decode(source).text


def work(name: str, folder: str) -> None:
    """A contestant's process: one round for every line on standard input, its milliseconds a page to standard output."""
    logging.disable(logging.CRITICAL)
    contestant = CONTESTANTS[name][0]()
    pages = [Case(source) for source in load([folder]) if isinstance(source, Source)]
    for _ in sys.stdin:
        forget()
        start = process_time()
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            for page in pages:
                attempt(contestant, page)
        print(1000 * (process_time() - start) / len(pages), flush=True)


def attempt(contestant: Callable[[Any], Any], page: Case) -> None:
    """One page; what a contestant cannot read costs it nothing more."""
    try:
        contestant(page)
    except Exception:
        return


@contextmanager
def process(name: str, folder: str) -> Iterator[subprocess.Popen[str]]:
    """A contestant's process, ended at the end."""
    command = [sys.executable, __file__, "--work", name, folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        yield running
        assert running.stdin is not None
        running.stdin.close()


def round_of(running: subprocess.Popen[str]) -> float:
    """Milliseconds a page of one round."""
    assert running.stdin is not None and running.stdout is not None
    running.stdin.write("go\n")
    running.stdin.flush()
    return float(running.stdout.readline())


def present() -> Iterator[str]:
    """The contestants whose packages are here; the absent ones are said."""
    for name, (_, package) in CONTESTANTS.items():
        try:
            if package:
                version(package)
            yield name
        except PackageNotFoundError:
            print(f"{name}: {package} is not installed", file=sys.stderr)


def measure(folder: str, rounds: int) -> dict[str, float]:
    """Median milliseconds a page by contestant; the first round of each warms up and does not count."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        running = {name: stack.enter_context(process(name, folder)) for name in present()}
        times: dict[str, list[float]] = {name: [] for name in running}
        for number in range(rounds + 1):
            for name, contestant in running.items():
                took = round_of(contestant)
                if number:
                    times[name].append(took)
    return {name: median(took) for name, took in times.items()}


def main(folder: str = "samples", rounds: str = "5") -> None:
    """Print the table."""
    found = measure(folder, int(rounds))
    print(f"{len(list(load([folder])))} pages of {folder}, Python {platform.python_version()}, {cpu()}\n")
    print("| | version | ms a page | x parsing | x extractor |\n|---|---|---|---|---|")
    for name, took in found.items():
        package = CONTESTANTS[name][1]
        print(f"| {name} | {version(package) if package else __version__} | {took:.1f} | {took / found[BASE]:.1f} | {took / found[US]:.2f} |")


def cpu() -> str:
    """The processor's name."""
    info = Path("/proc/cpuinfo")
    names = [row.partition(":")[2].strip() for row in info.read_text().splitlines() if row.startswith("model name")] if info.exists() else []
    return names[0] if names else platform.processor()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(*sys.argv[2:4])
    else:
        main(*sys.argv[1:])
