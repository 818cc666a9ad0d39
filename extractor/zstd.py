"""Zstandard, of the standard library or of its backport."""

from __future__ import annotations

from typing import Any

from extractor.errors import MissingExtraError


def zstd() -> Any:
    """The module, of the standard library from Python 3.14 on. Raises MissingExtraError."""
    try:
        from compression import zstd
    except ImportError:
        try:
            from backports import zstd
        except ImportError as error:
            raise MissingExtraError("backports.zstd", "zstd") from error
    return zstd
