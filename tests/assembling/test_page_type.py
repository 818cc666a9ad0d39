"""What a page is."""

from extractor.assembling.page_type import find_page_type, is_vacant
from extractor.model import Container, Head, Line, Page, PageType, Role, Tagging


def page_and_tagging(items: int, types: tuple[float, ...], url: str | None = None) -> tuple[Page, Tagging]:
    lines = tuple(Line("山里的春天", 0) for _ in range(max(items, 1)))
    page = Page(uri="a", url=url, form="html", lines=lines, containers=(Container("body", (), -1, 1),))
    role = [0.0] * len(Role)
    role[Role.ITEM if items else Role.OTHER] = 1.0
    return page, Tagging([0.0] * len(lines), [role] * len(lines), [[0.0] * 16] * len(lines), types)


def test_a_thread_must_say_that_it_is_one() -> None:
    """A sure forum is one where its address says so too; comments below an article look like a thread to the tagger."""
    types = (0.1, 0.0, 0.9, 0.0, 0.0, 0.0)
    assert find_page_type(*page_and_tagging(0, types, "http://a.example/thread-1-1.html"), (0,)) is PageType.FORUM
    assert find_page_type(*page_and_tagging(0, types, "http://a.example/news/1.html"), (0,)) is PageType.ARTICLE


def test_a_doubtful_type_is_an_article() -> None:
    """A page with a body that is most likely something else, but not surely, counts as an article."""
    assert find_page_type(*page_and_tagging(0, (0.4, 0.45, 0.0, 0.0, 0.0, 0.15)), (0,)) is PageType.ARTICLE


def test_without_a_body_the_number_of_items_decides() -> None:
    """Many items make a list, few make a page with nothing to extract."""
    types = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert find_page_type(*page_and_tagging(20, types), ()) is PageType.LIST
    assert find_page_type(*page_and_tagging(2, types), ()) is PageType.OTHER


def vacant(title: str, text: str, *prose: str) -> bool:
    lines = tuple(Line(line, 0) for line in ("首页", text, *prose))
    page = Page(uri="a", url=None, form="html", lines=lines, containers=(Container("body", (), -1, 1),), head=Head(title=title))
    return is_vacant(page, tuple(range(2, len(lines))))


def test_a_page_says_that_there_is_nothing() -> None:
    """A piece of <title> or a short line says that a page is gone or checks its reader; with a real text none of this counts."""
    assert vacant("404 页面不存在 - 渡口网", "返回")
    assert vacant("", "当前环境异常，完成验证后即可继续访问。")
    assert not vacant("渡口茶馆重新开张 - 渡口网", "返回")
    assert not vacant("渡口茶馆的网站换了首页以后老顾客总是看到404 - 渡口网", "返回")
    assert not vacant("404 - 渡口网", "返回", "茶馆修了半年，昨天重新开张，老街坊一早就来占座。" * 8)
