"""extractor doctor: what is installed, what is missing, and where things are kept."""

from __future__ import annotations

import argparse
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import extractor
from extractor.cli.console import FAILED, OK

HELP = "versions, extras, weights and cache folders; what is missing and how to get it"
EPILOG = """\
  extractor doctor     exit code 0 if everything that extraction needs is there
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none."""


def run(words: argparse.Namespace) -> int:
    """One finding a line; what is missing says how to get it."""
    from extractor.cli.version import environment

    print(f"extractor {extractor.__version__} in {Path(extractor.__file__).parent}")
    try:
        for name, value in environment():
            print(f"  {name}: {value}")
    except Exception as error:  # whatever is wrong with an installation is what this command is for
        print(f"  broken: {type(error).__name__}: {error}")
    for title, findings in (("extras", extras()), ("places", places())):
        print(title)
        for name, value in findings:
            print(f"  {name}: {value}")
    trouble = _trouble()
    print(f"a test page: {trouble or 'extracted'}")
    return FAILED if trouble else OK


def extras() -> Iterator[tuple[str, str]]:
    """Each extra of this version with its packages' versions, or how to install it."""
    from importlib.metadata import PackageNotFoundError, metadata, requires

    try:
        names, needs = metadata("extractor").get_all("Provides-Extra") or [], requires("extractor") or []
    except PackageNotFoundError:
        yield "unknown", "extractor runs from a folder; pip install -e . records its extras"
        return
    for extra in names:
        found = dict(_packages(extra, needs))
        missing = [package for package, version in found.items() if version is None]
        if missing:
            yield extra, f"missing {', '.join(missing)}: pip install 'extractor[{extra}]'"
        elif found:
            yield extra, ", ".join(f"{package} {version}" for package, version in found.items())


def _packages(extra: str, needs: list[str]) -> Iterator[tuple[str, str | None]]:
    """(package, its version or None) for what an extra adds; other extras it names are told by themselves."""
    from importlib.metadata import PackageNotFoundError, version

    for need in needs:
        marker = need.partition(";")[2]
        if not re.search(rf"extra\s*==\s*['\"]{re.escape(extra)}['\"]", marker):
            continue
        package = re.split(r"[\s<>=!~;\[(]", need, maxsplit=1)[0]
        if package == "extractor":
            continue
        try:
            yield package, version(package)
        except PackageNotFoundError:
            yield package, None


def places() -> Iterator[tuple[str, str]]:
    """Where data is kept and which browser there is."""
    from extractor.segment.cache import cache_folder
    from extractor.sources.web.render import ENVIRONMENT, NAMES

    folder = cache_folder()
    yield "cache", f"{folder}{'' if folder and folder.is_dir() else ' (made when first needed)'}" if folder else "none"
    browser = os.environ.get(ENVIRONMENT) or next(filter(None, map(shutil.which, NAMES)), None)
    yield "browser", browser or f"none found, so no --render; install chromium or name one in {ENVIRONMENT}"


TEST_PAGE = (
    "<title>渡口茶馆重新开门</title><h1>渡口茶馆重新开门</h1><p>关了三年的渡口茶馆，昨天早上重新开门，老街坊们排着队来喝头一碗茶。</p>"
    "<p>掌柜说，水还是那口井里的水，茶还是山那边的茶，只是当年添水的孩子，如今已经长得比门框还高了。</p>"
)


def _trouble() -> str | None:
    """What keeps a small page from coming through every step, None where it comes."""
    try:
        record = extractor.extract(TEST_PAGE)
    except Exception as error:  # see above
        return f"{type(error).__name__}: {error}; install again: pip install --force-reinstall extractor"
    return None if record.title and record.body.text else "extracted without its text; install again, weights or words are damaged"
