"""How much of what was saved is read: every limit of the readers in one place."""

from __future__ import annotations

from msgspec import Struct


class OverLimit(OSError):
    """More was unpacked than a limit allows; passed on as it is by those who tell damage."""


class Limits(Struct, frozen=True, kw_only=True):
    """What a page and a container may hold; over a limit there is an error that names it, never a page cut short.

    page: bytes of one page once it is unpacked (an MHTML file counts with its images); --max-size.
    ratio: a file may unpack to this many times its own bytes, and one page more; all that lies inside it counts together.
    nesting: containers inside one another; page.html.gz in a ZIP archive is two.
    members: entries of a ZIP archive.
    broken: broken records after which the rest of a WARC is given up.
    """

    page: int = 50_000_000
    ratio: int = 200
    nesting: int = 3
    members: int = 100_000
    broken: int = 1_000

    def too_large(self) -> str:
        """What is said of a page over the limit."""
        return f"larger than {readable(self.page)}, the limit for one page (--max-size)"

    def too_many_times(self) -> str:
        """What is said of packed data that grows out of all proportion."""
        return f"unpacks to more than {self.ratio} times its size (limit ratio): the rest is not read"


def readable(size: int) -> str:
    """A number of bytes as people write it: 50 MB, 1.5 GB, 300 bytes."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if size >= unit:
            return f"{size / unit:.6g} {name}"
    return f"{size} bytes"
