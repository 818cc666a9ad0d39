"""Source -> Page: bytes become text, text becomes lines. After this nobody touches the DOM."""

from __future__ import annotations

import hashlib
import re
from html import escape

from extractor.errors import ReadingError
from extractor.model import Container, Decoded, Head, Line, Page, PageLimits, Source
from extractor.reading.decode import decode
from extractor.reading.head import build_head
from extractor.reading.html import read_html
from extractor.reading.saved import as_saved
from extractor.reading.scripted import NEEDS_SCRIPTS, needs_scripts
from extractor.reading.selectors import check_selectors
from extractor.reading.state import EmbeddedArticle, embedded_article
from extractor.reading.text import ROOT, read_text
from extractor.site_rules import SiteRules
from extractor.vocabulary import labels

__all__ = ["check_selectors", "looks_like_html", "read"]

DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|frameset)\b", re.IGNORECASE)
MARKUP = re.compile(r"</?(?:div|p|table|tr|td|ul|ol|li|script|style|span|a|br|hr|img|font|b|i|em|strong|center|section|article|h[1-6])\b", re.IGNORECASE)
TAGS_A_LINE = 0.5  # in the mean, from which lines are markup; texts about markup, or flattened with a few tags left in, have fewer
TAKEN_FROM_SCRIPT = "the article text was taken from data embedded in a script"
LITTLE_PROSE = 80  # characters of unlinked text in long lines; a page with less may keep its article in a script
LONG_LINE = 20


_LIMITS = PageLimits()
_Read = tuple[tuple[Line, ...], tuple[Container, ...], Head, tuple[str, ...]]


def read(source: Source, limits: PageLimits = _LIMITS, rules: SiteRules | None = None) -> Page:
    """Read a page into lines, marked with what a user's site rule selects.

    Raises ReadingError where the bytes are no page; what is over a limit costs a warning.
    """
    given, source = source, as_saved(source)
    decoded = decode(source)
    form = source.form or ("html" if looks_like_html(decoded.text) else "text")
    if form == "html":
        lines, containers, head, warnings = _read_html(decoded, source.url, limits, rules)
    else:
        lines, containers, head, warnings = _read_text(decoded, limits)
    return Page(
        uri=source.uri,
        url=source.url or head.canonical or None,
        form=form,
        lines=lines,
        containers=containers,
        head=head,
        encoding=decoded.encoding,
        encoding_from=decoded.encoding_from,
        sha256=fingerprint(given),
        fetched_at=source.fetched_at,
        record_id=source.record_id,
        warnings=source.warnings + decoded.warnings + warnings,
    )


def fingerprint(source: Source) -> str:
    """SHA-256 of the page as it came, in hexadecimal; of a text, of its UTF-8."""
    data = source.data if isinstance(source.data, bytes) else source.data.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def looks_like_html(text: str) -> bool:
    """Whether a text is marked up: by what only documents begin with, else by the tags among its first lines."""
    start = text[:4096]
    if "<" not in start:
        return False
    return DOCUMENT.search(start) is not None or len(MARKUP.findall(start)) >= TAGS_A_LINE * len(start.split("\n"))


def _read_text(decoded: Decoded, limits: PageLimits) -> _Read:
    lines = read_text(decoded.text)
    if not lines:
        raise ReadingError("the page holds no text")
    if len(lines) > limits.lines:
        return lines[: limits.lines], ROOT, Head(), (limits.warning("lines"),)
    return lines, ROOT, Head(), ()


def _read_html(decoded: Decoded, url: str | None, limits: PageLimits, rules: SiteRules | None) -> _Read:
    page = read_html(decoded.text, url, limits, rules)
    head = build_head(page.head)
    said: tuple[str, ...] = ()
    if _prose(page.lines) < LITTLE_PROSE:
        article = embedded_article(page.head.scripts)
        if article is not None:
            page = read_html(_as_markup(article) + decoded.text, url, limits, rules)
            said = (TAKEN_FROM_SCRIPT,)
        elif needs_scripts(decoded.text, page.lines):
            said = (NEEDS_SCRIPTS,)
    return page.lines, page.containers, head, (*page.warnings, *said, *map(limits.warning, page.beyond))


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
