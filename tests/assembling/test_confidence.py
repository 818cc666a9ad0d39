"""How far a body is trusted."""

from extractor.assembling.confidence import body_confidence
from extractor.model import Container, Line, Page, Role, Tagging


def confidence_of(sizes: list[int], body: list[float], chosen: tuple[int, ...]) -> float:
    """The confidence of a page of lines of these sizes and body probabilities."""
    page = Page(uri="a", url=None, form="html", lines=tuple(Line("茶" * size, 0) for size in sizes), containers=(Container("body", (), -1, 0),))
    return body_confidence(page, Tagging(body, [[1 / len(Role)] * len(Role) for _ in sizes], [[1 / 16] * 16 for _ in sizes]), chosen)


def test_doubt_about_lines_costs_confidence() -> None:
    """Doubtful lines inside the body and likely ones outside it lower the confidence, no body has none."""
    sure = confidence_of([400, 400], [1.0, 0.0], (0,))
    assert sure > 0.97
    assert confidence_of([400, 400], [0.6, 0.0], (0,)) < 0.9
    assert confidence_of([400, 400], [1.0, 0.4], (0,)) < 0.9
    assert confidence_of([400, 400], [1.0, 0.4], ()) == 0.0


def test_a_line_left_out_for_certain_says_nothing() -> None:
    """What the tagger held for body and a rule took out does not count as missed."""
    assert confidence_of([400, 400], [1.0, 0.95], (0,)) > 0.97


def test_short_bodies_are_trusted_less() -> None:
    """The same probabilities say less of a short body, where a single stray line weighs more."""
    assert confidence_of([40], [1.0], (0,)) < 0.85 < confidence_of([400], [1.0], (0,))
