"""What breaks pages: each mutation takes a page's bytes and a seeded Random, and gives other bytes.

MUTATIONS are cheap and can be piled up; MONSTERS make pages that are huge in one respect.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

TAG = re.compile(rb"<[^<>]{0,400}>")
TEXT = re.compile(rb">[^<>]+<")
PLACE = re.compile(rb"(?=<)")
TAGS = (b"div", b"p", b"span", b"a", b"table", b"tr", b"td", b"ul", b"li", b"h1", b"b", b"pre", b"blockquote", b"form",
        b"select", b"option", b"svg", b"math", b"template", b"noscript", b"iframe", b"title", b"textarea", b"body")  # fmt: skip
ODD = (
    "\0", "\u202e", "\u2066", "\u2069", "\u200b", "\ufeff", "\u00ad", "\u2028", "\u0085", "\u001c", "\ufffd", "\uffff",
    "\U0010ffff", "𠮷", "👨‍👩‍👧", "e\u0301", "\u0600", "²", "٣", "①", "〇", "ﷺ", "İ", "ß", "\ue5e5", "\x1b", "\x7f", "\r",
)  # fmt: skip
ENTITIES = (b"&amp;", b"&lt;", b"&nbsp;", b"&#0;", b"&#x110000;", b"&#xD800;", b"&#55357;&#56832;", b"&#99999999999;",
            b"&notanentity;", b"&", b"&#", b"&#x", b"&amp;amp;lt;", b"&NotEqualTilde;", b"&#x80;")  # fmt: skip
SCRIPTS = (
    b"<title><script>alert(1)</script>", b"</title><title>", b"<script><!--<script>", b"<script>var s='</title>';",
    b'<script type="application/ld+json">{"@graph":[[[[{"headline":1,"author":[null,{"name":{}}],"datePublished":[]}',
    b'<script>window.__INITIAL_STATE__={"content":"\\ud800\\u3002","publishTime":"\xc2\xb2\xc2\xb2"};</script>',
    b"<!--", b"<!-- \xe6\xad\xa3\xe6\x96\x87 -->", b"]]>", b"<![CDATA[", b"<?php echo 1 ?>", b"<!DOCTYPE html", b"</html></html>",
    b"<plaintext>", b"<base href='http://[::1'>", b"<base href='//'>", b"<a href='http://[bad/'>x</a>",
    b"<meta charset='utf-7'>", b"<meta charset=\"\xff\">", b"<meta name=x>", b"<td colspan=999999999 rowspan=-1>",
    b"<meta property='article:published_time' content='0000-99-99T99:99'>",
)  # fmt: skip


def truncated(page: bytes, random: Random) -> bytes:
    """Cut off at some kilobyte, or anywhere."""
    if random.random() < 0.5:
        return page[: 1024 * random.randint(0, len(page) // 1024)]
    return page[: random.randint(0, len(page))]


def flipped(page: bytes, random: Random) -> bytes:
    """Bits turned over, few or many."""
    data = bytearray(page)
    for _ in range(random.choice((1, 3, 30, 300)) if data else 0):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(data)


def cut_out(page: bytes, random: Random) -> bytes:
    """Without a piece from inside."""
    start = random.randint(0, len(page))
    return page[:start] + page[start + random.choice((1, 2, 7, 100, 2000)) :]


def repeated(page: bytes, random: Random) -> bytes:
    """With a piece said again, some times over."""
    start = random.randint(0, len(page))
    piece = page[start : start + random.choice((1, 5, 60, 600))]
    return page[:start] + piece * random.choice((2, 5, 30)) + page[start:]


def shuffled(page: bytes, random: Random) -> bytes:
    """Its tags in another order, its text where it was."""
    tags = TAG.findall(page)
    random.shuffle(tags)
    order = iter(tags)
    return TAG.sub(lambda _: next(order), page)


def swapped_text(page: bytes, random: Random) -> bytes:
    """Its tags where they were, its text in another order."""
    texts = TEXT.findall(page)
    random.shuffle(texts)
    order = iter(texts)
    return TEXT.sub(lambda _: next(order), page)


def without_tags(page: bytes, random: Random) -> bytes:
    """Some tags lost, closing ones most of all."""
    share = random.choice((0.05, 0.3, 0.9))
    return TAG.sub(lambda tag: b"" if random.random() < share * (1 + tag[0].startswith(b"</")) / 2 else tag[0], page)


def renamed_tags(page: bytes, random: Random) -> bytes:
    """Some elements become others."""
    name = re.compile(rb"(</?)[a-zA-Z0-9]+")
    return name.sub(lambda tag: tag[1] + random.choice(TAGS) if random.random() < 0.1 else tag[0], page)


def with_odd_characters(page: bytes, random: Random) -> bytes:
    """NULs, bidi controls, invisible, rare and misleading characters strewn in, in UTF-8 and in GB18030."""
    for _ in range(random.choice((1, 4, 40))):
        odd = random.choice(ODD) * random.choice((1, 1, 3, 50))
        page = _inserted(page, odd.encode(random.choice(("utf-8", "utf-8", "gb18030")), "replace"), random)
    return page


def with_surrogates(page: bytes, random: Random) -> bytes:
    """Lone halves of surrogate pairs, as bytes and as entities."""
    for half in (b"\xed\xa0\x80", b"\xed\xb0\x80", b"&#xD83D;", b"\\ud83d"):
        page = _inserted(page, half, random)
    return page


def with_entities(page: bytes, random: Random) -> bytes:
    """Entities, right and wrong."""
    for _ in range(random.choice((1, 5, 40))):
        page = _inserted(page, random.choice(ENTITIES), random)
    return page


def with_scripts(page: bytes, random: Random) -> bytes:
    """Scripts in titles, comments nobody closes, declarations and addresses that are none."""
    for _ in range(random.choice((1, 2, 6))):
        page = _inserted(page, random.choice(SCRIPTS), random, at_tags=True)
    return page


def nested(page: bytes, random: Random) -> bytes:
    """A few hundred elements opened in a row."""
    tags = b"".join(b"<" + random.choice(TAGS) + b">" for _ in range(random.choice((10, 300))))
    return _inserted(page, tags, random, at_tags=True)


def doubled(page: bytes, random: Random) -> bytes:
    """Two pages in one file, with two </html>."""
    return page + b"</html>\n" + page[random.randint(0, len(page)) :]


def other_charset(page: bytes, random: Random) -> bytes:
    """Read in one charset and saved in another."""
    text = page.decode(random.choice(("utf-8", "gb18030", "latin-1", "big5")), "replace")
    return text.encode(random.choice(("utf-8", "gb18030", "utf-16", "utf-16-be", "utf-32", "big5", "cp1252")), "replace")


def one_line(page: bytes, random: Random) -> bytes:
    """Without a line end."""
    return page.replace(b"\n", b"" if random.random() < 0.5 else b" ")


def spliced(page: bytes, random: Random) -> bytes:
    """Its two halves swapped."""
    middle = random.randint(0, len(page))
    return page[middle:] + page[:middle]


MUTATIONS: tuple[Mutation, ...] = (
    truncated, flipped, cut_out, repeated, shuffled, swapped_text, without_tags, renamed_tags, with_odd_characters,
    with_surrogates, with_entities, with_scripts, nested, doubled, other_charset, one_line, spliced,
)  # fmt: skip


def mutated(page: bytes, random: Random, longest: int = 12_000) -> bytes:
    """A page broken in one to four ways, cut at `longest` bytes."""
    for _ in range(random.choice((1, 1, 2, 4))):
        page = random.choice(MUTATIONS)(page, random)[:longest]
    return page


def _inserted(page: bytes, piece: bytes, random: Random, at_tags: bool = False) -> bytes:
    at = random.randint(0, len(page))
    if at_tags:
        at = page.find(b"<", at)
        at = len(page) if at < 0 else at
    return page[:at] + piece + page[at:]


# ---------------------------------------------------------------- pages huge in one respect

def deep(page: bytes, random: Random) -> bytes:
    """100,000 elements, each in the one before."""
    tag = random.choice((b"div", b"span", b"b", b"ul><li", b"table><tr><td", b"font", b"a href=x", b"blockquote"))
    return page + (b"<" + tag + b">") * 100_000 + "文".encode()


def many_attributes(page: bytes, random: Random) -> bytes:
    """An element with a million attributes."""
    return page + b"<div " + b" ".join(b"a%d=%d" % (n, n) for n in range(1_000_000)) + b">x</div>"


def long_line(page: bytes, random: Random) -> bytes:
    """Ten megabytes without a line end: prose, one character, digits, brackets or quotes."""
    unit = random.choice(("山里的班车换了新司机，", "文", "1", "（", "“", "2023-05-06 ", "记者 ", "| ", "http://", "&lt;")).encode()
    return page.replace(b"\n", b"") + unit * (10_000_000 // len(unit))


def many_nodes(page: bytes, random: Random) -> bytes:
    """Three hundred thousand small elements."""
    unit = random.choice((b"<p>a</p>", b"<br>", b"<li><a href=/x>\xe6\x96\x87</a>", b"<img src=a>", b"<td>1", b"</p>"))
    return page + unit * 300_000


def wide_table(page: bytes, random: Random) -> bytes:
    """A table that says it is larger than any memory."""
    return page + b"<table>" + b"<tr><td colspan=99999999 rowspan=99999999>1<td>2" * 1000 + b"</table>"


def many_comments(page: bytes, random: Random) -> bytes:
    """Comments and declarations that nobody closes."""
    return random.choice((b"<!--", b"<!-- x -->", b"<![CDATA[", b"<?", b"<script>", b"<title>")) * 100_000 + page


MONSTERS: tuple[Mutation, ...] = (deep, many_attributes, long_line, many_nodes, wide_table, many_comments)
