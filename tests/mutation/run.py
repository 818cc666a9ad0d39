"""Breaks central rules on purpose, one after the other, and shows that a test fails for each.

    python tests/mutation/run.py [PART OF A NAME]

The package and its tests are copied to a temporary folder; the copy is broken, never the original. Exit code 1 if a
break goes unnoticed, or if a line to break is no longer there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
COPIED = ("extractor", "tests", "samples", "schemas", "pyproject.toml", "README.md", "Makefile")


class Break(NamedTuple):
    """A rule, the line that keeps it, what it becomes, and the tests that must notice."""

    rule: str
    file: str
    kept: str
    broken: str
    tests: str


BREAKS = (
    Break("valid UTF-8 beats what the page claims", "reading/decode.py",
          'codecs.utf_8_decode(data, "strict", False)', 'codecs.utf_8_decode(data + b"\\xff\\xff", "strict", True)',
          "tests/reading/test_decode.py"),
    Break("links become absolute", "reading/html.py", "return urljoin(self.base, href)", "return href", "tests/reading/test_html.py"),
    Break("hidden text is marked", "reading/html.py", "hidden=self.hidden > 0", "hidden=False", "tests/reading/test_html.py"),
    Break("attributes have a limit", "reading/attributes.py", "if len(text) > LONG_PAGE else text", "if not text else text",
          "tests/reading/test_attributes.py"),
    Break("a day that the calendar lacks is no date", "assembling/dates.py", "if not digits_follow and stamp.exists():",
          "if not digits_follow:", "tests/assembling/test_dates.py"),
    Break("navigation is left out unless asked for", "pipeline.py", "if not options.all_blocks:", "if False:", "tests/test_pipeline.py"),
    Break("words carry the offsets of the text", "segment/words.py", "list(zip(chain((0,), ends), ends, strict=False))",
          "list(zip(chain((1,), ends), ends, strict=False))", "tests/segment/test_segment_words.py"),
    Break("a full stop inside a number ends no sentence", "segment/sentences.py",
          "if not following.isspace() and not _HAN.match(following) and following not in _CLOSERS:", "if False:",
          "tests/segment/test_sentences.py"),
    Break("a dictionary in another encoding is refused", "segment/dictionary.py", "line = raw.decode().strip()",
          'line = raw.decode(errors="replace").strip()', "tests/segment/test_dictionary.py"),
    Break("a cache that others can write is not read", "segment/cache.py", "not facts.st_mode & 0o022", "True",
          "tests/segment/test_segment_cache.py"),
    Break("lone surrogates never reach the output", "writers/utf8.py", '.decode("utf-16-le", "replace")',
          '.decode("utf-16-le", "surrogatepass")', "tests/writers/test_jsonl.py"),
    Break("weights are never unpickled", "tagging/tagger.py", "allow_pickle=False", "allow_pickle=True", "tests/test_vocabulary.py"),
)  # fmt: skip


def main(part: str = "") -> int:
    """Break and test; gives the exit code."""
    unnoticed = 0
    chosen = [each for each in BREAKS if part in each.rule]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, copy / name)
        for each in chosen:
            verdict = _verdict(copy, each)
            unnoticed += verdict != "noticed"
            print(f"{verdict:12s}{each.rule} ({each.file})", flush=True)
    print(f"{len(chosen)} rules broken, {unnoticed} without a test that fails")
    return int(bool(unnoticed))


def _verdict(copy: Path, each: Break) -> str:
    path = copy / "extractor" / each.file
    code = path.read_text("utf-8")
    if code.count(each.kept) != 1:
        return "NOT FOUND"
    path.write_text(code.replace(each.kept, each.broken), "utf-8")
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", each.tests]
    done = subprocess.run(command, cwd=copy, capture_output=True, timeout=600, check=False)
    path.write_text(code, "utf-8")
    return "noticed" if done.returncode == 1 else "UNNOTICED"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
