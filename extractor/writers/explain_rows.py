"""The page side of a report: its lines with their colour, their hints and where they went, cut into runs that fold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from extractor.model import MAIN_KINDS, Explanation, Kind, Line, Role, Tagging, Use
from extractor.writers.explain_safe import safe_url, shown

BODY, CAPTION, TITLE, INFO, LEFT = "body", "caption", "title", "info", "left"
SHADES = (BODY, CAPTION, TITLE, INFO, *(kind.value for kind in Kind), LEFT)
"""What a line can be, in the order of the legend; each has its colour in the style sheet."""
ARTICLE = frozenset((BODY, CAPTION, TITLE, INFO))
OPEN = ARTICLE.union(kind.value for kind in MAIN_KINDS)
FIELD_ORDER = ("title", "subtitle")
LIKELIEST = 3
STRIP = 1000  # width of the strip in its own units


class Words(Struct, frozen=True):
    """A piece of a line: url where it is a link that may be followed, linked where it is a link at all."""

    text: str
    url: str | None = None
    linked: bool = False


class Chance(Struct, frozen=True):
    """A probability with its name; step is it in twentieths, for a bar."""

    name: str
    percent: str
    step: int


class Target(Struct, frozen=True):
    """A place in the record that a line went to."""

    anchor: str
    name: str


class Row(Struct, frozen=True):
    """One line of the page."""

    number: int
    shade: str
    words: tuple[Words, ...]
    chances: tuple[Chance, ...]
    targets: tuple[Target, ...]
    reason: str
    place: str
    flags: tuple[str, ...]


class Run(Struct, frozen=True):
    """Lines in a row that went to the same place."""

    shade: str
    name: str
    rows: tuple[Row, ...]
    open: bool

    @property
    def title(self) -> str:
        """The beginning of its first line, shown where it is folded."""
        return "".join(words.text for words in self.rows[0].words)[:60]


class Stripe(Struct, frozen=True):
    """A run in the strip that shows the whole page: place and width in thousandths."""

    x: float
    width: float
    shade: str
    line: int
    name: str


class Count(Struct, frozen=True):
    """An entry of the legend."""

    shade: str
    lines: int
    share: str


class PageView(Struct, frozen=True):
    """Everything the template shows of a page's lines."""

    runs: tuple[Run, ...]
    strip: tuple[Stripe, ...]
    legend: tuple[Count, ...]


def page_view(explanation: Explanation) -> PageView:
    """The lines of an explained page as the template needs them."""
    rows = [row_view(explanation, number) for number in range(len(explanation.uses))]
    keys = [_run_key(explanation, row, uses) for row, uses in zip(rows, explanation.uses, strict=True)]
    runs = []
    for (shade, name), members in groupby(zip(keys, rows, strict=True), key=lambda pair: pair[0]):
        runs.append(Run(shade, name, tuple(row for _, row in members), shade in OPEN))
    return PageView(tuple(runs), tuple(_strip(runs)), _legend(rows))


def row_view(explanation: Explanation, number: int) -> Row:
    """One line."""
    page, uses = explanation.traced.page, explanation.uses[number]
    line = page.lines[number]
    shade = shade_of(uses, explanation)
    return Row(
        number=number + 1,
        shade=shade,
        words=tuple(_words(line)),
        chances=_chances(explanation.traced.tagging, number, shade not in ARTICLE),
        targets=tuple(_target(use, explanation) for use in _worth_naming(uses)),
        reason=shown(explanation.line_reasons[number]),
        place=shown(_place(explanation, line)),
        flags=_flags(line),
    )


def shade_of(uses: Sequence[Use], explanation: Explanation) -> str:
    """What a line is in a word: what owns it, else the fields read from it."""
    blocks = explanation.traced.record.blocks
    for use in uses:
        if use.field == "body":
            part = explanation.traced.record.body.parts[use.index or 0]
            return CAPTION if part.type == "caption" else BODY
    fields = {use.field for use in uses}
    if not fields.isdisjoint(FIELD_ORDER):
        return TITLE
    for use in uses:
        if use.field == "blocks" and blocks[use.index or 0].kind in MAIN_KINDS:
            return blocks[use.index or 0].kind.value
    if fields - {"blocks"}:
        return INFO
    return blocks[uses[0].index or 0].kind.value if uses else LEFT


