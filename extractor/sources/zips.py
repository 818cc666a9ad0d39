"""ZIP archives of saved pages -> the pages in them. Nothing is ever written to disk."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from extractor.errors import SourceError
from extractor.sources.limits import Limits, OverLimit
from extractor.sources.opened import Opened, Readable
from extractor.sources.page_names import LONGEST, SEARCHED, pages_among

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

END = b"PK\x05\x06"           # end of the directory, 22 bytes and a comment; the archive's last structure
END_SIZE, COMMENT = 22, 65535
END64 = b"PK\x06\x06"         # its successor for large archives: 56 bytes and a locator of 20 bytes before END
ENTRY = b"PK\x01\x02"
ENTRY_SIZE = 300              # bytes of a directory entry with a long name
UTF8_NAME, ENCRYPTED = 0x800, 0x1
AGAIN = "the archive holds this name again; the last member of the name is read"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def begins_zip(head: bytes, name: str) -> bool:
    """Whether data is a ZIP archive; one without any entry begins with its end."""
    return head.startswith((b"PK\x03\x04", END))


def read_zip(opened: Opened) -> Iterator[Opened | SourceError]:
    """The pages of an archive in the order of its directory, picked by name as in a folder.

    What may not or cannot be read (a link, an encrypted member, a name that leads out of the archive, all but the last of
    members with one name) is an error in its place. Raises OSError if the archive as a whole is damaged or over a limit.
    """
    from zipfile import BadZipFile, ZipFile

    file = opened.stream.seekable(opened.limits)
    _check_directory(file, opened.limits)
    try:
        archive = ZipFile(file)
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise OSError(f"damaged ZIP archive ({error})") from error
    named = _pages(archive)
    last = {name: info for info, name in named}
    for info, name in named:
        uri = f"{opened.name}!{name}"
        if reason := _refusal(info, name) or (None if last[name] is info else AGAIN):
            yield SourceError(f"{uri}: {reason}")
        else:
            yield _opened_member(archive, info, opened, uri)
        if opened.stream.budget.is_spent(opened.limits):
            return
    if not named:
        yield SourceError(f"{opened.name}: no pages in this archive ({SEARCHED})")


class _Member:
    """A member unpacked as it is read. Raises OSError for damage, and when too much is unpacked."""

    def __init__(self, file: Readable, opened: Opened) -> None:
        self._file, self._opened = file, opened

    def read(self, size: int) -> bytes:
        """At most size bytes."""
        try:
            data = self._file.read(size)
        except OverLimit:
            raise
        except Exception as error:  # zipfile, zlib, bz2 and lzma have errors of their own
            raise OSError(f"damaged member of a ZIP archive ({error})") from error
        self._opened.stream.budget.spend(len(data), self._opened.limits)
        return data


def _opened_member(archive: ZipFile, info: ZipInfo, opened: Opened, uri: str) -> Opened | SourceError:
    try:
        return opened.inside(uri, _Member(archive.open(info), opened))
    except Exception as error:  # a false header, an unknown method of packing
        return SourceError(f"{uri}: damaged member of a ZIP archive ({error})")


def _refusal(info: ZipInfo, name: str) -> str | None:
    """Why a member is not read."""
    if len(name) > LONGEST:
        return f"the member's name is longer than {LONGEST} characters"
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        return "the member's name leads out of the archive; such members are not read"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "the member is a link; links in archives are not followed"
    if info.flag_bits & ENCRYPTED:
        return "the member is encrypted; unpack the archive with its password first"
    return None


def _pages(archive: ZipFile) -> list[tuple[ZipInfo, str]]:
    """Members that a folder would be searched for, with their names in readable form."""
    named = [(info, _readable(info)) for info in archive.infolist() if not info.is_dir()]
    chosen = pages_among(name for _, name in named)
    return [(info, name) for info, name in named if name in chosen]


def _readable(info: ZipInfo) -> str:
    """A member's name with '/' between folders, fit for a terminal."""
    return CONTROL.sub("\ufffd", _decoded_name(info).replace("\\", "/"))


def _decoded_name(info: ZipInfo) -> str:
    """A member's name; archives made on Chinese Windows hold names in GBK and do not say so."""
    if info.flag_bits & UTF8_NAME:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")  # zipfile's reading of a name that is not marked as UTF-8
    except UnicodeEncodeError:
        return info.orig_filename
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _check_directory(file: IO[bytes], limits: Limits) -> None:
    """Raises OSError if the directory, which zipfile reads as a whole, is over the limit."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_SIZE - COMMENT - 76))
    tail = file.read(END_SIZE + COMMENT + 76)
    at = tail.rfind(END)
    if at < 0:
        raise OSError("damaged ZIP archive (it breaks off before its directory)")
    directory, end = int.from_bytes(tail[at + 12 : at + 16], "little"), size - len(tail) + at
    if at >= 76 and tail[at - 76 : at].startswith(END64):
        directory, end = int.from_bytes(tail[at - 36 : at - 28], "little"), end - 76
    file.seek(max(0, end - directory))
    if directory > limits.members * ENTRY_SIZE or file.read(directory).count(ENTRY) > limits.members:
        raise OSError(f"more than {limits.members} entries (limit members); make several archives of it")
