"""Files, folders and standard input become Sources, or errors that say what is wrong."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.files import find, load, load_file, load_page
from extractor.sources.limits import Limits


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"<p>page</p>")


def names(folder: Path) -> list[str]:
    return [str(name).removeprefix(f"{folder}/") for name in find(str(folder))]


def reason(path: str | Path) -> str:
    with pytest.raises(SourceError) as raised:
        load_file(path)
    return str(raised.value)


def test_a_file_gives_its_bytes_and_the_name_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The uri is the path in the user's own spelling."""
    write(tmp_path, "page.html")
    monkeypatch.chdir(tmp_path)
    assert load_file("./page.html", url="https://example.org/") == Source(
        uri="./page.html", data=b"<p>page</p>", url="https://example.org/"
    )


def test_a_folder_gives_its_pages_in_sorted_order(tmp_path: Path) -> None:
    """Pages are found at any depth, by suffix in any case, packed or not, in an order that never changes."""
    write(tmp_path, "b/2.HTM", "b/1.shtml", "c.xhtml", "a.html", "d.txt.gz", "note.json", "picture.png")
    assert names(tmp_path) == ["a.html", "b/1.shtml", "b/2.HTM", "c.xhtml", "d.txt.gz"]


def test_a_folder_keeps_the_prefix_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page below a folder is named by the folder as the user wrote it."""
    write(tmp_path, "saved/a.html")
    monkeypatch.chdir(tmp_path)
    assert list(find("./saved/")) == ["./saved/a.html"]


def test_hidden_names_and_companion_folders_are_skipped(tmp_path: Path) -> None:
    """What a browser saves beside a page is no page; a folder whose name only looks like it is searched."""
    write(tmp_path, "page.html", "page_files/ad.html", "old.htm", "old.files/ad.html", "my_files/mine.html")
    write(tmp_path, ".hidden.html", ".git/x.html")
    assert names(tmp_path) == ["my_files/mine.html", "old.htm", "page.html"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    """A link that leads back up does not make the search endless, a link to a page is a page."""
    write(tmp_path, "a/page.html")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "link.html").symlink_to(tmp_path / "a" / "page.html")
    assert names(tmp_path) == ["a/page.html", "link.html"]


def test_a_folder_without_pages_is_an_error(tmp_path: Path) -> None:
    """A user who names the wrong folder hears about it."""
    write(tmp_path, "picture.png")
    (found,) = load([tmp_path])
    assert isinstance(found, SourceError) and "no pages in this folder" in str(found)


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    """A suffix decides only inside folders."""
    write(tmp_path, "page.php@id=7")
    assert load_file(tmp_path / "page.php@id=7").data == b"<p>page</p>"


@pytest.mark.parametrize("name", ["page.html.gz", "page.html"])
def test_gzip_data_is_unpacked_by_content(tmp_path: Path, name: str) -> None:
    """Packed data is unpacked under any name, two members too."""
    (tmp_path / name).write_bytes(gzip.compress(b"<p>one</p>") + gzip.compress(b"<p>two</p>"))
    assert load_file(tmp_path / name).data == b"<p>one</p><p>two</p>"


def test_an_unpacked_page_named_gz_is_read_as_it_is(tmp_path: Path) -> None:
    """Some downloaders unpack a page and leave its name."""
    write(tmp_path, "page.html.gz")
    assert load_file(tmp_path / "page.html.gz").data == b"<p>page</p>"


@pytest.mark.parametrize("cut", [slice(0, 15), slice(0, -4)])
def test_damaged_gzip_data_is_an_error(tmp_path: Path, cut: slice) -> None:
    """Packed data that breaks off says so."""
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"<p>page</p>" * 50)[cut])
    assert "damaged gzip data" in reason(tmp_path / "page.html.gz")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_over_the_limit_is_an_error(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """The limit counts what a page has once it is unpacked, and the error names it."""
    limits = Limits(page=1_000_000)
    (tmp_path / "page.html").write_bytes(pack(bytes(1_000_000)))
    load_file(tmp_path / "page.html", limits=limits)
    (tmp_path / "page.html").write_bytes(pack(bytes(1_000_001)))
    (found,) = load([tmp_path], limits=limits)
    assert str(found) == f"{tmp_path}/page.html: larger than 1 MB, the limit for one page (--max-size)"


def test_what_is_no_file_is_an_error(tmp_path: Path) -> None:
    """A missing page, a folder, a FIFO, a device and an impossible name each give path and reason, without waiting."""
    os.mkfifo(tmp_path / "pipe.html")
    assert reason(tmp_path / "gone.html") == f"{tmp_path}/gone.html: No such file or directory"
    assert "is a folder" in reason(tmp_path)
    assert "no regular file" in reason(tmp_path / "pipe.html")
    assert "no regular file" in reason("/dev/null")
    assert "null" in reason("a\0b")


def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of the system is passed on in its words."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    write(tmp_path, "page.html")
    monkeypatch.setattr(Path, "open", refuse)
    assert reason(tmp_path / "page.html") == f"{tmp_path}/page.html: Permission denied"


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused folder does not end the run."""

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied")

    write(tmp_path, "page.html")
    monkeypatch.setattr(os, "scandir", refuse)
    assert [str(found) for found in load([tmp_path])] == [f"{tmp_path}: Permission denied"]


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    """Errors stand in their place among the sources."""
    write(tmp_path, "a.html", "c.html")
    os.mkfifo(tmp_path / "b.html")
    kinds = [type(found) for found in load([tmp_path, tmp_path / "gone.html"])]
    assert kinds == [Source, SourceError, Source, SourceError]


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input may be packed too, and keeps its name."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(b"<p>page</p>"))))
    assert list(load(["-"])) == [Source(uri="-", data=b"<p>page</p>")]


def test_closed_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process started without standard input gets a message, not a traceback."""
    monkeypatch.setattr("sys.stdin", None)
    assert reason("-") == "-: standard input is closed"


def test_a_name_that_is_not_utf8_is_loaded(tmp_path: Path) -> None:
    """Folders from old systems hold names in GBK."""
    name = os.fsdecode(os.fsencode(tmp_path) + "/页.html".encode("gbk"))
    Path(name).write_bytes(b"<p>page</p>")
    assert list(load([tmp_path])) == [Source(uri=name, data=b"<p>page</p>")]


def test_one_page_whatever_names_it(folder: Path, page: bytes) -> None:
    """A path gives its page as it is; a folder of several and a path of none are told."""
    assert load_page(str(folder / "a.html")).data == page
    with pytest.raises(SourceError, match="holds several pages"):
        load_page(str(folder))
    with pytest.raises(SourceError, match="No such file"):
        load_page(str(folder / "gone.html"))


def test_a_url_that_is_refused_ends_the_run(run: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    """An address that is not public is named, and the process ends: no thread of the fetch is left waiting."""
    done = run("explain", "http://127.0.0.1:9/")
    assert done.returncode == 1 and done.stdout == b"" and b"not public" in done.stderr
