"""Named lines -> one record: ordinary code that reads the few lines that matter."""

from __future__ import annotations

from typing import Any

from extractor.assembling.blocks import find_blocks
from extractor.assembling.body import build_body, expected_f1, images_of, select_body
from extractor.assembling.breadcrumbs import find_breadcrumbs
from extractor.assembling.byline import find_byline
from extractor.assembling.language import find_language
from extractor.assembling.page_type import find_page_type
from extractor.assembling.published import Published, find_published
from extractor.assembling.ruled import ruled_evidence, ruled_lines
from extractor.assembling.site_name import find_site_name
from extractor.assembling.title import find_subtitle, find_title, find_title_line
from extractor.model import Draft, Evidence, Found, Page, PageInfo, PageType, Record, Tagging

NOTHING = "nothing to extract: no article was found on this page"


def assemble(page: Page, tagging: Tagging) -> Record:
    """The record of a page from the judgement of its lines; blocks of every kind are included."""
    ruled = ruled_lines(page, "body")
    body_lines = ruled or select_body(page, tagging)
    page_type = find_page_type(page, tagging, body_lines)
    if page_type is PageType.LIST and ruled:
        page_type = PageType.ARTICLE
    elif page_type is PageType.LIST:
        body_lines = ()
    title_line = find_title_line(page, tagging, body_lines) if page_type is not PageType.LIST else None
    body_lines = tuple(i for i in body_lines if i != title_line)
    title = find_title(page, tagging, title_line, page_type)
    draft = Draft(page, tagging, body_lines, title_line, title.value if title else None)
    body = build_body(draft)
    evidence: dict[str, Evidence] = {}

    def value(name: str, found: Found[Any] | None, missing: Any = None) -> Any:
        """Take a field's value and note where it comes from."""
        if found is None:
            return missing
        evidence[name] = found.evidence
        return found.value

    dates = find_published(draft) if page_type is not PageType.LIST else Published()  # a list's dates are its items'
    byline = find_byline(draft)
    confidence = 1.0 if ruled else expected_f1(page, tagging, body_lines)
    if ruled:
        evidence["body"] = ruled_evidence("body", ruled[0])
    elif body_lines:
        place = f"lines {body_lines[0] + 1}-{body_lines[-1] + 1}"
        evidence["body"] = Evidence("tagger", place, round(confidence, 3))
    return Record(
        page=PageInfo(
            uri=page.uri,
            url=page.url,
            site_name=value("site_name", find_site_name(page, tagging, title_line)),
            page_type=page_type,
            language=find_language(body.text or "\n".join(line.text for line in page.lines)),
            encoding=page.encoding,
            encoding_from=page.encoding_from,
            sha256=page.sha256,
            fetched_at=page.fetched_at,
        ),
        title=value("title", title),
        subtitle=value("subtitle", find_subtitle(page, tagging, title_line)),
        published=value("published", dates.value),
        modified=value("modified", dates.modified),
        published_raw=dates.raw,
        source=value("source", byline.source),
        authors=value("authors", byline.authors, []),
        editors=value("editors", byline.editors, []),
        breadcrumbs=value("breadcrumbs", find_breadcrumbs(draft), []),
        body=body,
        images=images_of(body),
        blocks=find_blocks(draft),
        evidence=evidence,
        confidence=round(confidence, 4),
        warnings=[*page.warnings, *([] if body.text or page_type is PageType.LIST else [NOTHING])],
    )
