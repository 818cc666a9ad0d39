"""One Markdown file a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model import Record
from extractor.writers.folder import file_name, write_folder
from extractor.writers.markdown import to_markdown


def test_a_page_is_a_file_with_front_matter(record: Record, tmp_path: Path) -> None:
    """Facts as YAML, then the article; written again, it is the same file."""
    folder = tmp_path / "pages"
    write_folder([record], folder)
    write_folder([record], folder)
    (path,) = folder.iterdir()
    head, body = path.read_text("utf-8").removeprefix("---\n").split("---\n\n", 1)
    assert body == to_markdown(record)
    assert 'title: "渡口茶馆 #1"\n' in head and 'authors: ["沈茶"]\n' in head and 'date: "2024-03-01"\n' in head


@pytest.mark.parametrize(
    "title",
    ["../../etc/passwd", "a/b\\c", "..", ".hidden", "con:aux|<>?*", "长" * 300, "\u202egnp.exe", "\x00\n", "", None, "\ud800"],
)
def test_file_names_are_safe(record: Record, tmp_path: Path, title: str | None) -> None:
    """Whatever the title, one visible file in this folder, no longer than file systems take."""
    record.title = title
    name = file_name(record)
    assert name.endswith(".md") and not name.startswith(".") and len(name.encode()) < 200
    assert not set(name) & set('/\\:*?"<>|\u202e\x00\n')
    write_folder([record], tmp_path / "pages")
    assert [path.name for path in (tmp_path / "pages").iterdir()] == [name]


def test_pages_of_one_title_have_files_of_their_own(record: Record) -> None:
    """The page tells them apart, not only the title."""
    first = file_name(record)
    record.page.uri = "other.html"
    assert file_name(record) != first


def test_a_title_cannot_end_the_front_matter(record: Record, tmp_path: Path) -> None:
    """Line breaks and marks in a value stay inside it."""
    record.title = '---\nfoo: "bar"\u2028---'
    write_folder([record], tmp_path / "pages")
    (path,) = (tmp_path / "pages").iterdir()
    rows = path.read_text("utf-8").split("\n")
    assert rows[0] == "---" and rows[1] == r'title: "---\nfoo: \"bar\"\u2028---"'
