"""Drafts from strings: a line of text behind a letter that says what the tagger takes it for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from extractor.model import Container, Draft, Head, Line, Link, Page, Role, Tagging

NO_HEAD = Head()
MARKS = {
    "T": Role.TITLE, "B": Role.BODY, "I": Role.INFO, "C": Role.BREADCRUMB, "A": Role.ASIDE, "N": Role.NAV,
    "F": Role.FOOTER, "H": Role.HEADING, "P": Role.ITEM, "O": Role.OTHER,
}  # fmt: skip
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()]*)\)")

NO_HEAD = Head()
MakeDraft = Callable[..., Draft]


def line_of(text: str, container: int) -> Line:
    """A line in which [name](address) is a link."""
    links, plain, at = [], "", 0
    for match in LINK.finditer(text):
        plain += text[at : match.start()]
        links.append(Link(len(plain), len(plain) + len(match[1]), match[2]))
        plain += match[1]
        at = match.end()
    return Line(plain + text[at:], container, links=tuple(links))


@pytest.fixture
def draft_of() -> MakeDraft:
    """Make a draft of lines such as 'T 标题' or 'O [首页](/) > 正文'.

    classes: class words of the element around the lines that are no title and no body.
    """

    def make(
        *marked: str, head: Head = NO_HEAD, url: str | None = None, fetched_at: str | None = None, classes: tuple[str, ...] = ()
    ) -> Draft:
        roles = [MARKS[text[0]] for text in marked]
        lines = tuple(line_of(text[2:], 1 if role not in (Role.TITLE, Role.BODY) else 0) for text, role in zip(marked, roles, strict=True))
        containers = (Container("body", (), -1, 0), Container("div", classes, 0, 1))
        page = Page(uri="a", url=url, form="html", lines=lines, containers=containers, head=head, fetched_at=fetched_at)
        rows = [[0.9 if role == own else 0.1 / (len(Role) - 1) for role in Role] for own in roles]
        body = tuple(i for i, role in enumerate(roles) if role is Role.BODY)
        title = roles.index(Role.TITLE) if Role.TITLE in roles else None
        tagging = Tagging([0.95 if i in body else 0.02 for i in range(len(lines))], rows, [[1 / 16] * 16 for _ in lines])
        return Draft(page, tagging, body, title, lines[title].text if title is not None else None)

    return make
