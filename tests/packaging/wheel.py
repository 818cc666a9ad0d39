"""Builds wheel and sdist, looks at what they hold, installs the wheel into an empty virtual environment and runs the main job.

    python3 tests/packaging/wheel.py

Exit code 1 with the reason where anything is wrong.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
SDIST = {"extractor", "schemas", "samples", "tests", "docs", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
         "Makefile", "pyproject.toml", ".gitignore", "PKG-INFO"}  # fmt: skip
UNWANTED = ("__pycache__", ".venv", ".git", "fuzz-findings", "node_modules")


def main() -> None:
    """Build, look, install, run."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        python = _environment(out / "build")
        _run(python, "-m", "pip", "install", "-q", "build")
        _run(python, "-m", "build", "-q", "--outdir", str(out / "dist"), str(ROOT))
        (wheel,), (sdist,) = (list((out / "dist").glob(form)) for form in ("*.whl", "*.tar.gz"))
        check_wheel(wheel)
        check_sdist(sdist)
        python = _environment(out / "empty")
        _run(python, "-m", "pip", "install", "-q", str(wheel))
        check_job(python)
    print(f"{wheel.name} and {sdist.name} hold what they should, and the wheel alone does the main job")


def check_wheel(path: Path) -> None:
    """The package with every file of it that git knows, and its metadata; nothing else."""
    with zipfile.ZipFile(path) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = set(_run("git", "-C", str(ROOT), "ls-files", "extractor").split())
    assert names == wanted, f"wheel: too many {sorted(names - wanted)}, missing {sorted(wanted - names)}"


def check_sdist(path: Path) -> None:
    """The folders and files of the project that a packager needs."""
    with tarfile.open(path) as archive:
        names = [PurePosixPath(name).relative_to(PurePosixPath(name).parts[0]) for name in archive.getnames()]
    tops = {name.parts[0] for name in names if name.parts}
    assert tops == SDIST, f"sdist: too many {sorted(tops - SDIST)}, missing {sorted(SDIST - tops)}"
    assert not [name for name in names if set(UNWANTED) & set(name.parts)]


def check_job(python: str) -> None:
    """The samples become records, in another folder and without the sources in sight."""
    with tempfile.TemporaryDirectory() as elsewhere:
        script = Path(python).with_name("extractor")
        done = subprocess.run([script, "extract", ROOT / "samples", "--segment"], cwd=elsewhere, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) >= 19 and all(row["segments"]["backend"] == "jieba" for row in rows)


def _environment(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    return str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
