"""The body's lines and parts."""

from extractor.assembling.body import build_body, images_of, select_body
from extractor.assembling.confidence import expected_f1
from extractor.model import Container, Draft, Line, Page, Picture, Role, Tagging

PROSE = "这一行有足够多的字，像正文里的一段话那样长，讲一件事情，慢慢讲完。"


def page_of(*lines: Line) -> Page:
    return Page(uri="a", url=None, form="html", lines=lines, containers=(Container("body", (), -1, 1),))


def tagging_of(body: list[float], aside: dict[int, float] | None = None) -> Tagging:
    roles = [[0.0] * len(Role) for _ in body]
    for i, p in (aside or {}).items():
        roles[i][Role.ASIDE] = p
    return Tagging(body, roles, [[1 / 16] * 16 for _ in body])


def body_of(lines: list[Line], members: tuple[int, ...], aside: dict[int, float] | None = None) -> Draft:
    return Draft(page_of(*lines), tagging_of([0.9] * len(lines), aside), members)


def test_confident_lines_are_the_body() -> None:
    """Lines with a high probability are taken, lines with a low one are left."""
    page = page_of(*[Line(PROSE, 0)] * 4)
    assert select_body(page, tagging_of([0.02, 0.95, 0.95, 0.02])) == (1, 2)


def test_a_doubtful_line_between_sure_ones_stays() -> None:
    """A short line of middling probability inside the body does not break it."""
    page = page_of(Line(PROSE, 0), Line("一", 0), Line(PROSE, 0))
    assert select_body(page, tagging_of([0.97, 0.4, 0.97])) == (0, 1, 2)


def test_no_probable_line_gives_no_body() -> None:
    """A page of improbable lines has no body."""
    page = page_of(*[Line(PROSE, 0)] * 3)
    assert select_body(page, tagging_of([0.1, 0.2, 0.1])) == ()


def test_expected_f1_is_one_for_certainty_and_lower_for_doubt() -> None:
    """The confidence follows the probabilities of what was taken and of what was left."""
    page = page_of(Line(PROSE, 0), Line(PROSE, 0))
    assert expected_f1(page, tagging_of([1.0, 0.0]), (0,)) == 1.0
    assert expected_f1(page, tagging_of([0.6, 0.4]), (0,)) < 0.7
    assert expected_f1(page, tagging_of([0.6, 0.4]), ()) == 0.0


def test_text_joins_paragraphs_and_leaves_captions_out() -> None:
    """A caption between two paragraphs is a part and the picture's caption, but not text."""
    lines = [Line("第一段。", 0), Line("▲图/林青", 0, pictures=(Picture("https://e.org/a.jpg", "茶", 0),)), Line("第二段。", 0)]
    body = build_body(body_of(lines, (0, 2), {1: 0.9}))
    assert body.text == "第一段。\n第二段。"
    assert [part.type for part in body.parts] == ["paragraph", "image", "caption", "paragraph"]
    assert [(i.src, i.alt, i.caption) for i in images_of(body)] == [("https://e.org/a.jpg", "茶", "▲图/林青")]


def test_cells_become_one_table() -> None:
    """Cells of one data table are rows of one part, a row a line of text."""
    cells = [Line(text, 0, cell=(0, row, column)) for row, column, text in ((0, 0, "品种"), (0, 1, "价格"), (1, 0, "春茶"), (1, 1, "80"))]
    body = build_body(body_of(cells, (0, 1, 2, 3)))
    assert body.parts[0].rows == [["品种", "价格"], ["春茶", "80"]]
    assert body.text == "品种\t价格\n春茶\t80"


def test_code_lines_of_one_block_are_one_part() -> None:
    """The lines of a <pre> keep their breaks inside one code part."""
    body = build_body(body_of([Line("if a:", 0, form="code"), Line("    b()", 0, form="code")], (0, 1)))
    assert [(part.type, part.text) for part in body.parts] == [("code", "if a:\n    b()")]


def test_headings_carry_their_level_and_long_ones_are_paragraphs() -> None:
    """A heading has a level; a whole paragraph set as a heading is a paragraph."""
    lines = [Line("一、缘起", 0, form="heading", level=2), Line(PROSE * 3, 0, form="heading", level=1)]
    parts = build_body(body_of(lines, (0, 1))).parts
    assert (parts[0].type, parts[0].level) == ("heading", 2)
    assert parts[1].type == "paragraph"


def test_a_picture_behind_the_last_paragraph_belongs_to_the_body() -> None:
    """It may stand deeper than the paragraphs or beside their box, as long as the next line does not stand there too."""
    containers = (
        Container("body", (), -1, 0), Container("div", ("content",), 0, 1), Container("section", (), 1, 2), Container("p", (), 2, 3),
        Container("section", (), 1, 2), Container("div", ("tools",), 0, 1),
    )  # fmt: skip
    inside, outside = Picture("https://e.org/a.jpg", "", 4), Picture("https://e.org/b.jpg", "", 5)
    lines = (Line(PROSE, 3), Line("阅读", 5, pictures=(inside, outside)))
    page = Page(uri="a", url=None, form="html", lines=lines, containers=containers)
    assert [image.src for image in images_of(build_body(Draft(page, tagging_of([0.9, 0.1]), (0,))))] == ["https://e.org/a.jpg"]


def test_clauses_below_the_last_sure_line_are_body_and_titles_are_not() -> None:
    """In plain text, lines that end like clauses belong to the body down to the first known heading; a list of titles does not."""
    for rest, wanted in ((("下一步，", "班次与赶集日", "对齐，", "慢慢读完一本书。"), 5), (("县里装上定位灯", "新渡口试运行", "古桥加固，", "果园通车"), 1)):
        texts = ["芦洲县的流动图书车清早从渡口出发，走了三个村子。", *rest, "相关阅读", "古桥加固"]
        page = Page(uri="a.txt", url=None, form="text", lines=tuple(Line(text=text, container=0) for text in texts), containers=(Container("body", (), -1, 0),))
        assert len(select_body(page, tagging_of([0.95, *[0.05] * 6]))) == wanted
