"""Which lines are the body, and the typed parts made of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from msgspec import UNSET

from extractor.assembling.body_edges import marked_body, one_article
from extractor.assembling.captions import is_caption
from extractor.assembling.confidence import expected_f1
from extractor.assembling.threads import whole_body
from extractor.headings import name_heading
from extractor.model import Body, Draft, ImageInfo, Kind, Line, Page, PageType, Part, Picture, Role, Tagging
from extractor.vocabulary import cues

REENTRY_COST = 2.0  # log-odds that it costs to come back to the body after it ended; keeps it contiguous
THREADS = tuple(list(PageType).index(kind) for kind in (PageType.FORUM, PageType.QA))
ARTICLE = 0.6       # expected F1 from which a body stands although the page looks like a list
DOUBTFUL = 0.45     # expected F1 below which a small piece of a page's text is no body
SMALL = 0.15        # share of the page's text that such a piece has at most
FAINT = 0.4        # body probability of the likeliest line, below which nothing is body
CLAUSE_ENDS = ("，", ",", "、", "；", "。", "！", "？", "”")
CLAUSES, MAX_CLAUSES = 0.5, 20  # share of lines that end so from which they are clauses, and how many are looked at below the body
STOPS = ("。", "！", "？", "…", "”", "」")
MIN_BODY = 10       # characters; less text than this is no article
INSERTED = frozenset((Kind.RELATED, Kind.HOT, Kind.LATEST, Kind.RECOMMENDED))
SURE = 0.9          # certainty of a heading's words from which a list below it, inside the body, is none of the body
UNCLAIMED_BODY, UNCLAIMED_ROLE = 0.1, 0.4  # a line that may be body and is not known to be anything else
LINKED = 0.8        # share of link text from which a line is a link
CAPTION_P = 0.4     # probability above which an aside between body lines is shown as a caption
MAX_HEADING = 60    # characters; editors of official accounts set whole paragraphs as headings


def select_body(page: Page, tagging: Tagging) -> tuple[int, ...]:
    """Indexes of the body's lines: the most probable labelling of the line sequence in which coming back has a cost.

    Viterbi decoding (Rabiner 1989) over three states, before, inside and outside the body: the first entry is free, every
    later one costs REENTRY_COST. A line's say grows with the logarithm of its length.
    """
    posts = sum(tagging.page_types[column] for column in THREADS)
    odds = [_log_odds(p) * _say(line.text) for p, line in zip(tagging.body, page.lines, strict=True)]
    inside = [i for i, taken in enumerate(_decode(odds, REENTRY_COST * (1 - posts))) if taken]
    chosen = _without_inserts(page, _to_the_frame(page, tagging, inside))
    return chosen if sum(len(page.lines[i].text) for i in chosen) >= MIN_BODY else _mere_prose(page, tagging)


def _mere_prose(page: Page, tagging: Tagging) -> tuple[int, ...]:
    """The sentences of a page without links that holds little else: a text with no template around it is like no page the tagger knows."""
    if any(line.links for line in page.lines) or max(tagging.body, default=0.0) < FAINT:
        return ()
    prose = tuple(i for i, line in enumerate(page.lines) if line.text.endswith(STOPS) and not line.hidden)
    size = sum(len(page.lines[i].text) for i in prose)
    return prose if size >= MIN_BODY and 2 * size > sum(len(line.text) for line in page.lines) else ()


def settle_body(page: Page, tagging: Tagging, body: tuple[int, ...], page_type: PageType) -> tuple[int, ...]:
    """The body, or nothing on a list page and where next to nothing speaks for it."""
    if page_type in (PageType.FORUM, PageType.QA, PageType.ENCYCLOPEDIA):
        return whole_body(page, tagging, body, page_type)
    certainty = expected_f1(page, tagging, body)
    if page_type is PageType.ARTICLE:
        body = one_article(page, tagging, body) or marked_body(page, tagging)
    if page_type is PageType.LIST and certainty < ARTICLE:
        return ()
    size = sum(len(page.lines[i].text) for i in body)
    small = size < SMALL * sum(len(line.text) for line in page.lines)
    return () if small and certainty < DOUBTFUL else body


def _to_the_frame(page: Page, tagging: Tagging, chosen: list[int]) -> list[int]:
    """The body and the lines that no other role claims, up to the info line above it and the first known heading below it.

    Official accounts set one clause a line; without tags such lines look like nothing in particular.
    """
    if not chosen or page.form == "html":
        return chosen
    members = set(_with_clauses(page, chosen))
    chosen = sorted(members)

    def unclaimed(i: int) -> bool:
        return tagging.body[i] >= UNCLAIMED_BODY and max(tagging.roles[i][1:]) <= UNCLAIMED_ROLE

    top = chosen[0]
    while top > 0 and unclaimed(top - 1):
        top -= 1
    if top > 0 and tagging.role(top - 1) in (Role.TITLE, Role.INFO):
        members.update(range(top, chosen[0]))
    bottom = chosen[-1] + 1
    while bottom < len(page.lines) and unclaimed(bottom):
        bottom += 1
    naming = name_heading(page.lines[bottom].text) if bottom < len(page.lines) else None
    if naming is not None and naming.certainty >= SURE:
        members.update(range(chosen[-1], bottom))
    members.update(i for i in range(chosen[0], chosen[-1]) if unclaimed(i))
    return sorted(members)


def _with_clauses(page: Page, chosen: list[int]) -> list[int]:
    """The body and the lines between its own, and down to the first known heading, if most end like clauses; titles of lists do not."""
    members = set(chosen)
    stop = next((i for i in range(chosen[-1] + 1, min(chosen[-1] + MAX_CLAUSES, len(page.lines))) if _is_heading(page.lines[i].text)), None)
    for last, after in pairwise([*chosen, stop] if stop is not None else chosen):
        gap = range(last + 1, after)
        ended = sum(page.lines[i].text.endswith(CLAUSE_ENDS) for i in gap)
        if ended >= CLAUSES * len(gap) and not any(_is_heading(page.lines[i].text) for i in gap):
            members.update(gap)
    return sorted(members)


def _is_heading(text: str) -> bool:
    naming = name_heading(text)
    return naming is not None and naming.certainty >= SURE


def _without_inserts(page: Page, chosen: list[int]) -> tuple[int, ...]:
    """The body without what templates print into it: link lists under a known heading, linked lines that say 广告."""
    members = frozenset(chosen)
    kept = []
    listing = False
    for i in range(chosen[0], chosen[-1] + 1) if chosen else ():
        line = page.lines[i]
        naming = None if line.links and _is_link(line) else name_heading(line.text)
        if naming is not None and naming.kind in INSERTED and naming.certainty >= SURE:
            listing = True
        elif not _is_link(line):
            listing = False
        advert = bool(line.links) and line.text.startswith(cues().adverts)
        if i in members and not listing and not advert:
            kept.append(i)
    return tuple(kept)


def _is_link(line: Line) -> bool:
    """Whether nearly all of a line is link text."""
    return sum(link.end - link.start for link in line.links) > LINKED * len(line.text)


def _log_odds(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def _say(text: str) -> float:
    return 0.6 + 0.2 * min(math.log1p(len(text)), 4.0)


def _decode(odds: list[float], reentry: float) -> list[bool]:
    """Whether each line is inside on the best path; odds: what a line adds if it is inside; reentry: what coming back costs."""
    before, inside, outside = 0.0, 0.0, -math.inf
    came: list[tuple[int, int]] = []  # the state before, if now (inside, outside)
    for value in odds:
        to_inside = max((before, 0), (inside, 1), (outside - reentry, 2))
        to_outside = max((inside, 1), (outside, 2))
        came.append((to_inside[1], to_outside[1]))
        inside, outside = to_inside[0] + value, to_outside[0]
    state = max((before, 0), (inside, 1), (outside, 2))[1]
    path = [False] * len(odds)
    for i in range(len(odds) - 1, -1, -1):
        path[i] = state == 1
        state = came[i][state - 1] if state else 0
    return path


def build_body(draft: Draft) -> Body:
    """The body's text and parts. Captions and pictures between body lines become parts, never text."""
    members = frozenset(draft.body)
    builder = _Builder()
    for i in range(draft.body[0], draft.body[-1] + 1) if draft.body else ():
        line = draft.page.lines[i]
        for picture in line.pictures:
            builder.picture(picture)
        if i in members and is_caption(line):
            builder.caption(line.text)
        elif i in members:
            builder.line(line)
        elif draft.tagging.p(i, Role.ASIDE) >= CAPTION_P and not line.hidden:
            builder.caption(line.text)
    for picture in _pictures_after(draft):
        builder.picture(picture)
    return Body("\n".join(builder.texts), builder.parts)


