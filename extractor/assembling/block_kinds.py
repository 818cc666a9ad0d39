"""The kind of a list: what its heading says, then its containers' class words, then the tagger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractor.assembling.block_shapes import Shapes
from extractor.headings import STEM, WEAK_STEM, Naming, name_heading
from extractor.model import MAIN_KINDS, Draft, Kind
from extractor.vocabulary import cues

LEVELS = 4          # containers above a list whose class words are heard
NAME_VOTE = 1.2     # for the kind that the heading names
HEADED_VOTE = 0.4   # for `recommended`, the most frequent kind, where there is a heading
HEADLESS_VOTE = 0.25
CLASS_VOTE = 0.3    # for each kind that the class words name
RANK_VOTE = 0.3     # for `hot`, where the entries are numbered
TAGGER_VOTE = 0.25  # for a kind that the tagger is sure of
FOREIGN_VOTE = 0.8  # the same for kinds that hold no items: navigation, advertisements ...
MIN_RANKS = 3
MAIN = len(MAIN_KINDS)  # the first columns of Kind
MIN_MAIN = 0.5      # mean probability of these below which a list without a known heading is none
MAX_NEIGHBOURS = 4  # lines of the articles before and after this one
CLASS_KINDS = frozenset((Kind.RELATED, Kind.HOT, Kind.LATEST, Kind.RECOMMENDED))
KINDS = list(Kind)


class Kinds:
    """Names the lists of one page."""

    def __init__(self, draft: Draft, shapes: Shapes) -> None:
        self.draft = draft
        self.shapes = shapes

    def of_list(self, names: Sequence[str], lines: Sequence[int], above: Sequence[str] = ()) -> Kind:
        """The kind with the most votes. names: its headings as printed; above: headings that stand over those."""
        votes = dict.fromkeys(KINDS, 0.0)
        naming = _strongest(names)
        if naming is None or naming.certainty <= WEAK_STEM:
            over = _strongest(above)
            naming = over if naming is None or (over and over.certainty >= STEM) else naming
        if self._is_foreign(lines, naming):
            return Kind.OTHER
        if naming is not None:
            votes[_of_lists(naming.kind, len(lines))] += NAME_VOTE * naming.certainty
        if self.draft.body:
            votes[Kind.RECOMMENDED] += HEADED_VOTE if names else HEADLESS_VOTE
        else:
            votes[Kind.OTHER] += HEADLESS_VOTE
        if self._ranked(lines):
            votes[Kind.HOT] += RANK_VOTE
        self._hear_tagger(lines, votes)
        if not self.shapes.flat:
            for kind in self._class_words(lines[0]):
                votes[kind] += CLASS_VOTE
        return max(votes, key=lambda kind: votes[kind])

    def _is_foreign(self, lines: Sequence[int], naming: Naming | None) -> bool:
        """Whether the tagger takes the lines for something else than a list of articles, and no heading speaks for one."""
        if naming is not None and naming.certainty >= WEAK_STEM:
            return False
        rows = self.draft.tagging.kinds
        return sum(sum(rows[index][:MAIN]) for index in lines) < MIN_MAIN * len(lines)

    def _ranked(self, lines: Sequence[int]) -> bool:
        """Whether the list's lines are numbered 1, 2, 3."""
        rank = 1
        for index in lines:
            if self.draft.page.lines[index].text.lstrip("0").startswith(str(rank)):
                rank += 1
        return rank > MIN_RANKS and (rank - 1) * 3 >= len(lines)

    def _hear_tagger(self, lines: Sequence[int], votes: dict[Kind, float]) -> None:
        rows = self.draft.tagging.kinds
        for kind, column in zip(KINDS, zip(*[rows[index] for index in lines], strict=True), strict=True):
            votes[kind] += sum(column) / len(lines) * (TAGGER_VOTE if kind in MAIN_KINDS else FOREIGN_VOTE)

    def _class_words(self, line: int) -> set[Kind]:
        named: set[Kind] = set()
        container = self.shapes.home[line]
        for _ in range(LEVELS):
            if container <= 0:
                break
            for word in self.draft.page.containers[container].words:
                kind = _classes().get(word)
                if kind:
                    named.add(kind)
            if named:
                break
            container = self.shapes.parent[container]
        return named & CLASS_KINDS


def _of_lists(kind: Kind, lines: int) -> Kind:
    """What a heading says of a list: under a keyword stand articles about it, under 下一篇 more than one is a choice."""
    if kind is Kind.TAGS:
        return Kind.RELATED
    return Kind.RECOMMENDED if kind is Kind.PREV_NEXT and lines > MAX_NEIGHBOURS else kind


def _strongest(headings: Sequence[str]) -> Naming | None:
    named = [naming for naming in map(name_heading, headings) if naming is not None]
    return max(named, key=lambda naming: naming.certainty, default=None)


@cache
def _classes() -> dict[str, Kind]:
    return {word: Kind(kind) for kind, words in cues().classes.items() for word in words}
