"""The architecture holds: floors, owners of heavy libraries, quick start, no site known by name."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
AT_START = {"extractor", "msgspec", "typing_extensions"}  # msgspec asks for the last where it is installed
FOR_A_PAGE = {"numpy", "selectolax", "cython_runtime"}
SLOW = {"asyncio", "email", "http", "multiprocessing", "sqlite3", "ssl", "xml"}  # of the standard library
HOST = re.compile(r"\b[a-z0-9-]+\.(?:com|cn|net|org|gov|edu|tw|hk|info|cc|tv|io)\b", re.IGNORECASE)
STANDARDS = {"json-schema.org", "schema.org", "w3.org"}  # names of vocabularies, not of sites


def loaded_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after a statement."""
    code = f"import sys\ntry:\n    {statement}\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, timeout=60)
    return {name.partition(".")[0] for name in done.stderr.decode().split()}


def strings(source: str) -> Iterator[str]:
    """String constants of a module, docstrings left out."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and node.body
                  and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def hosts(source: str) -> set[str]:
    return {host for text in strings(source) for host in HOST.findall(text)} - STANDARDS


def test_floors_hold() -> None:
    """import-linter keeps every contract of pyproject.toml."""
    command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("import extractor, extractor.cli", AT_START),
        ("from extractor.cli import main; main(['--help'])", AT_START),
        ("from extractor.cli import main; main(['extract', '--help'])", AT_START),
        ("from extractor.cli import main; main(['extract', 'samples/empirecms.html'])", AT_START | FOR_A_PAGE),
    ],
)
def test_the_start_is_quick(statement: str, allowed: set[str]) -> None:
    """Importing the package, asking for help and reading one page load no library that they can do without, and no slow module."""
    loaded = loaded_after(statement) - loaded_after("pass")
    others = {name for name in loaded - sys.stdlib_module_names - allowed if not name.startswith("_")}
    assert not others and not loaded & SLOW


def test_no_host_name_stands_in_code() -> None:
    """Facts about single sites are data, never code."""
    found = {str(path): names for path in ROOT.glob("extractor/**/*.py") if (names := hosts(path.read_text("utf-8")))}
    assert found == {}


def test_a_host_name_in_code_would_be_seen() -> None:
    """The scan finds a host in a string or a pattern, and leaves docstrings and attributes alone."""
    assert hosts('"""See example.com."""\nx = self.net.io\ny = "https://news.example.com.cn/"') == {"example.com"}
