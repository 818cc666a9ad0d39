"""An extractor for datatrove's pipelines: documents of HTML come out as the article's text. The only datatrove.

>>> pipeline = [WarcReader("crawl/"), ChineseArticles(), JsonlWriter("texts/")]
"""

from __future__ import annotations

from extractor.errors import MissingExtraError, ReadingError
from extractor.model import Source
from extractor.pipeline import extract

try:
    from datatrove.pipeline.extractors.base import BaseExtractor
except ImportError as error:
    raise MissingExtraError("datatrove", "datatrove") from error


class ChineseArticles(BaseExtractor):  # type: ignore[misc]  # datatrove may be absent
    """timeout: seconds a page may take."""

    name = "extractor"

    def __init__(self, timeout: float = 20) -> None:
        super().__init__(timeout)

    def extract(self, text: str) -> str:
        """The body's text, '' for what is no page: datatrove drops such documents and counts them."""
        try:
            return extract(Source(uri="", data=text)).body.text
        except ReadingError:
            return ""
