"""The kind of a list: what its heading says, then its containers' class words, then the tagger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractor.assembling.block_shapes import Shapes
from extractor.assembling.headings import STEM, WEAK_STEM, Naming, name_heading
from extractor.model import MAIN_KINDS, Draft, Kind
from extractor.vocabulary import cues

LEVELS = 4            # containers above a list whose class words are heard
CLASS_VOTE = 0.35
DEFAULT_VOTE = 0.25   # a list of links under an unknown heading is most often `recommended`
KINDS = list(Kind)


class Kinds:
    """Names the lists of one page."""

    def __init__(self, draft: Draft, shapes: Shapes) -> None:
        self.draft = draft
        self.shapes = shapes

    def of_list(self, names: Sequence[str], lines: Sequence[int], above: Sequence[str] = ()) -> Kind:
        """The kind with the most votes. names: its headings as printed; above: headings that stand over those."""
        votes = dict.fromkeys(KINDS, 0.0)
        votes[Kind.RECOMMENDED if self.draft.body else Kind.OTHER] += DEFAULT_VOTE
        naming = _strongest(names)
        if naming is None or naming.certainty <= WEAK_STEM:
            over = _strongest(above)
            naming = over if naming is None or (over and over.certainty >= STEM) else naming
        if naming is not None:
            votes[naming.kind] += naming.certainty
        self._hear_tagger(lines, votes)
        if not self.shapes.flat:
            for kind in self._class_words(lines[0]):
                votes[kind] += CLASS_VOTE
        return max(votes, key=lambda kind: votes[kind])

    def _hear_tagger(self, lines: Sequence[int], votes: dict[Kind, float]) -> None:
        rows = self.draft.tagging.kinds
        for column, kind in enumerate(KINDS):
            votes[kind] += sum(rows[index][column] for index in lines) / len(lines)

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
        return named & MAIN_KINDS


def _strongest(headings: Sequence[str]) -> Naming | None:
    named = [naming for naming in map(name_heading, headings) if naming is not None]
    return max(named, key=lambda naming: naming.certainty, default=None)


@cache
def _classes() -> dict[str, Kind]:
    return {word: Kind(kind) for kind, words in cues().classes.items() for word in words}
