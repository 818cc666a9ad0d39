"""Which names are pages, in folders and in archives."""

from __future__ import annotations

import pytest

from extractor.sources.page_names import is_page_name, pages_among


@pytest.mark.parametrize(
    "name", ["a.html", "A.HTM", "a.txt.gz", "a.mhtml", "a.mht", "a.warc", "a.warc.gz", "a.warc.wet.gz", "a.zip"]
)
def test_pages_and_containers_are_known_by_their_suffix(name: str) -> None:
    """In any case, packed or not."""
    assert is_page_name(name)


@pytest.mark.parametrize("name", ["a.png", "html", "a.gz", "a.html.png", "a.tar.gz", "ahtml", ""])
def test_other_names_are_no_pages(name: str) -> None:
    """A suffix of packing alone says nothing."""
    assert not is_page_name(name)


def test_the_folder_beside_a_page_is_skipped_where_the_page_is() -> None:
    """A folder of that name elsewhere is searched."""
    names = {"a/p.html", "a/p_files/x.html", "a/p_files/y/z.html", "p_files/q.html", "a/p.files/x.html", "a/.h/x.html"}
    assert pages_among(names) == {"a/p.html", "p_files/q.html"}