def _pictures_after(draft: Draft) -> list[Picture]:
    """Pictures behind the last paragraph wait for the next line, which is none of the body; they stand in the body's container."""
    lines, containers = draft.page.lines, draft.page.containers
    if not draft.body or draft.body[-1] + 1 >= len(lines):
        return []
    home = containers[lines[draft.body[-1]].container].parent
    beyond = set(_outer(draft.page, lines[draft.body[-1] + 1].container))
    while home > 0 and containers[home].parent not in beyond:
        home = containers[home].parent  # the largest element around the last paragraph that the next line does not stand in
    around = []
    for picture in lines[draft.body[-1] + 1].pictures:
        outer = picture.container
        while outer > home >= 0:
            outer = containers[outer].parent
        if outer == home:
            around.append(picture)
    return around


def _outer(page: Page, container: int) -> Iterator[int]:
    """A container and those around it, up to the root."""
    while container >= 0:
        yield container
        container = page.containers[container].parent


def images_of(body: Body) -> list[ImageInfo]:
    """The body's pictures in order, each address once."""
    seen: dict[str, ImageInfo] = {}
    for part in body.parts:
        if part.type == "image" and isinstance(part.src, str):
            caption = part.caption if isinstance(part.caption, str) else None
            seen.setdefault(part.src, ImageInfo(part.src, part.text, caption))
    return list(seen.values())


