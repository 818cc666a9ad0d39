"""File names that stay where they belong."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from extractor.sources.web.names import file_name


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/../../etc/passwd",
        "http://example.com/%2e%2e/%2e%2e/etc/passwd",
        "http://example.com/a\\..\\..\\b",
        "http://../../x",
        "http://..../",
        "http://example.com/" + "深" * 5000,
        "http://" + "a" * 300 + ".example/",
        "http://con/nul",
        "http://aux.example.com/CON.html",
        "http://[::1]:8080/a:b|c*?<>\"'",
        "http://example.com/\x00\n\r\t",
        "http://user:secret@example.com/-rf",
        "http://example.com/.bashrc",
        "http://example.com/a.tar.gz/",
        "http://\ud800/\udfff",
    ],
)
def test_names_are_plain(url: str) -> None:
    """Two plain parts of moderate length, neither hidden, nor an option, nor a device, whatever the url."""
    name = file_name(url, "text/html")
    folder, file = PurePosixPath(name).parts
    for part in (folder, file):
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", part)
        assert ".." not in part
        assert len(part) <= 110
        assert part.partition(".")[0] not in ("con", "aux", "nul", "prn")
    assert "secret" not in name
    assert file.endswith(".html")


def test_each_url_has_its_own_name() -> None:
    """Urls that differ only in case, query or cut-off length do not meet, on any file system."""
    urls = ["/a", "/A", "/a?x", "/a/", "/a.html", "/a.htm", "/" + "b" * 200, "/c" + "b" * 200]
    names = [file_name("http://example.com" + url, "text/html").lower() for url in urls]
    assert len(set(names)) == len(urls)


@pytest.mark.parametrize(
    ("content_type", "suffix"),
    [("text/html", ".html"), ("", ".html"), ("text/plain", ".txt"), ("application/xml", ".xml"), ("application/x-sh", ".bin")],
)
def test_the_suffix_is_by_content_type(content_type: str, suffix: str) -> None:
    """The url has no say in what the file counts as."""
    name = file_name("http://example.com/2024/a.php.exe", content_type)
    assert re.fullmatch(rf"example\.com/2024-a\.php\.exe-[0-9a-f]{{12}}\{suffix}", name)
