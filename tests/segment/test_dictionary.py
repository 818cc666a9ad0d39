"""User dictionaries and stop words are read as written, and errors name file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.errors import DataError
from extractor.segment.dictionary import Entry, load_stopwords, read_dictionary


def test_entries(tmp_path: Path) -> None:
    """A line is a word, then a frequency and a tag if wanted; a byte order mark and empty lines do not matter."""
    path = tmp_path / "words.txt"
    path.write_bytes("\ufeff云上贵州\n\n大模型 300\n碳中和 12 n\r\n元宇宙\tnz\n机器 0\n".encode())
    assert read_dictionary(str(path)) == [
        Entry("云上贵州"), Entry("大模型", 300), Entry("碳中和", 12, "n"), Entry("元宇宙", None, "nz"), Entry("机器", 0)
    ]


@pytest.mark.parametrize("line", ["词 -1", "词 1.5", "词 1 n x", "词 十", "词 n 1", "词\0 1"])
def test_a_malformed_line_is_named(tmp_path: Path, line: str) -> None:
    """The error for a line that is no entry names the file and the line."""
    path = tmp_path / "words.txt"
    path.write_text(f"好词 3\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=r"words\.txt:2: "):
        read_dictionary(str(path))


@pytest.mark.parametrize("read", [read_dictionary, load_stopwords])
def test_another_encoding_is_named(tmp_path: Path, read: object) -> None:
    """The error for a file that is not UTF-8 names the file and the line where it is not."""
    path = tmp_path / "gbk.txt"
    path.write_bytes(b"ok\n" + "词语".encode("gbk"))
    with pytest.raises(DataError, match=r"gbk\.txt:2: not UTF-8"):
        read(str(path))  # type: ignore[operator]


@pytest.mark.parametrize("read", [read_dictionary, load_stopwords])
def test_a_missing_file_or_a_folder_is_named(tmp_path: Path, read: object) -> None:
    """The error for a file that cannot be read names it."""
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(DataError, match=path.name):
            read(str(path))  # type: ignore[operator]


def test_stop_words_are_read_again_when_they_change(tmp_path: Path) -> None:
    """Stop words are in lower case, and a changed file is noticed."""
    path = tmp_path / "stop.txt"
    path.write_text("的\nThe\n", "utf-8")
    assert load_stopwords(str(path)) == {"的", "the"}
    path.write_text("了\n", "utf-8")
    os.utime(path, ns=(1, 1))
    assert load_stopwords(str(path)) == {"了"}
    assert load_stopwords(None) == frozenset()
