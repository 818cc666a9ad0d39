"""The same bytes give the same record on every Python that the project supports: installs it into one of each and compares.

    python3 tests/packaging/pythons.py [FOLDER OF PAGES, samples/ unless said otherwise]

Versions that this machine does not have (on the path, or under pyenv) are named and passed over. Exit code 1 where records
differ, or where there are fewer than two versions to compare.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYENV = Path.home() / ".pyenv" / "versions"


def main(folder: str = "samples") -> int:
    """Install, extract, compare; gives the exit code."""
    outputs: dict[str, bytes] = {}
    for version in versions():
        python = interpreter(version)
        if python is None:
            print(f"Python {version}: not on this machine, passed over")
            continue
        outputs[version] = records(python, folder)
        print(f"Python {version} ({python}): {len(outputs[version].splitlines())} records, sha256 {hashlib.sha256(outputs[version]).hexdigest()[:16]}")
    if len(outputs) < 2:
        print("fewer than two versions: nothing to compare")
        return 1
    first, *others = outputs
    wrong = [other for other in others if outputs[other] != outputs[first]]
    for other in wrong:
        print(f"Python {first} and {other} differ: {difference(outputs[first], outputs[other])}")
    return int(bool(wrong))


def versions() -> list[str]:
    """The versions that pyproject.toml names."""
    return re.findall(r'"Programming Language :: Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text("utf-8"))


def interpreter(version: str) -> str | None:
    """A Python of this version, None where there is none."""
    kept = sorted(PYENV.glob(f"{version}.*/bin/python3"))
    return str(kept[-1]) if kept else shutil.which(f"python{version}")


def records(python: str, folder: str) -> bytes:
    """What the command line writes for the pages, with all that can be asked for, by the project installed into an empty environment."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([python, "-m", "venv", place], check=True)
        script = Path(place) / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([script / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", f"{ROOT}[fast,warc]"], check=True)
        command = [script / "extractor", "extract", folder, "--all-blocks", "--segment=all", "--pos", "--keywords=5", "--second-opinion"]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    assert done.returncode in (0, 1), done.returncode  # 1: some page of the folder cannot be read, which was said
    return done.stdout


def difference(one: bytes, other: bytes) -> str:
    """The first place where two outputs differ."""
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, place - 60) : place + 60]!r} and {other[max(0, place - 60) : place + 60]!r}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
