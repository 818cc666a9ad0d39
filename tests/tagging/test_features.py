"""What the tagger is shown of a line."""

import numpy as np

from extractor.model import Container, Head, Line, Link, Page
from extractor.tagging.features import ANCESTORS, CLASSES, PAIR_BUCKETS, WORD_BUCKETS, featurise

CONTAINERS = (
    Container("html", (), -1, 1),
    Container("body", (), 0, 2),
    Container("div", ("article", "content"), 1, 3),
    Container("p", (), 2, 4),
    Container("p", (), 2, 4),
    Container("ul", ("hot", "list"), 1, 3),
    Container("li", (), 5, 4),
    Container("li", (), 5, 4),
)
LINES = (
    Line("渡口的茶馆开了一百年，客人来来往往。", 3),
    Line("一", 4),
    Line("山里的春天", 6, links=(Link(0, 5, "/a"),)),
    Line("山里的秋天", 7, links=(Link(0, 5, "/b"),)),
)


def page_of(*lines: Line, title: str = "") -> Page:
    return Page(uri="a", url=None, form="html", lines=lines, containers=CONTAINERS, head=Head(title=title))


def test_every_line_has_a_row_in_every_array() -> None:
    """All arrays are as long as the page has lines or containers, and buckets stay inside their tables."""
    features = featurise(page_of(*LINES))
    assert {len(a) for a in (features.numbers, features.head, features.tail, features.inline, features.chain)} == {4}
    assert len(features.words) == len(CONTAINERS)
    assert features.chain.shape == (4, ANCESTORS)
    assert features.head.max() < PAIR_BUCKETS and features.words.max() < WORD_BUCKETS
    assert np.isfinite(features.numbers).all()


def test_numbers_have_the_same_width_for_text_and_html() -> None:
    """A flattened page is described by as many numbers as a marked-up one."""
    plain = Page(uri="a", url=None, form="text", lines=(Line("一行字", 0),), containers=(CONTAINERS[0],))
    assert featurise(plain).numbers.shape[1] == featurise(page_of(*LINES)).numbers.shape[1]


def test_characters_are_counted_by_class() -> None:
    """The share of Han characters and the comma of a line are among its numbers."""
    numbers = featurise(page_of(*LINES)).numbers
    han, comma = 3 + CLASSES.index("han"), 3 + CLASSES.index("comma")
    assert numbers[1, han] == 1.0
    assert numbers[0, comma] > 0 and numbers[2, comma] == 0


def test_equal_heads_share_their_buckets() -> None:
    """Two lines that begin alike have the same first character pairs, and other last ones."""
    features = featurise(page_of(LINES[2], LINES[3]))
    assert (features.head[0, :2] == features.head[1, :2]).all()
    assert features.tail[0, 1] != features.tail[1, 1]


def test_title_line_is_seen() -> None:
    """The numbers of a page change where <title> repeats one of its lines."""
    with_title = featurise(page_of(*LINES, title="渡口的茶馆开了一百年，客人来来往往。_渡口网")).numbers
    without = featurise(page_of(*LINES)).numbers
    assert not np.array_equal(with_title, without)


def test_surrogates_and_rare_characters_pass() -> None:
    """Characters beyond the basic plane and lone surrogates are no error."""
    assert featurise(page_of(Line("𠀀😀\ud800", 3))).numbers.shape[0] == 1
