"""A page in each kind of container, to be broken there."""

from __future__ import annotations

import bz2
import gzip
import io
import quopri
import zipfile
from collections.abc import Callable
from functools import partial
from random import Random


def in_mhtml(page: bytes) -> bytes:
    """As Internet Explorer and the browsers after it save a page."""
    part = b"--=_Next\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n" + (
        b"Content-Location: http://example.com/1.html\r\n\r\n" + quopri.encodestring(page) + b"\r\n"
    )
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="=_Next"\r\n\r\n'
    return head + part * 2 + b"--=_Next--\r\n"


def in_warc(page: bytes) -> bytes:
    """Two responses, the second packed and in one chunk."""
    packed = gzip.compress(page, mtime=0)
    chunked = b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    return b"".join(_record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + rest) for rest in (b"\r\n" + page, chunked))


def in_warc_gz(page: bytes) -> bytes:
    """The same records, each a gzip member."""
    one, two = in_warc(page).split(b"WARC/1.0", 2)[1:]
    return b"".join(gzip.compress(b"WARC/1.0" + each, mtime=0) for each in (one, two))


def in_zip(page: bytes) -> bytes:
    """Two members of an archive, the second packed twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("a/1.html"), page)
        archive.writestr(zipfile.ZipInfo("2.html.bz2"), bz2.compress(page))
    return out.getvalue()


def _record(block: bytes) -> bytes:
    head = "WARC-Type: response\r\nWARC-Target-URI: http://example.com/\r\nWARC-Date: 2023-05-06T10:30:00Z\r\n"
    return b"WARC/1.0\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n" % (head.encode(), len(block), block)


CONTAINERS: dict[str, tuple[Callable[[bytes], bytes], ...]] = {
    "mhtml": (in_mhtml,),
    "warc": (in_warc, in_warc_gz),
    "packed": (in_zip, bz2.compress, partial(gzip.compress, mtime=0)),
}
"""Ways to pack a page by the target that unpacks it."""


def broken(target: str, page: bytes, random: Random) -> bytes:
    """A page in a container of which some bytes were overwritten, cut out or doubled."""
    data = bytearray(random.choice(CONTAINERS[target])(page))
    for _ in range(random.choice((1, 1, 3))):
        start = random.randrange(len(data))
        end = start + random.choice((1, 2, 8, 100))
        data[start:end] = random.choice((b"", random.randbytes(end - start), data[start:end] * 2, b"\r\n", b"0", b"9999"))
    return bytes(data)
