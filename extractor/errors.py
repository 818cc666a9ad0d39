"""The errors that a user must hear about; everything else is a `None` or a warning in the record."""

from __future__ import annotations


class ExtractorError(Exception):
    """Base of every error this package raises on purpose; its text says what to do next."""


class SourceError(ExtractorError):
    """A page could not be loaded: missing, unreadable, damaged, too large, or refused by the server."""


class ReadingError(ExtractorError):
    """Bytes were loaded but are no page: empty, binary, or over a limit."""


class DataError(ExtractorError):
    """A data file (weights, vocabulary, site rule, dictionary) is missing or malformed; names file and key."""


class BrowserError(ExtractorError):
    """No browser can be started to render pages; says which was tried."""


class MissingExtraError(ExtractorError):
    """An optional dependency is needed; names the extra to install."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is needed for this: pip install 'extractor[{extra}]'")
        self.package, self.extra = package, extra

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.package, self.extra)
