"""Posted forms, byte for byte."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from extractor.serving.forms import Form, FormError, read_form

Posted = Callable[..., bytes]


def test_a_file_comes_through_unchanged(media: str, posted: Posted) -> None:
    """Any bytes, line ends and boundaries of other messages included, are the page as they are."""
    data = random.Random(1).randbytes(5000) + b"\r\n\r\n--other\r\n\n\r\r\n--\x00"
    assert read_form(media, posted(token=b"t", page=b"", file=data, address=b" https://h/a ")) == Form("t", data, "https://h/a")


def test_pasted_text_counts_where_there_is_no_file(media: str, posted: Posted) -> None:
    """An empty file field leaves the pasted page."""
    assert read_form(media, posted(token=b"t", page=b"\r\n<p>a\r\n", file=b"")).page == b"<p>a"


def test_what_is_no_form_is_refused(media: str, posted: Posted) -> None:
    """Another type, no boundary, an empty body or one that breaks off."""
    others = [("application/x-www-form-urlencoded", b"a=b"), ("multipart/form-data", b""), ("\u2026", b"")]
    for kind, body in [*others, (media, b""), (media, posted(page=b"x")[:-9])]:
        with pytest.raises(FormError):
            read_form(kind, body)
