"""Why: one sentence a line and a block, from the facts that decided."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.headings import name_heading
from extractor.model import Block, Evidence, Kind, Role, Traced, Use
from extractor.vocabulary import cues

CLASS_LEVELS = 4  # containers above a block whose class words are told
LIKELY = 0.5
KINDS = list(Kind)

Uses = Sequence[Sequence[Use]]


def line_reasons(traced: Traced, uses: Uses) -> tuple[str, ...]:
    """A sentence for each line of the page."""
    return tuple(_line_reason(traced, number, of_line) for number, of_line in enumerate(uses))


def _line_reason(traced: Traced, number: int, uses: Sequence[Use]) -> str:
    fields = [use.field for use in uses if use.part == "value"]
    told = [f"{name}: {tell_evidence(traced.record.evidence[name])}" for name in fields]
    marks = traced.page.lines[number].marks
    if marks:
        told.append(f"a site rule marks it: {', '.join(marks)}")
    told += [_body_or_block(traced, number, use) for use in uses if use.part != "value"]
    return "; ".join(told) or _left_out(traced, number)


def tell_evidence(evidence: Evidence) -> str:
    """An evidence as words: where the value stands and how sure that is."""
    return f"from {evidence.value_from} ({evidence.where}), {evidence.confidence:.0%} sure"


def _body_or_block(traced: Traced, number: int, use: Use) -> str:
    body = traced.tagging.body[number]
    if use.field != "body":
        what = {"heading": "its heading", "item": "an item", "detail": "a detail of an item"}.get(use.part, "its text")
        return f"block {(use.index or 0) + 1}: {what}; as {_role(traced, number)}"
    part = traced.record.body.parts[use.index or 0]
    if part.type == "caption":
        return f"caption between body lines; as {_role(traced, number)}"
    if body >= LIKELY:
        return f"body: the tagger is {body:.0%} sure"
    return f"body although the tagger is only {body:.0%} sure: its neighbours are body"


def _left_out(traced: Traced, number: int) -> str:
    body = traced.tagging.body[number]
    if traced.page.lines[number].hidden:
        return f"left out: the page hides it; as {_role(traced, number)}"
    if body >= LIKELY:
        return f"left out although {body:.0%} like body: it stands apart from the article, or in a list or reply inside it"
    return f"left out: {body:.0%} like body, as {_role(traced, number)}, and no list holds it"


def _role(traced: Traced, number: int) -> str:
    role = traced.tagging.role(number)
    return f"{role.name.lower()} {traced.tagging.p(number, Role(role)):.0%}"


def block_reason(traced: Traced, block: Block, uses: Uses, number: int) -> str:
    """What spoke for a block's kind: its heading's words, class words around it, the tagger's mean over its lines."""
    lines = [line for line, of_line in enumerate(uses) if any(u.field == "blocks" and u.index == number for u in of_line)]
    told = []
    naming = name_heading(block.heading) if block.heading else None
    if naming is not None:
        told.append(f"the heading's words name {naming.kind.value} ({naming.certainty:.0%} sure)")
    elif block.heading:
        told.append("the heading's words are not in the vocabulary")
    else:
        told.append("no heading")
    if lines:
        told += _class_words(traced, lines[-1])
        told.append(_tagger_says(traced, lines))
    return "; ".join(told)


def _class_words(traced: Traced, line: int) -> list[str]:
    known = {word: kind for kind, words in cues().classes.items() for word in words}
    container = traced.page.lines[line].container
    for _ in range(CLASS_LEVELS):
        if container <= 0:
            break
        holder = traced.page.containers[container]
        named = dict.fromkeys(word for word in holder.words if word in known)
        if named:
            return [f"class word “{word}” names {known[word]}" for word in named]
        container = holder.parent
    return []


def _tagger_says(traced: Traced, lines: Sequence[int]) -> str:
    rows = traced.tagging.kinds
    shares = {kind: sum(rows[line][column] for line in lines) / len(lines) for column, kind in enumerate(KINDS)}
    likeliest = sorted(shares, key=lambda kind: -shares[kind])[:2]
    return f"the tagger takes its lines for {' or '.join(f'{kind.value} {shares[kind]:.0%}' for kind in likeliest)}"
