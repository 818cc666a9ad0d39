"""Named lines -> one record: ordinary code that reads the few lines that matter."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from extractor.assembling.blocks import find_blocks
from extractor.assembling.body import build_body, images_of, select_body, settle_body
from extractor.assembling.breadcrumbs import find_breadcrumbs
from extractor.assembling.byline import find_byline
from extractor.assembling.confidence import body_confidence
from extractor.assembling.language import find_language
from extractor.assembling.main_list import MainList, find_main_list
from extractor.assembling.next_page import find_next_page
from extractor.assembling.page_type import find_page_type, is_vacant
from extractor.assembling.published import Published, find_published
from extractor.assembling.ruled import ruled_evidence, ruled_lines
from extractor.assembling.site_name import find_site_name
from extractor.assembling.title import find_subtitle, find_title, find_title_line
from extractor.model import Block, Draft, Evidence, Found, Kind, Page, PageInfo, PageType, Record, Tagging

NOTHING = "nothing to extract: no article was found on this page"

SURE_ARTICLE = 0.8  # probability from which a page without a body is an article whose text was missed, and its lists stand around it


def assemble(page: Page, tagging: Tagging) -> Record:
    """The record of a page from the judgement of its lines; blocks of every kind are included."""
    ruled = ruled_lines(page, "body")
    body_lines, page_type = (ruled, PageType.ARTICLE) if ruled else _body_and_type(page, tagging)
    main = None
    if page_type is PageType.LIST and tagging.page_types[0] < SURE_ARTICLE:
        main = find_main_list(page, tagging)
    vacant = page_type is PageType.OTHER and is_vacant(page, body_lines)
    title_line = None if page_type is PageType.LIST or vacant else find_title_line(page, tagging, body_lines)
    body_lines = tuple(i for i in body_lines if i != title_line)
    title = None if vacant else find_title(page, tagging, title_line, page_type)
    draft = Draft(page, tagging, body_lines, title_line, title.value if title else None)
    body = build_body(draft)
    # the main list is to its page what the body is to an article's: no field is read from it
    fields = replace(draft, body=main.lines) if main else draft
    evidence: dict[str, Evidence] = {}

    def value(name: str, found: Found[Any] | None, missing: Any = None) -> Any:
        """Take a field's value and note where it comes from."""
        if found is None:
            return missing
        evidence[name] = found.evidence
        return found.value

    dates = find_published(draft, page_type) if page_type is not PageType.LIST else Published()  # a list's dates are its items'
    byline = find_byline(fields)
    confidence = 1.0 if ruled else body_confidence(page, tagging, body_lines)
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
            record_id=page.record_id,
        ),
        title=value("title", title),
        subtitle=value("subtitle", find_subtitle(page, tagging, title_line)),
        published=value("published", dates.value),
        modified=value("modified", dates.modified),
        published_raw=dates.raw,
        source=value("source", byline.source),
        authors=value("authors", byline.authors, []),
        editors=value("editors", byline.editors, []),
        breadcrumbs=value("breadcrumbs", find_breadcrumbs(fields), []),
        body=body,
        images=images_of(body),
        next_page=value("next_page", find_next_page(page)),
        blocks=_with_main_list(main, find_blocks(draft), page),
        evidence=evidence,
        confidence=round(confidence, 4),
        warnings=[*page.warnings, *([] if body.text or page_type is PageType.LIST else [NOTHING])],
    )


def _body_and_type(page: Page, tagging: Tagging) -> tuple[tuple[int, ...], PageType]:
    """The body's lines and what the page is: each has a say in the other."""
    found = select_body(page, tagging)
    if is_vacant(page, found):
        return (), PageType.OTHER
    page_type = find_page_type(page, tagging, found)
    body = settle_body(page, tagging, found, page_type)
    if body:
        return body, PageType.ARTICLE if page_type is PageType.LIST else page_type
    return body, find_page_type(page, tagging, ()) if found else page_type


def _with_main_list(main: MainList | None, blocks: list[Block], page: Page) -> list[Block]:
    """The main list as a block of kind `other`, as it is none of the kinds around an article, before the blocks that do not repeat it."""
    if main is None:
        return blocks
    told = {page.lines[i].text for i in main.lines} | {item.title for item in main.items}

    def repeats(block: Block) -> bool:
        texts = [item.title for item in block.items] or str(block.text or "").split("\n")
        return 2 * sum(text in told for text in texts) > len(texts)

    return [Block(kind=Kind.OTHER, items=list(main.items)), *(block for block in blocks if not repeats(block))]
