"""What users know of a site: CSS selectors in a TOML file named after the host, which have the last word on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from extractor.errors import DataError
from extractor.model import Kind

SUFFIX = ".toml"
MARK = "rule:"          # begins the mark of a line that a selector takes; the selector's key follows
BLOCKS = "blocks."      # begins the key of a block's selector; the kind follows
DROP = "drop"

Selectors = str | tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as a user writes it."""

    title: Selectors = ()
    date: Selectors = ()
    body: Selectors = ()
    drop: Selectors = ()
    blocks: dict[Kind, Selectors] = {}


class SiteRule(msgspec.Struct, frozen=True):
    """The selectors of one file. selectors: (key, CSS selector), key one of title, date, body, drop, blocks.KIND."""

    file: str
    selectors: tuple[tuple[str, str], ...]


class SiteRules(msgspec.Struct, frozen=True):
    """The rules of a folder by host."""

    by_host: dict[str, SiteRule]

    def find(self, url: str | None) -> SiteRule | None:
        """The rule for a page's host, or for the nearest domain above it; None without either."""
        host = _host(url or "")
        while host:
            if host in self.by_host:
                return self.by_host[host]
            host = host.partition(".")[2]
        return None


def load_rules(folder: Path) -> SiteRules:
    """The rules of a folder's HOST.toml files. Raises DataError, naming file and key; selectors are checked where CSS is known."""
    if not folder.is_dir():
        raise DataError(f"{folder}: no folder of site rules; name one that holds HOST{SUFFIX} files")
    paths = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    if not paths:
        raise DataError(f"{folder}: holds no site rule; a rule is a file HOST{SUFFIX} named after the site's host")
    return SiteRules({path.stem.lower(): _load(path) for path in paths})


def _load(path: Path) -> SiteRule:
    try:
        file = msgspec.toml.decode(path.read_bytes(), type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from error
    except RecursionError as error:
        raise DataError(f"{path}: lists or tables nested too deep") from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    return SiteRule(str(path), tuple(_selectors(file)))


def _selectors(file: _File) -> Iterator[tuple[str, str]]:
    fields = {"title": file.title, "date": file.date, "body": file.body, DROP: file.drop}
    fields |= {BLOCKS + kind: selectors for kind, selectors in file.blocks.items()}
    for key, selectors in fields.items():
        yield from ((key, selector) for selector in ((selectors,) if isinstance(selectors, str) else selectors))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
