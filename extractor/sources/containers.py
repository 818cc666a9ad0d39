"""What a stream holds, decided by its first bytes: the one list of everything that pages are saved in.

A new kind of container is a line in CONTAINERS: how it begins, and a reader that yields pages, errors, and things found
inside, which are looked at in the same way. What a name says counts for little here; it is for picking files up in folders
and archives (`page_names`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

from msgspec import Struct

from extractor.errors import MissingExtraError, SourceError
from extractor.model import Source
from extractor.sources.mhtml import begins_mhtml, read_mhtml
from extractor.sources.opened import Opened
from extractor.sources.packed import begins_packed, read_packed
from extractor.sources.warc import begins_warc, read_warc
from extractor.sources.zips import begins_zip, read_zip


class Container(Struct, frozen=True):
    """A way of saving pages: whether a stream with such first bytes and such a name is one, and what reads it."""

    begins: Callable[[bytes, str], bool]
    read: Callable[[Opened], Iterator[Source | SourceError | Opened]]


def read_page(opened: Opened) -> Iterator[Source]:
    """The stream is one page. Raises OSError if it is too large."""
    yield Source(uri=opened.name, data=opened.stream.within(opened.limits), url=opened.url)


CONTAINERS = (
    Container(begins_warc, read_warc),  # before packed data: it reads gzip itself, record by record
    Container(begins_packed, read_packed),
    Container(begins_zip, read_zip),
    Container(begins_mhtml, read_mhtml),
    Container(lambda head, name: True, read_page),
)


def pages(opened: Opened) -> Generator[Source | SourceError, None, None]:
    """Every page that a stream holds, one at a time, through all containers; what cannot be read is an error in its place."""
    if opened.depth > opened.limits.nesting:
        yield SourceError(f"{opened.name}: more than {opened.limits.nesting} containers inside one another (limit nesting)")
        return
    try:
        head = opened.stream.head()
        reader = next(container.read for container in CONTAINERS if container.begins(head, opened.name))
        for found in reader(opened):
            if isinstance(found, Opened):
                yield from pages(found)
            else:
                yield found
    except (OSError, MissingExtraError) as error:  # a missing library costs the files that need it, not the others
        yield source_error(opened.name, error)


def source_error(name: str, error: Exception) -> SourceError:
    """An error that names the file, in the words of the system where it has any."""
    return SourceError(f"{name}: {getattr(error, 'strerror', None) or error}")
