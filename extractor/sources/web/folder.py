"""Pages saved as files, a folder for each host, with a manifest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.web.manifest import MANIFEST, SavedPage, read_manifest
from extractor.sources.web.model import Fetched
from extractor.sources.web.names import file_name
from extractor.sources.web.store import Store


class FolderStore(Store):
    """Bodies without their content encoding, in the charset they came in; what the headers said goes to the manifest.

    A page that several urls lead to has one file and a line for each url.
    """

    held: dict[str, SavedPage]

    def __init__(self, root: Path, *, resume: bool) -> None:
        super().__init__()
        root.mkdir(parents=True, exist_ok=True)
        self._root = root
        manifest = root / MANIFEST
        there = [page for page in read_manifest(manifest) if (root / page.file).is_file()] if resume else []
        self.held = {url: page for page in there for url in _urls(page)}
        self._manifest = manifest.open("ab")
        if _is_cut_off(manifest):
            self._manifest.write(b"\n")

    def save(self, fetched: Fetched) -> None:
        """Write the page's file, then its line."""
        line = _described(fetched)
        self._write(self._root / line.file, fetched.page.data)
        self._manifest.write(msgspec.json.encode(line) + b"\n")
        self._manifest.flush()

    def read(self, url: str) -> Source | SourceError:
        """The page of a url that is held."""
        page = self.held[url]
        try:
            data = (self._root / page.file).read_bytes()
        except OSError as error:
            return SourceError(f"{self._root / page.file}: cannot be read ({error.strerror or error})")
        return Source(uri=url, data=data, url=page.page_url, charset=page.charset, fetched_at=page.fetched_at)

    def close(self) -> None:
        """Close the manifest."""
        self._manifest.close()

    def _write(self, path: Path, data: bytes) -> None:
        """A file appears whole or not at all, and never outside the folder, even where a link leads out of it."""
        path.parent.mkdir(exist_ok=True)
        if not path.parent.resolve().is_relative_to(self._root.resolve()):
            raise SourceError(f"{path.parent} is a link that leads out of {self._root}: remove it")
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data)
        part.replace(path)


def _urls(page: SavedPage) -> tuple[str, ...]:
    """All urls under which a page is held."""
    return page.url, *page.redirects, page.page_url


def _described(fetched: Fetched) -> SavedPage:
    page = fetched.page
    content_type = page.header("content-type").partition(";")[0].strip().lower()
    return SavedPage(
        url=fetched.url,
        page_url=page.url,
        file=file_name(page.url, content_type),
        fetched_at=page.started,
        status=page.status,
        content_type=content_type,
        charset=fetched.charset,
        etag=page.header("etag"),
        last_modified=page.header("last-modified"),
        redirects=tuple(each.url for each in fetched.exchanges[:-1]),
        sha256=hashlib.sha256(page.data).hexdigest(),
    )


def _is_cut_off(path: Path) -> bool:
    """Whether a file's last line has no end, as after a run that was killed."""
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return False
        file.seek(-1, 2)
        return file.read(1) != b"\n"
