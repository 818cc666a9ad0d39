"""A posted form (multipart/form-data, RFC 7578): cut at its boundary, byte for byte; headers read by the standard library.

The standard library's reader of whole messages is no help here: it would read a saved MHTML file as more parts.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesHeaderParser

from msgspec import Struct


class FormError(Exception):
    """What was posted is no form of ours."""


class Form(Struct, frozen=True):
    """The form: the page as bytes, pasted or as a file, and its web address."""

    token: str
    page: bytes
    address: str


def read_form(media: str, body: bytes) -> Form:
    """The form in a multipart/form-data body. Raises FormError."""
    header = Message()
    header["Content-Type"] = media
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or not boundary or not boundary.isascii():
        raise FormError("The form must be sent as multipart/form-data.")
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())
    if len(parts) < 3 or not parts[-1].startswith(b"--"):
        raise FormError("The form is cut off or garbled.")
    fields = dict(map(_field, parts[1:-1]))
    return Form(
        token=fields.get("token", b"").decode("utf-8", "replace"),
        page=fields.get("file") or fields.get("page", b"").strip(),
        address=fields.get("address", b"").decode("utf-8", "replace").strip(),
    )


def _field(part: bytes) -> tuple[str, bytes]:
    """Name and content of a part."""
    head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    return str(BytesHeaderParser().parsebytes(head).get_param("name", "", "content-disposition")), content