class _Builder:
    """Joins lines that belong together (code, cells of a table) into parts."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.texts: list[str] = []
        self.last: Line | None = None

    def picture(self, picture: Picture) -> None:
        self.parts.append(Part("image", picture.alt, src=picture.src))
        self.last = None

    def caption(self, text: str) -> None:
        """A caption also goes to the picture right before it."""
        if self.parts and self.parts[-1].type == "image":
            self.parts[-1].caption = text
        self.parts.append(Part("caption", text))
        self.last = None

    def line(self, line: Line) -> None:
        before, self.last = self.last, line
        if line.cell is not None:
            self._cell(line, before)
            return
        if line.form == "code" and before is not None and (before.form, before.container) == ("code", line.container):
            self.parts[-1].text += "\n" + line.text
            self.texts.append(line.text)
            return
        form = line.form
        if form == "caption" or (form == "heading" and len(line.text) > MAX_HEADING):
            form = "paragraph"
        self.parts.append(Part(form, line.text, level=line.level if form == "heading" and line.level else UNSET))
        self.texts.append(line.text)

    def _cell(self, line: Line, before: Line | None) -> None:
        """A cell opens a table, a row of it, a column of it, or goes on in its own cell."""
        assert line.cell is not None
        table, row, column = line.cell
        old = before.cell if before is not None else None
        if old is None or old[0] != table:
            self.parts.append(Part("table", "", rows=[[line.text]]))
            self.texts.append(line.text)
            return
        rows = self.parts[-1].rows
        assert isinstance(rows, list)
        if old[1] != row:
            rows.append([line.text])
            self.texts.append(line.text)
        elif old[2] != column:
            rows[-1].append(line.text)
            self.texts[-1] += "\t" + line.text
        else:
            rows[-1][-1] += "\n" + line.text
            self.texts[-1] += " " + line.text
