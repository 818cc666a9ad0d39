"""Where fetched pages are saved: a folder with a manifest, or a WARC file. Both know what they hold already."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from types import TracebackType

from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.web.model import Fetched

WARC = ".warc.gz"


class Store(ABC):
    """Saves pages. `held` are the urls of the pages that are there, `skipped` counts those asked for again."""

    held: Container[str]

    def __init__(self) -> None:
        self.skipped = 0

    @abstractmethod
    def save(self, fetched: Fetched) -> None:
        """Save a page; it is whole on disk, or not there, whenever the process ends."""

    @abstractmethod
    def read(self, url: str) -> Source | SourceError:
        """A page that is held, as `Fetched.source` would give it."""

    @abstractmethod
    def close(self) -> None:
        """Close the files."""

    def missing(self, urls: Iterable[str | SourceError], held: list[str] | None = None) -> Iterator[str | SourceError]:
        """The urls whose pages are not held, each once; errors among them as they are. The others are put into `held`."""
        from extractor.sources.web.urls import web_url

        seen: set[str] = set()
        for url in urls:
            if isinstance(url, SourceError):
                yield url
                continue
            try:
                key = str(web_url(url))
            except SourceError:  # fetching it will say what is wrong
                key = url
            if key in seen:
                self.skipped += 1
            elif key in self.held:
                self.skipped += 1
                seen.add(key)
                if held is not None:
                    held.append(key)
            else:
                seen.add(key)
                yield url

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(path: str, *, resume: bool = True) -> Store:
    """The store at a path: a WARC file if it ends in .warc.gz, else a folder. What is there is kept and added to.

    resume: pages that are there count as held. Raises SourceError for a damaged WARC, MissingExtraError.
    """
    from extractor.sources.web.folder import FolderStore
    from extractor.sources.web.warc import WarcStore

    return WarcStore(Path(path), resume=resume) if path.endswith(WARC) else FolderStore(Path(path), resume=resume)