# ---------------------------------------------------------------- a line


def _words(line: Line) -> Iterator[Words]:
    """The line's text cut at its links; links that overlap or lie outside the text count for nothing."""
    place = 0
    for link in line.links:
        if not place <= link.start < link.end <= len(line.text):
            continue
        if link.start > place:
            yield Words(shown(line.text[place : link.start]))
        yield Words(shown(line.text[link.start : link.end]), safe_url(link.url), True)
        place = link.end
    if place < len(line.text):
        yield Words(shown(line.text[place:]))


def _chances(tagging: Tagging, number: int, beside: bool) -> tuple[Chance, ...]:
    """Body, then the likeliest roles, and kinds of blocks for what stands beside the article."""
    roles = sorted(((p, role.name.lower()) for role, p in zip(Role, tagging.roles[number], strict=True)), reverse=True)
    kinds = sorted(((p, kind.value) for kind, p in zip(Kind, tagging.kinds[number], strict=True)), reverse=True)
    found = [("body", tagging.body[number])]
    found += [(f"role {name}", p) for p, name in roles[:LIKELIEST]]
    found += [(f"kind {name}", p) for p, name in kinds[: LIKELIEST - 1] if beside]
    return tuple(Chance(name, f"{p:.0%}", round(p * 20)) for name, p in found)


def _worth_naming(uses: Sequence[Use]) -> list[Use]:
    """The uses that tell more than the colour: fields, headings and items."""
    return [use for use in uses if use.field != "body" and use.part != "detail"]


def _target(use: Use, explanation: Explanation) -> Target:
    if use.field != "blocks":
        return Target(f"f-{use.field}", use.field.replace("_", " "))
    kind = explanation.traced.record.blocks[use.index or 0].kind.value
    number = (use.index or 0) + 1
    if use.part == "item":
        return Target(f"b{number}-{(use.item or 0) + 1}", f"item {(use.item or 0) + 1}")
    return Target(f"b{number}", "heading" if use.part == "heading" else kind.replace("_", " "))


def _place(explanation: Explanation, line: Line) -> str:
    """Where the line stands in the markup: its containers with their class words, innermost last."""
    page = explanation.traced.page
    steps: list[str] = []
    container = line.container
    while container >= 0 and len(steps) < 4:
        holder = page.containers[container]
        steps.append(".".join((holder.tag or "text", *holder.words[:3])))
        container = holder.parent
    return " › ".join(reversed(steps)) if page.form == "html" else ""


def _flags(line: Line) -> tuple[str, ...]:
    found = []
    if line.form != "paragraph":
        found.append(f"{line.form.replace('_', ' ')}{f' {line.level}' if line.level else ''}")
    if line.hidden:
        found.append("hidden")
    if line.pictures:
        found.append(f"{len(line.pictures)} picture{'s' * (len(line.pictures) > 1)}")
    return (*found, *(f"rule: {shown(mark)}" for mark in line.marks))


# ---------------------------------------------------------------- the whole page


def _run_key(explanation: Explanation, row: Row, uses: Sequence[Use]) -> tuple[str, str]:
    """Shade and name of the run that a line belongs to; two lists in a row are two runs."""
    for use in uses:
        if use.field == "blocks" and row.shade not in ARTICLE:
            return row.shade, f"block {(use.index or 0) + 1}"
    return ("body", "") if row.shade == CAPTION else (row.shade, "")


def _strip(runs: Sequence[Run]) -> Iterator[Stripe]:
    """The page as one strip, a stripe a run, as wide as its lines are many."""
    unit = STRIP / max(1, sum(len(run.rows) for run in runs))
    x = 0.0
    for run in runs:
        width = unit * len(run.rows)
        first = run.rows[0].number
        yield Stripe(round(x, 1), round(width, 1), run.shade, first, f"{run.shade}, lines {first}–{run.rows[-1].number}")
        x += width


def _legend(rows: Sequence[Row]) -> tuple[Count, ...]:
    lines = Counter(row.shade for row in rows)
    return tuple(Count(shade, lines[shade], f"{lines[shade] / len(rows):.0%}") for shade in SHADES if lines[shade])
