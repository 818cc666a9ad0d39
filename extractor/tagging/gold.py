"""Labels of a corpus -> the wanted role, kind and body mark of every line, for training and evaluation.

The corpus format: labels.jsonl beside pages/ID.html and text/ID.txt; a label counts the lines of text/ID.txt from 1.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from msgspec import Struct

from extractor.errors import DataError
from extractor.model import Kind, Page, PageType, Role

WHITE = re.compile(r"[\s\u200b\ufeff]+")
KINDS = list(Kind)
ROLE_OF_KIND = {
    Kind.PREV_NEXT: Role.PREV_NEXT, Kind.TAGS: Role.TAGS, Kind.COMMENTS: Role.COMMENT, Kind.AUTHOR_BIO: Role.BIO,
    Kind.COPYRIGHT: Role.COPYRIGHT, Kind.SHARE: Role.SHARE, Kind.NAV: Role.NAV, Kind.FOOTER: Role.FOOTER,
    Kind.AD: Role.AD, Kind.LOGIN: Role.LOGIN,
}  # fmt: skip


class Gold(Struct, frozen=True):
    """Wanted values a line: body 1/0, its weight in the body loss, role and kind as column numbers or -1 for unknown.

    page_type: position in PageType.
    """

    body: tuple[int, ...]
    weight: tuple[float, ...]
    role: tuple[int, ...]
    kind: tuple[int, ...]
    page_type: int = 0


def norm(text: str) -> str:
    """Text without white space, NFKC: the form in which the corpus is compared."""
    return WHITE.sub("", unicodedata.normalize("NFKC", text))


def labels(corpus: Path) -> Iterator[dict[str, Any]]:
    """The labels of a corpus folder, one dict a page. Raises DataError where the file is missing or malformed."""
    path = corpus / "labels.jsonl"
    try:
        with path.open(encoding="utf-8", newline="\n") as rows:
            for number, row in enumerate(rows, 1):
                try:
                    yield json.loads(row)
                except ValueError as error:
                    raise DataError(f"{path}:{number}: {error}") from error
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from error


def gold_of_text(label: dict[str, Any]) -> Gold:
    """Wanted values of the label's own text lines."""
    texts: list[str] = label["text_lines"]
    count = len(texts)
    if "blocks" not in label:
        return _gold_of_body_text(label)
    body, weight, role, kind = [0] * count, [1.0] * count, [-1] * count, [-1] * count
    for block in label["blocks"]:
        _mark_block(block, texts, role, kind)
    _mark_breadcrumbs(label, texts, role)
    for index in _indexes(label["optional"]):
        role[index], weight[index] = Role.ASIDE, 0.02
    for number in label["meta_lines"]:
        role[number - 1] = Role.INFO
    if label["title_line"]:
        role[label["title_line"] - 1] = Role.TITLE
    for index in _indexes(label["body"]):
        body[index], role[index], kind[index], weight[index] = 1, Role.BODY, -1, 1.0
    page_type = list(PageType).index(PageType(label["page_type"]))
    return Gold(tuple(body), tuple(weight), tuple(role), tuple(kind), page_type)


def gold_of_page(label: dict[str, Any], page: Page) -> Gold:
    """Wanted values of a page's lines: those of the text lines they stand for."""
    wanted = gold_of_text(label)
    source = align([norm(line.text) for line in page.lines], [norm(text) for text in label["text_lines"]])
    return Gold(
        tuple(wanted.body[i] if i >= 0 else 0 for i in source),
        tuple(wanted.weight[i] if i >= 0 else 0.1 for i in source),
        tuple(wanted.role[i] if i >= 0 else -1 for i in source),
        tuple(wanted.kind[i] if i >= 0 else -1 for i in source),
        wanted.page_type,
    )


def align(ours: list[str], theirs: list[str]) -> list[int]:
    """For each of our lines the index of the label's line that holds most of it, -1 for none."""
    source = [-1] * len(ours)
    if ours == theirs:
        return list(range(len(ours)))
    for name, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if name == "equal":
            source[a:b] = range(c, d)
        elif name == "replace":
            for offset, index in enumerate(_by_characters(ours[a:b], theirs[c:d])):
                source[a + offset] = c + index
    return source


def _by_characters(ours: list[str], theirs: list[str]) -> list[int]:
    """Lines cut at other places: the label's line at the middle character of each of ours."""
    owners = [index for index, text in enumerate(theirs) for _ in text] or [0]
    result, start = [], 0
    for text in ours:
        result.append(owners[min(start + len(text) // 2, len(owners) - 1)])
        start += len(text)
    return result


def _indexes(ranges: list[list[int]]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first - 1, last)


def _mark_block(block: dict[str, Any], texts: list[str], role: list[int], kind: list[int]) -> None:
    first, last = block["lines"]
    named = Kind(block["kind"])
    titles = {norm(item["title"]) for item in block.get("items") or []}
    snippets = {norm(item["snippet"] or "") for item in block.get("items") or []} - {""}
    for index in range(first - 1, last):
        kind[index] = KINDS.index(named)
        role[index] = ROLE_OF_KIND.get(named, Role.OTHER)
        if titles and named not in ROLE_OF_KIND:
            text = norm(texts[index])
            listed = any(title in text for title in titles) and text not in snippets
            role[index] = Role.ITEM if listed or len(titles) >= 40 else Role.DETAIL
    if block["heading_line"]:
        role[block["heading_line"] - 1] = Role.HEADING


def _mark_breadcrumbs(label: dict[str, Any], texts: list[str], role: list[int]) -> None:
    crumbs = [norm(name) for name in label["breadcrumbs"]]
    for index in range((label["title_line"] or 1) - 1):
        text = norm(texts[index])
        if role[index] == -1 and any(crumb in text for crumb in crumbs if crumb):
            role[index] = Role.BREADCRUMB


def _gold_of_body_text(label: dict[str, Any]) -> Gold:
    """A page labelled for its body alone: the lines whose text stands in the body's text."""
    whole, optional = norm(label["body_text"]), norm(label["optional_text"])
    texts = [norm(text) for text in label["text_lines"]]
    first = next((i for i, text in enumerate(texts) if len(text) >= 15 and text in whole), 0)
    body = [int(i >= first and len(text) >= 2 and text in whole) for i, text in enumerate(texts)]
    weight = [0.02 if text in optional or (len(text) < 8 and text in whole) else 1.0 for text in texts]
    role = [Role.BODY if inside else -1 for inside in body]
    return Gold(tuple(body), tuple(weight), tuple(role), (-1,) * len(texts))
