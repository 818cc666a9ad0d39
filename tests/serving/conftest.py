"""A form as browsers post it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

MEDIA = "multipart/form-data; boundary=----cut"


@pytest.fixture
def media() -> str:
    """The Content-Type that goes with `posted`."""
    return MEDIA


@pytest.fixture
def posted() -> Callable[..., bytes]:
    """Makes the body of a form from its fields."""

    def posted(**fields: bytes) -> bytes:
        head = b'------cut\r\nContent-Disposition: form-data; name="%b"; filename="%b.mht"\r\nContent-Type: multipart/related\r\n\r\n%b\r\n'
        return b"".join(head % (name.encode(), name.encode(), content) for name, content in fields.items()) + b"------cut--\r\n"

    return posted
