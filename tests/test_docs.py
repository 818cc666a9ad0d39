"""What the documentation shows works: every block of code is run, both languages show the same, links lead somewhere.

Blocks of one page run in its order, in a folder of their own that holds samples/, saved/, page.html, crawl.warc.gz, rules/, words.txt and the
like; https://example.com is a local server with some of the samples, and --allow-private goes without saying. Python blocks share their names, among them `html`, `page`, `Path` and `extract`. A comment before a block says what it needs: a package, an option of `extractor extract`
(--rules), an output (-o FILE.parquet), or something that no test has (network); a block whose needs are missing is skipped and says so.
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from bad_server import serving
from msgspec import Struct

from extractor import extract

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").rglob("*.md"))
ENGLISH = [path for path in (ROOT / "README.md", *DOCS) if "zh" not in path.parts]
BLOCK = re.compile(r"(?:<!-- needs: (?P<needs>.+?) -->\s*)?^```(?P<form>\w+)\n(?P<code>.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)\s]*)\)")
INDENTED = re.compile(r"(?:^|\n)[ \t]*\n    \S")
WEB = "https://example.com/"
CHANNEL = "https://www.ruanhe.example.org/"
"""Where the samples' list page comes from."""
SITE = {
    "a.html": "empirecms.html",
    "app": "two-page-2.html",
    "culture/": "channel-list.html",
    **{f"culture/202405/a{number}.html": "empirecms.html" for number in (20418, 20411)},
}
"""What the local server gives: path -> sample."""
INSTALLS = re.compile(r"pip install|make (?:run|test|dev)\b")


class Block(Struct, frozen=True):
    """A fenced block: its language, its code, what must be there for it to run."""

    form: str
    code: str
    needs: tuple[str, ...]


def blocks(path: Path) -> list[Block]:
    found = []
    for match in BLOCK.finditer(path.read_text("utf-8")):
        needs = tuple(part.strip() for part in (match["needs"] or "").split(",") if part.strip())
        needs += ("network",) * bool(INSTALLS.search(match["code"]) and match["form"] == "sh")
        found.append(Block(match["form"], match["code"], needs))
    return found


@cache
def help_of_extract() -> str:
    done = subprocess.run([sys.executable, "-m", "extractor", "extract", "--help"], capture_output=True, cwd=ROOT, check=True)
    return done.stdout.decode()


def missing(need: str) -> str | None:
    """Why a need is not met, None where it is."""
    if need.startswith("-o FILE."):
        return None if need.removeprefix("-o FILE") in help_of_extract() else f"this version does not write {need[8:]}"
    if need.startswith("--"):
        return None if need in help_of_extract() else f"this version has no {need}"
    if need.isidentifier() and (importlib.util.find_spec(need) is not None or shutil.which(need)):
        return None
    return f"needs {need}"


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a page's blocks run, with `extractor` and `python` on the path."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    shutil.copy(ROOT / "samples" / "empirecms.html", tmp_path / "page.html")
    shutil.copytree(ROOT / "samples", tmp_path / "saved")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "example.com.toml").write_text('title = "h1"\n', "utf-8")
    (tmp_path / "words.txt").write_text("图书车 10 n\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.write(ROOT / "samples" / "empirecms.html", "a.html")
    shutil.copy(ROOT / "tests" / "sources" / "mhtml" / "dedecms-aggregator.mhtml", tmp_path / "page.mhtml")
    _write_warc(tmp_path / "crawl.warc.gz")
    tools = tmp_path / ".tools"
    tools.mkdir()
    fetches = 'case $1 in extract|fetch|links) set -- "$@" --allow-private;; esac\n'
    for name, command in (("extractor", f"{fetches}exec {sys.executable} -m extractor"), ("python", f"exec {sys.executable}")):
        (tools / name).write_text(f'#!/bin/sh\n{command} "$@"\n')
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write_warc(path: Path) -> None:
    if importlib.util.find_spec("warcio") is None:
        return
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file, (ROOT / "samples" / "empirecms.html").open("rb") as page:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record("http://www.example.com/1.html", "response", page, http_headers=headers))


