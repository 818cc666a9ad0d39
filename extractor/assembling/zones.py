"""Where on a page its fields stand: around the headline down to the body, and right after the body."""

from __future__ import annotations

from msgspec import Struct

from extractor.model import Draft, Role

ABOVE = 10              # lines above the headline that may hold a date or a trail
BELOW = 30              # lines below the headline, where the body does not begin before
AFTER = 12              # lines after the body where sign-offs stand
FAR = 80                # lines after the body where a line that the tagger takes for an info line still belongs to it
OPENING = 4             # first body lines that may carry a dateline
CLOSING = 3             # last body lines that may carry a sign-off
SURE = 0.3              # probability from which a line is taken for an info line wherever it stands
AROUND = (
    Role.NAV, Role.BREADCRUMB, Role.FOOTER, Role.COMMENT, Role.ITEM, Role.DETAIL, Role.HEADING, Role.AD, Role.PREV_NEXT, Role.TAGS,
)  # fmt: skip
_INFO = int(Role.INFO)  # a plain number, a third quicker as an index


class Zones(Struct, frozen=True):
    """Line indexes, in page order: head (no body lines among them), opening and closing of the body, tail after it."""

    head: tuple[int, ...]
    opening: tuple[int, ...]
    closing: tuple[int, ...]
    tail: tuple[int, ...]


def find_zones(draft: Draft) -> Zones:
    """The zones of a page; without a headline the lines above the body are the head, without a body those below the headline."""
    size, body, roles = len(draft.page.lines), draft.body, draft.tagging.roles
    first, last = (body[0], body[-1]) if body else (None, None)
    title = draft.title_line
    if title is None:
        title = max(0, first - ABOVE) if first is not None else 0
    end = min(size, title + BELOW) if first is None else min(max(first, title + 1), title + BELOW)
    inside = set(body)
    head = {i for i in range(max(0, title - ABOVE), end) if i not in inside}
    if first is not None:
        head |= set(range(max(0, first - 4), first))
        head |= {i for i in range(first) if roles[i][_INFO] >= SURE}
    after = size if last is None else last + 1
    tail = {i for i in range(after, min(size, after + FAR)) if i < after + AFTER or roles[i][_INFO] >= SURE}
    if first is not None:  # lines inside the body's range that the tagger leaves out of it
        head |= {i for i in range(first, body[min(OPENING, len(body)) - 1]) if i not in inside}
        tail |= {i for i in range(body[-min(CLOSING, len(body))], after) if i not in inside}
    return Zones(tuple(sorted(head - tail)), body[:OPENING], body[-CLOSING:], tuple(sorted(tail)))
