"""Pages made from labelled pages keep lines and wanted values together."""

import random

from msgspec.structs import replace

from extractor.model import Container, Head, Line, Link, Page, Role
from extractor.tagging import augment
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
        own = [(line, role) for line, role in zip(page.lines, gold.role, strict=True) if role != Role.DETAIL]
        assert all(Role(role).name in line.text for line, role in own)
        assert all(line.container < len(page.containers) for line in page.lines)
        assert all(c.parent < i for i, c in enumerate(page.containers))
        sizes.add(len(page.lines))
    assert len(sizes) > 5


def test_the_same_seed_gives_the_same_variation() -> None:
    """Variations depend on nothing but the random generator they are given."""
    once, again = (vary(example("a"), [example("b")], random.Random(7)) for _ in range(2))
    assert once == again


def test_a_broken_body_is_the_same_text() -> None:
    """Breaking the body at its commas loses no character, and every piece is body."""
    page = replace(example("a").page, lines=(Line("茶馆开了一百年，客人来来往往。从没有断过！", 0),))
    whole = Example(page, Gold((1,), (1.0,), (int(Role.BODY),), (-1,)), "site", "a")
    tries = (augment._break_body(whole, random.Random(seed)) for seed in range(20))
    broken = next(varied for varied in tries if len(varied.page.lines) > 1)
    assert [line.text for line in broken.page.lines] == ["茶馆开了一百年，", "客人来来往往。", "从没有断过！"]
    assert broken.gold.body == (1, 1, 1)


def test_snippets_follow_their_items() -> None:
    """Every item of one block gets a detail line of its kind below it, made of another page's prose."""
    donor = replace(example("b").page, lines=(Line("很长的一段文字，" * 20, 0),))
    other = Example(donor, Gold((1,), (1.0,), (int(Role.BODY),), (-1,)), "site", "b")
    varied = augment._add_snippets(example("a"), [other], random.Random(1))
    roles = [Role(role) for role in varied.gold.role]
    assert roles[8:] == [Role.HEADING] + [Role.ITEM, Role.DETAIL] * 3
    assert set(varied.gold.kind[8:]) == {0}