@pytest.fixture
def web(workshop: Path) -> Iterator[str]:
    """The address of the server that stands for https://example.com/, and urls.txt with a page of it."""
    with serving() as server:
        for path, name in SITE.items():
            server.pages[f"/{path}"] = (ROOT / "samples" / name).read_bytes().replace(CHANNEL.encode(), server.url().encode())
        (workshop / "urls.txt").write_text(server.url("/a.html") + "\n", "utf-8")
        yield server.url()


def run(block: Block, names: dict[str, object], web: str) -> None:
    """Run a block; data must at least parse."""
    code = block.code.replace(WEB, web)
    if block.form == "python":
        exec(compile(code.replace("FetchOptions(", "FetchOptions(allow_private=True, "), "<documentation>", "exec"), names)
    elif block.form == "sh":
        subprocess.run(["bash", "-euo", "pipefail", "-c", code], check=True, timeout=300)
    elif block.form == "json":
        json.loads(block.code)
    elif block.form == "toml":
        tomllib.loads(block.code)


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_block_runs(path: Path, workshop: Path, web: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The code of a page does what it says, from the first block to the last."""
    html = (workshop / "page.html").read_text("utf-8")
    names: dict[str, object] = {"__name__": "documentation", "html": html, "page": html, "Path": Path, "extract": extract}
    (workshop / "urls.txt").write_text(f"{web}a.html\n", "utf-8")
    skipped = []
    for block in blocks(path):
        reasons = [reason for need in block.needs if (reason := missing(need))]
        if reasons:
            skipped.append(f"{block.code.strip().splitlines()[0]!r}: {', '.join(reasons)}")
        else:
            run(block, names, web)
    if skipped:
        pytest.skip("; ".join(skipped))


@pytest.mark.parametrize("path", [ROOT / "README.md", *DOCS], ids=lambda path: str(path.relative_to(ROOT)))
def test_code_stands_in_fences(path: Path) -> None:
    """No block of code is merely indented, for such blocks are not run."""
    assert not INDENTED.search(BLOCK.sub("", path.read_text("utf-8")))


@pytest.mark.parametrize("path", [path for path in DOCS if "en" in path.parts], ids=lambda path: path.name)
def test_both_languages_show_the_same(path: Path) -> None:
    """A page has its twin in the other language, with the same code, needs, pictures and as many headings and table rows."""
    twin = ROOT / "docs" / "zh" / path.name
    ours, theirs = blocks(path), blocks(twin)
    assert [(block.form, block.needs) for block in ours] == [(block.form, block.needs) for block in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one.form == "text" or _without_words(one.code) == _without_words(other.code)
    for pattern in (r"^#+ ", r"^\| ", r"^!\["):
        counts = [len(re.findall(pattern, each.read_text("utf-8"), re.MULTILINE)) for each in (path, twin)]
        assert counts[0] == counts[1], pattern


def _without_words(code: str) -> str:
    """Code without what is said to people in it."""
    return re.sub(r"[ \t]*#.*", "", re.sub(r'echo "[^"]*"', "echo", code))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_signature_is_whole(language: str) -> None:
    """The page about the library names every parameter of extract, in its order."""
    text = (ROOT / "docs" / language / "library.md").read_text("utf-8")
    said = re.search(r"`extract\((.+?)\)`", text)
    assert said and re.findall(r"(\w+)(?:=[^,]+)?(?:, |$)", said[1]) == list(inspect.signature(extract).parameters)


def test_every_page_of_one_language_is_there_in_the_other() -> None:
    """docs/en and docs/zh hold the same names."""
    assert {path.name for path in DOCS if "en" in path.parts} == {path.name for path in DOCS if "zh" in path.parts}


@pytest.mark.parametrize("path", [ROOT / "README.md", *DOCS], ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    """Links inside the repository name a file, and a heading of it where they say one."""
    for link in LINK.findall(BLOCK.sub("", path.read_text("utf-8"))):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target.read_text("utf-8")), link


def _anchors(text: str) -> set[str]:
    """Addresses of a page's headings, as code hosts make them."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def test_a_missing_need_is_seen() -> None:
    """A package, an option or an output that is not there keeps a block from running; what is there does not."""
    assert missing("msgspec") is None and missing("--all-blocks") is None
    assert missing("no_such_package") and missing("--no-such-option") and missing("-o FILE.nosuch") and missing("network")
