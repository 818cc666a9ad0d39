"""Chinese web pages in, structured records out.

>>> from extractor import extract
>>> record = extract(Path("page.html"))          # or bytes, or the page's text
>>> record.title, record.body.text, record.blocks
"""

from __future__ import annotations

from extractor.errors import DataError, ExtractorError, MissingExtraError, ReadingError, SourceError
from extractor.model import Kind, PageLimits, PageType, Record, Source
from extractor.pipeline import extract
from extractor.sources.files import load
from extractor.sources.limits import Limits

__version__ = "0.1.0"

__all__ = [
    "DataError",
    "ExtractorError",
    "Kind",
    "Limits",
    "MissingExtraError",
    "PageLimits",
    "PageType",
    "ReadingError",
    "Record",
    "Source",
    "SourceError",
    "extract",
    "load",
]
