"""Which lines are the body, and the typed parts made of them."""

from __future__ import annotations

import math

from msgspec import UNSET

from extractor.model import Body, Draft, ImageInfo, Line, Page, Part, Picture, Role, Tagging

REENTRY_COST = 2.0  # log-odds that it costs to come back to the body after it ended; keeps it contiguous
MIN_BODY = 10       # characters; less text than this is no article
CAPTION_P = 0.4     # probability above which an aside between body lines is shown as a caption
MAX_HEADING = 60    # characters; editors of official accounts set whole paragraphs as headings


def select_body(page: Page, tagging: Tagging) -> tuple[int, ...]:
    """Indexes of the body's lines: the most probable labelling of the line sequence in which coming back has a cost.

    Viterbi decoding (Rabiner 1989) over three states, before, inside and outside the body: the first entry is free, every
    later one costs REENTRY_COST. A line's say grows with the logarithm of its length.
    """
    odds = [_log_odds(p) * _say(line.text) for p, line in zip(tagging.body, page.lines, strict=True)]
    chosen = tuple(i for i, inside in enumerate(_decode(odds)) if inside)
    return chosen if sum(len(page.lines[i].text) for i in chosen) >= MIN_BODY else ()


def _log_odds(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def _say(text: str) -> float:
    return 0.6 + 0.2 * min(math.log1p(len(text)), 4.0)


def _decode(odds: list[float]) -> list[bool]:
    """Whether each line is inside on the best path; odds: what a line adds if it is inside."""
    before, inside, outside = 0.0, 0.0, -math.inf
    came: list[tuple[int, int]] = []  # the state before, if now (inside, outside)
    for value in odds:
        to_inside = max((before, 0), (inside, 1), (outside - REENTRY_COST, 2))
        to_outside = max((inside, 1), (outside, 2))
        came.append((to_inside[1], to_outside[1]))
        inside, outside = to_inside[0] + value, to_outside[0]
    state = max((before, 0), (inside, 1), (outside, 2))[1]
    path = [False] * len(odds)
    for i in range(len(odds) - 1, -1, -1):
        path[i] = state == 1
        state = came[i][state - 1] if state else 0
    return path


def expected_f1(page: Page, tagging: Tagging, body: tuple[int, ...]) -> float:
    """The F1 by characters that the body would have if the tagger's probabilities were true: the record's confidence."""
    chosen = set(body)
    hit = wrong = missed = 0.0
    for i, (line, p) in enumerate(zip(page.lines, tagging.body, strict=True)):
        size = len(line.text)
        if i in chosen:
            hit += size * p
            wrong += size * (1 - p)
        elif not line.hidden:
            missed += size * p
    return 2 * hit / (2 * hit + wrong + missed) if hit else 0.0


def build_body(draft: Draft) -> Body:
    """The body's text and parts. Captions and pictures between body lines become parts, never text."""
    members = frozenset(draft.body)
    builder = _Builder()
    for i in range(draft.body[0], draft.body[-1] + 1) if draft.body else ():
        line = draft.page.lines[i]
        for picture in line.pictures:
            builder.picture(picture)
        if i in members:
            builder.line(line)
        elif draft.tagging.p(i, Role.ASIDE) >= CAPTION_P and not line.hidden:
            builder.caption(line.text)
    return Body("\n".join(builder.texts), builder.parts)


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
