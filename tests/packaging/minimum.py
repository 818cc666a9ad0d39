"""Runs the tests with the lowest version of each dependency that pyproject.toml allows, in a virtual environment of its own.

    python3 tests/packaging/minimum.py [PYTEST ARGUMENT…]        tests of the core unless said otherwise
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = ["tests/reading", "tests/tagging", "tests/assembling", "tests/segment", "tests/writers", "tests/test_samples.py", "tests/test_pipeline.py"]
TOOLS = ["pytest", "jsonschema", "hypothesis"]
LOWEST = re.compile(r"([\w.-]+)(\[[\w,]+\])?>=([\w.]+)")


def pins() -> list[str]:
    """name==lowest of the dependencies, and of rjieba, which does the words where it is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = []
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["fast"]]:
        match = LOWEST.match(requirement)
        assert match, f"{requirement}: no lower bound"
        found.append(f"{match[1]}{match[2] or ''}=={match[3]}")
    return found


def main(*arguments: str) -> int:
    """Install and test; gives pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python")
        print(*pins())
        subprocess.run([python, "-m", "pip", "install", "-q", *TOOLS, *pins()], check=True)
        return subprocess.run([python, "-m", "pytest", "-q", *(arguments or CORE)], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
