"""The edges of a body: invented pages in which every line of prose was taken for body."""

from extractor.assembling.body_edges import marked_body, one_article
from extractor.model import Role, Source, Tagging
from extractor.reading import read

FIRST = ["老码头的货运钟楼重新走时，守钟人每天清晨爬上九十九级台阶，给齿轮上油，再把钟拨准。", "镇上的人说，钟声一响，渔船就知道该回港了，孩子们也知道该放下书包吃饭。"]
SECOND = ["山地果园通了索道车，果农不再背着竹筐走一个钟头的山路，当天摘的梨当天就能上船。", "合作社算过账，一季省下的工钱够再买一辆车。"]
DATED = "2021-03-04 09:15"


def judged(markup, form="html"):
    """A page, a tagging that takes lines of prose for body and dates for info, and the numbers of the body's lines."""
    page = read(Source(uri="page", data=markup, form=form))
    rows, body = [], []
    for index, line in enumerate(page.lines):
        prose = line.text.endswith(("。", "…", "：", ">>")) or (line.text.isascii() and line.text.isalpha())
        role = Role.BODY if prose else Role.INFO if line.text == DATED else Role.TITLE if index == 0 else Role.OTHER
        rows.append([float(role is each) for each in Role])
        body += [index] if prose else []
    return page, Tagging([float(i in body) for i in range(len(rows))], rows, rows), tuple(body)


def texts(markup, form="html"):
    page, tagging, body = judged(markup, form)
    return [page.lines[i].text for i in one_article(page, tagging, body)]


def prose(lines):
    return "".join(f"<p>{line}</p>" for line in lines)


def test_the_next_article_is_none_of_this_one():
    """Prose below another headline and date, in a container of its own, is another article."""
    more = f"<div class='next'><h2>果园通车</h2><span>{DATED}</span><div>原创</div>{prose(SECOND)}</div>"
    assert texts(f"<h1>钟楼</h1><div class='text'>{prose(FIRST)}</div>{more}") == FIRST


def test_a_dated_line_inside_the_text_ends_nothing():
    """A list with dates between two halves of a text in one container leaves both."""
    inserted = f"<ul><li><a href='/a'>果园通车</a><li>{DATED}<li><a href='/b'>古桥加固</a></ul>"
    assert texts(f"<h1>钟楼</h1><div class='text'>{prose(FIRST)}{inserted}{prose(SECOND)}</div>") == FIRST + SECOND


def test_in_plain_text_the_next_article_ends_the_body_too():
    """Without containers a headline and a date between two pieces of prose are enough."""
    assert texts("\n".join(["钟楼", *FIRST, "展开全文", "果园通车", DATED, "原创", *SECOND]), "text") == FIRST


def test_in_plain_text_snippets_below_a_known_heading_are_no_body():
    """Prose below 相关阅读 or 网友评论 is left out where the article stands above it, and kept where little does."""
    assert texts("\n".join(["钟楼", *FIRST, *FIRST, "相关阅读", *SECOND]), "text") == FIRST * 2
    assert texts("\n".join(["钟楼", FIRST[1], "网友评论", *SECOND, *FIRST]), "text") == [FIRST[1], *SECOND, *FIRST]


def test_dialogs_notices_and_replies_are_no_body():
    """What class words put over the page or call a notice or a reply is left out."""
    around = "".join(f"<div class='{word}'><p>登录以后可以继续阅读本站所有的内容。</p></div>" for word in ("modal-box", "copyright", "comment-list"))
    assert texts(f"<h1>钟楼</h1><div class='text'>{prose(FIRST)}</div>{around}") == FIRST


def test_a_page_inside_a_dialog_keeps_its_text():
    """Where a container with such a class word holds nearly all of the text, the word is not heard."""
    assert texts(f"<h1>钟楼</h1><div class='modal'>{prose(FIRST * 3)}</div>") == FIRST * 3


def test_words_for_advertisements_between_paragraphs_are_left_out():
    """ADVERTISEMENT on a line of its own is no paragraph."""
    assert texts(f"<h1>钟楼</h1><div>{prose([FIRST[0], 'ADVERTISEMENT', FIRST[1]])}</div>") == FIRST


def test_linked_lines_outside_the_texts_container_sell_something():
    """A linked line before or behind the text, in another container, is left out; one inside of it stays."""
    link = "<a href='/app'>下载应用看得更多>></a>"
    page = "<h1>钟楼</h1><div class='ad'>{}</div><div class='text'>{}{}</div><p>{}</p>"
    inner = f"<p><a href='/b'>{SECOND[0]}</a></p>"
    assert texts(page.format(link, prose(FIRST), inner, link)) == [*FIRST, SECOND[0]]


def test_short_lines_between_paragraphs_belong_to_them():
    """Cells and entries in the text's container that look like nothing are body; a known heading between them is not heard so."""
    cells = "<table border=1><tr><td>品种</td><td>价格</td></tr><tr><td>梨</td><td>4</td></tr></table>"
    page = f"<h1>钟楼</h1><div class='text'>{prose(FIRST)}%s{prose(SECOND)}</div>"
    assert texts(page % cells) == [*FIRST, "品种", "价格", "梨", "4", *SECOND]
    assert texts(page % "<div>相关阅读</div><div>梨价</div>") == FIRST + SECOND


def test_a_body_of_one_clause_is_found_by_its_containers_words():
    """Where nothing looks like a body, the container below the headline that two class words mark is it."""
    page, tagging, _ = judged("<h1>钟楼</h1><div class='top'>分享</div><div class='article-content'><p>今日停摆一小时</p></div><ul><li>古桥")
    assert [page.lines[i].text for i in marked_body(page, tagging)] == ["今日停摆一小时"]
