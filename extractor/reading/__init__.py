"""Source -> Page: bytes become text, text becomes lines. After this nobody touches the DOM."""

from __future__ import annotations

import hashlib
import re
from html import escape

from extractor.errors import ReadingError
from extractor.model import Container, Decoded, Head, Line, Page, Source
from extractor.reading.decode import decode
from extractor.reading.head import build_head
from extractor.reading.html import check_selectors, read_html
from extractor.reading.state import EmbeddedArticle, embedded_article
from extractor.reading.text import ROOT, read_text
from extractor.site_rules import SiteRules
from extractor.vocabulary import labels

__all__ = ["check_selectors", "looks_like_html", "read"]

MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|meta|script|span|a\s|br\s*/?>|h[1-6])", re.IGNORECASE)
LITTLE_PROSE = 80  # characters of unlinked text in long lines; a page with less may keep its article in a script
LONG_LINE = 20


def read(source: Source, rules: SiteRules | None = None) -> Page:
    """Read a page into lines, marked with what a user's site rule selects. Raises ReadingError where the bytes are no page."""
    decoded = decode(source)
    form = source.form or ("html" if looks_like_html(decoded.text) else "text")
    if form == "html":
        lines, containers, head, warnings = _read_html(decoded, source.url, rules)
    else:
        lines, containers, head, warnings = _read_text(decoded)
    data = source.data if isinstance(source.data, bytes) else source.data.encode("utf-8", "surrogatepass")
    return Page(
        uri=source.uri,
        url=source.url or head.canonical or None,
        form=form,
        lines=lines,
        containers=containers,
        head=head,
        encoding=decoded.encoding,
        encoding_from=decoded.encoding_from,
        sha256=hashlib.sha256(data).hexdigest(),
        fetched_at=source.fetched_at,
        warnings=decoded.warnings + warnings,
    )


def looks_like_html(text: str) -> bool:
    """Whether markup stands near the beginning of a text."""
    start = text[:4096]
    return "<" in start and (MARKUP.search(start) is not None or start.count("</") > 2)


def _read_text(decoded: Decoded) -> tuple[tuple[Line, ...], tuple[Container, ...], Head, tuple[str, ...]]:
    lines = read_text(decoded.text)
    if not lines:
        raise ReadingError("the page holds no text")
    return lines, ROOT, Head(), ()


def _read_html(
    decoded: Decoded, url: str | None, rules: SiteRules | None
) -> tuple[tuple[Line, ...], tuple[Container, ...], Head, tuple[str, ...]]:
    page = read_html(decoded.text, url, rules)
    head = build_head(page.head)
    if _prose(page.lines) >= LITTLE_PROSE:
        return page.lines, page.containers, head, page.warnings
    article = embedded_article(page.head.scripts)
    if article is None:
        return page.lines, page.containers, head, page.warnings
    page = read_html(_as_markup(article) + decoded.text, url, rules)
    return page.lines, page.containers, head, ("the article text was taken from data embedded in a script",)


def _prose(lines: tuple[Line, ...]) -> int:
    """Characters of visible, unlinked text in lines long enough to be prose."""
    return sum(len(line.text) for line in lines if not line.links and not line.hidden and len(line.text) >= LONG_LINE)


def _as_markup(article: EmbeddedArticle) -> str:
    """The article as a template would print it; put before the page's own markup and read as one page."""
    source, author = labels().source[0], labels().author[0]
    named = ((source, article.source), (author, article.author))
    info = " ".join(part for part in (article.published, *(f"{label}：{name}" for label, name in named if name)) if part)
    html = article.html
    if not looks_like_html(html):
        html = "".join(f"<p>{escape(row)}</p>" for row in html.splitlines())
    return f'<h1>{escape(article.title)}</h1><div class="info">{escape(info)}</div><article class="content">{html}</article>'
