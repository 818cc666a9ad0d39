"""Pages made from labelled pages keep lines and wanted values together."""

import random

from extractor.model import Container, Head, Line, Link, Page, Role
from extractor.tagging.augment import Example, as_text, vary
from extractor.tagging.gold import Gold


def example(name: str) -> Example:
    """A page of 2 navigation lines, 6 body lines and a block of 4; every text says its wanted role."""
    roles = [Role.NAV] * 2 + [Role.BODY] * 6 + [Role.HEADING] + [Role.ITEM] * 3
    kinds = [11] * 2 + [-1] * 6 + [0] * 4
    lines = tuple(Line(f"{name}{role.name}", 1, links=(Link(0, 1, "/a"),)) for role in roles)
    containers = (Container("body", (), -1, 1), Container("div", ("main",), 0, 2))
    page = Page(uri=name, url=None, form="html", lines=lines, containers=containers, head=Head(title="题"))
    gold = Gold(tuple(int(r == Role.BODY) for r in roles), (1.0,) * 12, tuple(map(int, roles)), tuple(kinds), 0)
    return Example(page, gold, "site", name)


def test_text_forgets_markup_and_nothing_else() -> None:
    """The flattened page has the same texts in one container, without links or head."""
    plain = as_text(example("a")).page
    assert [line.text for line in plain.lines] == [line.text for line in example("a").page.lines]
    assert (plain.form, len(plain.containers), plain.head) == ("text", 1, Head())
    assert all(line.links == () and line.container == 0 for line in plain.lines)


def test_variations_stay_consistent() -> None:
    """Whatever is dropped, borrowed, shortened or forgotten, each line keeps its own wanted role and a valid container."""
    first, second = example("a"), example("b")
    sizes = set()
    for seed in range(200):
        varied = vary(first, [second], random.Random(seed))
        page, gold = varied.page, varied.gold
        assert len(page.lines) == len(gold.body) == len(gold.weight) == len(gold.role) == len(gold.kind)
        assert all(line.text[1:] == Role(role).name for line, role in zip(page.lines, gold.role, strict=True))
        assert all(line.container < len(page.containers) for line in page.lines)
        assert all(c.parent < i for i, c in enumerate(page.containers))
        sizes.add(len(page.lines))
    assert len(sizes) > 5


def test_the_same_seed_gives_the_same_variation() -> None:
    """Variations depend on nothing but the random generator they are given."""
    once, again = (vary(example("a"), [example("b")], random.Random(7)) for _ in range(2))
    assert once == again
