"""manifest.jsonl: what the answers said of the pages saved in a folder, so that extraction knows it too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from extractor.model import Source

MANIFEST = "manifest.jsonl"


class SavedPage(Struct, frozen=True, kw_only=True):
    """One line: a page and its file.

    url: as it was asked for; page_url: where its redirects ended. file: relative to the manifest's folder.
    charset, content_type, etag, last_modified: from the headers. fetched_at: ISO 8601. sha256: of the file.
    """

    url: str
    page_url: str
    file: str
    fetched_at: str
    status: int
    content_type: str
    charset: str | None = None
    etag: str = ""
    last_modified: str = ""
    redirects: tuple[str, ...] = ()
    sha256: str = ""


def read_manifest(path: Path) -> Iterator[SavedPage]:
    """The pages of a manifest; lines that are none (cut off, somebody else's) are passed over."""
    if not path.is_file():
        return
    decode = msgspec.json.Decoder(SavedPage).decode
    with path.open("rb") as lines:
        for line in lines:
            try:
                yield decode(line)
            except msgspec.DecodeError:
                continue


def described(source: Source, path: str) -> Source:
    """A page loaded from a file, with url, charset and fetch time if the file stands in a folder with a manifest."""
    saved = _saved_page(Path(path))
    if saved is None:
        return source
    return replace(source, url=source.url or saved.page_url, charset=saved.charset, fetched_at=saved.fetched_at)


def _saved_page(path: Path) -> SavedPage | None:
    manifest = path.parent.parent / MANIFEST
    try:
        state = manifest.stat()
    except (OSError, ValueError):
        return None
    return _by_file(manifest, state.st_mtime_ns, state.st_size).get(f"{path.parent.name}/{path.name}")


@lru_cache(maxsize=4)
def _by_file(manifest: Path, changed: int, size: int) -> dict[str, SavedPage]:
    """Pages by file; changed and size only tell the cache when a manifest is another."""
    return {page.file: page for page in read_manifest(manifest)}
