"""Bodies of threads and of entries."""

from extractor.assembling.threads import whole_body
from extractor.model import Container, Line, Page, PageType, Role, Tagging

ROOT = Container("body", (), -1, 0)
POST = "我家的阳台也漏过水，先找居委会的人上门看一看，别急着去法院。"


def page_of(*rows: tuple[str, str]) -> Page:
    """A page of (class words, text), each line in an element of its own."""
    containers = (ROOT, *(Container("div", tuple(words.split()), 0, 1) for words, _ in rows))
    return Page(uri="a", url=None, form="html", lines=tuple(Line(text, i + 1) for i, (_, text) in enumerate(rows)), containers=containers)


def comments(*body: float) -> Tagging:
    """Lines that the tagger takes for comments where it does not take them for body."""
    roles = [[(1 - p) * (role is Role.COMMENT) for role in Role] for p in body]
    return Tagging(list(body), roles, [[1 / 16] * 16 for _ in body])


def test_what_stands_around_a_post_is_none() -> None:
    """Who wrote a post and when is left out, by class words and by the dates, though the tagger takes it all for comments."""
    page = page_of(
        ("post", POST), ("comment user", "石榴树下"), ("x1", "2018-6-12 21:47"), ("comment text", "谢谢，我明天就去找。"),
        ("comment user", "半坡听雨"), ("x1", "3天前"), ("comment text", "照片要能看出日期。"),
    )  # fmt: skip
    assert whole_body(page, comments(0.9, 0, 0, 0.1, 0, 0, 0.1), (0,), PageType.FORUM) == (0, 3, 6)


def test_class_words_do_not_beat_the_tagger() -> None:
    """Posts in elements of users' names are posts where the tagger takes them for body."""
    page = page_of(("user content", POST), ("user content", POST + "好"), ("user content", POST + "的"))
    assert whole_body(page, comments(0.9, 0.6, 0.5), (0,), PageType.FORUM) == (0, 1, 2)


def test_what_a_forum_repeats_is_no_post() -> None:
    """A line that one look holds again and again is the forum's own."""
    page = page_of(("post", POST), *[("content", "此回复已被删除！")] * 4, ("content", POST + "好"))
    assert whole_body(page, comments(0.9, 0.1, 0.1, 0.1, 0.1, 0.1), (0,), PageType.FORUM) == (0, 5)


def test_an_entry_keeps_facts_and_loses_its_table_of_contents() -> None:
    """Names of facts and headings of parts stay, buttons and the numbered list of the parts go."""
    texts = [POST, "中文名", "望舒桥", "目录", "1历史沿革", "历史沿革", "编辑", POST]
    page = page_of(*[("", text) for text in texts])
    lines = [Line(line.text, line.container, level=2 if i == 5 else 0) for i, line in enumerate(page.lines)]
    page = Page(uri="a", url=None, form="html", lines=tuple(lines), containers=page.containers)
    kept = whole_body(page, comments(0.9, *[0.1] * 6, 0.9), (0, 7), PageType.ENCYCLOPEDIA)
    assert [texts[i] for i in kept] == [POST, "中文名", "望舒桥", "历史沿革", POST]
