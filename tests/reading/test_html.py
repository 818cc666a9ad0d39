"""HTML becomes lines."""

from random import Random

import pytest

from extractor.model import Line
from extractor.reading.depth import DEEPEST
from extractor.reading.html import class_words, comment_side, read_html


def lines(html: str, url: str | None = None) -> tuple[Line, ...]:
    return read_html(html, url).lines


def texts(html: str) -> list[str]:
    return [line.text for line in lines(html)]


def test_blocks_and_breaks_end_lines() -> None:
    """Block elements and <br> end a line, inline elements do not; white space collapses."""
    assert texts("<div>一<b>二</b>\n 三<br>四<p>五</p>六</div>") == ["一二 三", "四", "五", "六"]


def test_empty_elements_make_no_lines() -> None:
    """Elements without text, scripts, styles and comments give nothing."""
    assert texts("<p> &nbsp;</p><script>var a</script><style>b{}</style><!-- c --><noscript>d</noscript>") == []


def test_containers_form_a_tree_with_class_words() -> None:
    """A line knows the block elements around it, their tags, words and depth."""
    page = read_html('<div class="relatedNews-list2" id="hot_box"><ul><li>茶</li></ul></div>', None)
    item = page.containers[page.lines[0].container]
    parent = page.containers[item.parent]
    box = page.containers[parent.parent]
    assert [item.tag, parent.tag, box.tag] == ["li", "ul", "div"]
    assert box.words == ("related", "news", "list", "hot", "box")
    assert item.depth == box.depth + 2


def test_links_are_offsets_with_absolute_urls() -> None:
    """A link covers its text exactly; relative urls are resolved, script links are empty."""
    (line,) = lines('<p>看 <a href="../b.html">茶 馆</a>、<a href="javascript:x()">渡口</a></p>', "https://e.org/a/c/d.html")
    assert [(line.text[link.start : link.end], link.url) for link in line.links] == [("茶 馆", "https://e.org/a/b.html"), ("渡口", "")]


def test_a_link_around_blocks_covers_each_line() -> None:
    """A card inside one anchor gives each of its lines the link."""
    card = lines('<a href="/x"><h3>标题</h3><p>摘要</p></a><p>别的</p>', "https://e.org/")
    assert [[link.url for link in line.links] for line in card] == [["https://e.org/x"], ["https://e.org/x"], []]


def test_base_element_is_the_base() -> None:
    """<base href> changes what relative links are relative to."""
    html = '<head><base href="https://other.example/dir/"></head><a href="x.html">茶</a>'
    assert lines(html, "https://e.org/")[0].links[0].url == "https://other.example/dir/x.html"


@pytest.mark.parametrize("base", ["http://[bad", "javascript:void(0)", "", "#"])
def test_a_base_that_is_no_address_is_ignored(base: str) -> None:
    """A <base> without a usable address leaves the page's own address as the base."""
    html = f'<head><base href="{base}"></head><a href="x.html">茶</a>'
    assert lines(html, "https://e.org/a/")[0].links[0].url == "https://e.org/a/x.html"


def test_a_page_address_that_is_malformed_is_no_error() -> None:
    """A page whose own address cannot be parsed keeps its links as they stand."""
    assert lines('<a href="x.html">茶</a>', "http://[bad")[0].links[0].url == "x.html"


def test_a_link_over_a_break_covers_both_lines() -> None:
    """A link that runs over <br> covers the end of one line and the beginning of the next, not what follows it."""
    first, second = lines('看<a href="/x">茶馆<br>渡口</a>去', "https://e.org/")
    assert [first.text[link.start : link.end] for link in first.links] == ["茶馆"]
    assert [second.text[link.start : link.end] for link in second.links] == ["渡口"]


def test_forms_follow_tags() -> None:
    """Headings, list items, quotes, code and captions are told apart; headings have a level."""
    html = "<h2>题</h2><ul><li>项</li></ul><blockquote><p>引</p></blockquote><pre>a\n  b</pre><figcaption>图</figcaption><p>文</p>"
    assert [(line.form, line.level) for line in lines(html)] == [
        ("heading", 2), ("list_item", 0), ("quote", 0), ("code", 0), ("code", 0), ("caption", 0), ("paragraph", 0),
    ]  # fmt: skip


def test_code_keeps_its_indentation() -> None:
    """Lines of <pre> keep the white space before them."""
    assert texts("<pre>if a:\n    b()\n</pre>") == ["if a:", "    b()"]


def test_highlighted_code_keeps_its_indentation() -> None:
    """White space survives where every token of the code is an element of its own; empty lines are dropped."""
    html = "<pre><i>def</i> <b>pour</b>(tea):\n<span>    </span><i>return</i> tea  \n   \n<span>  x</span></pre>"
    assert texts(html) == ["def pour(tea):", "    return tea", "  x"]


def test_links_in_code_end_with_the_line() -> None:
    """A link in code does not reach beyond the text once the white space at the line's end is cut."""
    (line,) = lines('<pre>see <a href="/x">tea  </a>\n</pre>', "https://e.org/")
    assert (line.text, [(link.start, link.end) for link in line.links]) == ("see tea", [(4, 7)])


def test_pictures_in_empty_code_lines_wait() -> None:
    """A picture in <pre> with white space around it belongs to the next line."""
    assert [len(line.pictures) for line in lines('<pre>  <img src="a.jpg">  \n</pre><p>茶</p>')] == [1]


def test_hidden_is_marked_and_visibility_is_not() -> None:
    """display:none and the hidden attribute mark lines; visibility:hidden, which official accounts use for the body, does not."""
    html = '<p style="display: none">一</p><div hidden><p>二</p></div><div style="visibility:hidden"><p>三</p></div>四<span style="display:none">五</span>'
    assert [(line.text, line.hidden) for line in lines(html)] == [("一", True), ("二", True), ("三", False), ("四", False), ("五", True)]


@pytest.mark.parametrize(
    ("style", "hidden"),
    [("DISPLAY:NONE", True), ("color:red; display : none", True), ("background:none;display:block", False)],
)
def test_styles_hide_in_any_spelling(style: str, hidden: bool) -> None:
    """Case and spaces do not matter to a style, other properties that are none hide nothing."""
    assert [line.hidden for line in lines(f'<html><div style="{style}">茶</div></html>')] == [hidden]


def test_lazy_pictures_are_resolved() -> None:
    """The lazy attribute beats a placeholder in src; data: urls are no pictures; they wait for the next line."""
    html = '<p>一</p><img src="blank.gif" data-src="/real.jpg" alt="茶 馆"><img src="data:image/gif;base64,xx"><p>二</p>'
    first, second = lines(html, "https://e.org/a/")
    assert first.pictures == ()
    assert [(picture.src, picture.alt) for picture in second.pictures] == [("https://e.org/real.jpg", "茶 馆")]


def test_data_tables_have_cells_and_layout_tables_none() -> None:
    """Cells of a small table know their row and column; a table that holds another table or long columns is layout."""
    data = lines("<table><tr><th>品种</th><th>价格</th></tr><tr><td>春茶</td><td>80</td></tr></table>")
    assert [line.cell for line in data] == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]
    nested = lines("<table><tr><td>左</td><td><table><tr><td>内</td></tr></table></td></tr><tr><td>下</td><td>右</td></tr></table>")
    assert all(line.cell is None for line in nested)


def test_comment_pairs_mark_the_body() -> None:
    """Lines between a closed pair of body comments are marked; an open pair and other comments mark nothing."""
    html = "<p>前</p><!-- 正文 start --><p>文</p><!-- 正文 end --><p>后</p><!-- 正文 begin --><p>尾</p>"
    assert [line.marks for line in lines(html)] == [(), ("body",), (), ()]


@pytest.mark.parametrize(
    ("comment", "side"), [("正文 start", 1), ("/正文", -1), ("enpcontent", 1), ("/enpcontent", -1), ("正文广告 begin", 0), ("nav", 0)]
)
def test_comment_sides(comment: str, side: int) -> None:
    """A comment opens the body, closes it, or says nothing of it."""
    assert comment_side(comment) == side


def test_head_matter_is_gathered() -> None:
    """Title, metas, canonical link and scripts come out of the same walk."""
    html = (
        '<html lang="zh-CN"><head><title> 百年 茶馆_渡口网</title><meta name="PubDate" content="2024-03-01">'
        '<link rel="canonical" href="/t.html"><script type="application/ld+json" id="x">{}</script></head></html>'
    )
    head = read_html(html, "https://e.org/").head
    assert (head.title, head.metas, head.lang) == ("百年 茶馆_渡口网", (("pubdate", "2024-03-01"),), "zh-CN")
    assert head.canonical == "https://e.org/t.html"
    assert head.scripts == (("application/ld+json#x", "{}"),)


@pytest.mark.parametrize("tags", ["<div>", "<ul><li>", "<table><tr><td>", "<span>", "<b><p>", "<a href=x>", "<div></x>"])
def test_a_hundred_thousand_nested_tags_pass(tags: str) -> None:
    """Depth is no problem: nothing recurses, the text at the bottom is found, and what a parser sees is never deeper than the limit."""
    page = read_html("<p>前</p>" + tags * 100_000 + "茶", None)
    assert (page.lines[0].text, page.lines[-1].text) == ("前", "茶")
    assert max(container.depth for container in page.containers) <= 5 * DEEPEST  # a row of a table is five deep; without a limit a parser takes ten seconds


@pytest.mark.parametrize(
    "instruction",
    ["<?php echo 1; ?>", '<?xml:namespace prefix = o ns = "urn:x" />', "<?>", "<![CDATA[x]]>", "<!x>", "</>", "</ x>"],
)
def test_what_is_no_element_says_nothing(instruction: str) -> None:
    """Processing instructions, as office programs leave them, and bogus comments vanish without a trace."""
    assert texts(f"<p>茶{instruction}馆</p>") == ["茶馆"]


def test_broken_markup_is_no_error() -> None:
    """However markup is damaged, it is read; links and cells stay inside their lines."""
    random = Random(5)
    sound = '<table><tr><td><a href="/a?b">茶 馆</a></table><pre> x\n<i>y</i></pre><ul><li style="display:none">渡<img src=a>口'
    for _ in range(2000):
        damaged = list(sound * 2)
        for _ in range(random.randrange(1, 12)):
            damaged[random.randrange(len(damaged))] = random.choice("<>/!?-[]&;'\"= \x01\ufffd茶\U0001f375")
        for line in lines("".join(damaged), "https://e.org/"):
            assert line.text.strip()
            assert all(0 <= link.start < link.end <= len(line.text) for link in line.links)


def test_invisible_characters_vanish() -> None:
    """Zero-width characters inside words are removed, lines of nothing else are no lines."""
    assert texts("<p>茶\u200b馆</p><p>\ufeff</p>") == ["茶馆"]


def test_class_words_split_names() -> None:
    """Camel case, dashes, underscores and digits part the words of a class."""
    assert class_words("artContent_mainBox2 TRS_Editor") == ("art", "content", "main", "box", "trs", "editor")
