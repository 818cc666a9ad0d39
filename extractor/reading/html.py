"""HTML text -> lines, in one iterative walk over the tree. With selectors.py the only module that knows selectolax."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from extractor.model import Container, Line, Link, PageLimits, PartType, Picture
from extractor.reading.attributes import pruned
from extractor.reading.depth import flattened
from extractor.reading.head import RawHead
from extractor.reading.selectors import idle_keys, marked_elements, own_address
from extractor.site_rules import DROP, MARK, SiteRules
from extractor.vocabulary import markup

BLOCK = frozenset([
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "caption", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "option", "select", "optgroup", "textarea",
    "marquee", "button",
])  # fmt: skip
SKIPPED = frozenset([
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
    "map",
])  # fmt: skip
BREAKS = frozenset(("br", "hr"))
BOLD = frozenset(("b", "strong"))
PLAIN: tuple[PartType, int] = ("paragraph", 0)
FORMS: dict[str, tuple[PartType, int]] = {  # the body part that an element's lines are, and its level as a heading
    "li": ("list_item", 0), "dd": ("list_item", 0), "blockquote": ("quote", 0), "pre": ("code", 0), "figcaption": ("caption", 0),
    "caption": ("caption", 0), **{f"h{n}": ("heading", n) for n in range(1, 7)},
}  # fmt: skip
INHERITED = frozenset(("quote", "code", "list_item", "heading"))  # forms that elements without one take over
CELLS = frozenset(("td", "th"))
TABULAR = CELLS | {"table", "tr", "html"}
HEAD_ELEMENTS = frozenset(("title", "meta", "link", "base"))
ASIDE = SKIPPED | HEAD_ELEMENTS | {"-comment"}
CONTAINER, TABLE, LINK, BOLD_TEXT, HIDING, MARKED = 1, 2, 4, 8, 16, 32  # what the end of an element closes; MARKED a key
DATE_ALONE = ("date",)
MAX_INLINE_WORDS = 8  # class words of the inline elements in a line
LAZY_SOURCES = (
    "data-src", "data-original", "data-actualsrc", "data-lazy-src", "data-lazyload", "data-echo", "data-url",
    "_src", "original", "src2", "real_src", "file", "src",
)  # fmt: skip
INLINE_PICTURES = frozenset(["emoji", "emoticon", "smiley", "face", "expression", "formula", "latex", "math", "equation"])
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[\u4e00-\u9fff]+")
DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
LIMITS = PageLimits()
MAX_COMMENT = 40     # characters; a longer comment is switched-off markup, no mark
MAX_TABLE_CELL = 80  # characters; cells of data tables are short, cells of layout tables hold whole columns of a page


class HtmlPage(Struct, frozen=True):
    """What one walk gathers: lines, the containers they stand in, the raw head matter; which limits were met; warnings of a site rule."""

    lines: tuple[Line, ...]
    containers: tuple[Container, ...]
    head: RawHead
    beyond: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read_html(text: str, url: str | None, limits: PageLimits = LIMITS, rules: SiteRules | None = None) -> HtmlPage:
    """Parse HTML and gather its lines. text: decoded HTML; url: the page's address, base of relative links.
    rules: what users know of sites; what the rule of the page's host selects is marked on the lines, or left out.

    Lines end at block-level elements and at <br>. Runs in time linear in the number of nodes; nothing recurses.
    """
    for char in INVISIBLE:
        if char in text:
            text = text.replace(char, "")
    walker = _Walker(url, limits)
    thin = pruned(text, limits.attributes)
    flat = flattened(thin, limits.depth)
    walker.beyond |= {name for name, cut in (("attributes", thin != text), ("depth", flat != thin)) if cut}
    tree = LexborHTMLParser(flat, scripting=True)
    if rules is not None and (rule := rules.find(url or own_address(tree))):
        walker.marked, walker.warnings = marked_elements(tree, rule), tuple(idle_keys(tree, rule))
    walker.walk(tree.root)
    return walker.finish()


@lru_cache(maxsize=65536)
def class_words(text: str) -> tuple[str, ...]:
    """Split a class or id attribute into lower-case words: 'relatedNews-list2' -> related, news, list."""
    return tuple(word.lower() for word in WORD.findall(text))[:12]


@lru_cache(maxsize=65536)
def element_words(classes: str | None, identity: str | None) -> tuple[str, ...]:
    """The words of an element's class and id attributes."""
    return class_words(classes or "") + class_words(identity or "")


@lru_cache(maxsize=4096)
def comment_side(text: str) -> int:
    """1 for a comment that opens the body ('正文 start'), -1 for one that closes it, 0 for any other."""
    words = markup().body_comment
    said = text.strip().lower()
    if not any(name in said for name in words.names) or any(word in said for word in words.exclude):
        return 0
    if any(word in said for word in words.end):
        return -1
    return 1 if said in words.names or any(word in said for word in words.begin) else 0


DOCUMENT = re.compile(r"//[^/]+/[^?#]*\.(?:s?html?|php|aspx?|jsp)(?:[?#]|$)")


class Resolver:
    """Makes links absolute; the common forms without a full urljoin."""

    def __init__(self, base: str | None) -> None:
        self.base, self.scheme, self.origin = "", "http", ""
        self.rebase(base or "")

    def rebase(self, base: str) -> None:
        """Take another base, as <base href> asks."""
        try:
            parts = urlsplit(base)
        except ValueError:  # a malformed address is no base
            return
        self.base = base
        self.scheme = parts.scheme or "http"
        self.origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    def absolute(self, href: str) -> str:
        """The absolute http(s) url of a link, '' for script, mail and in-page links; relative as it is without a base."""
        href = href.strip()
        if href.startswith(("http://", "https://")):
            return href
        if not href or href[0] == "#" or href[:11].lower().startswith(("javascript:", "mailto:", "tel:", "data:", "about:")):
            return ""
        if href.startswith("//"):
            return f"{self.scheme}:{href}"
        if not self.base:
            return href
        if href[0] == "/" and self.origin:
            return self.origin + href
        try:
            return urljoin(self.base, href)
        except ValueError:
            return ""


class _Table(Struct):
    """Counters of one open table."""

    number: int
    row: int = -1
    column: int = -1


class _Walker:
    """The state of one walk: open containers, and the line being built."""

    __slots__ = (
        "beyond", "body_ranges", "body_starts", "bold", "bold_length", "canonical", "containers", "forms", "hidden", "href", "images", "lang",
        "length", "limits", "line_marks", "lines", "link_start", "links", "marked", "marks", "metas", "nested_tables", "open", "pictures",
        "pieces", "resolver", "scripts", "space", "table_count", "tables", "title", "warnings", "words",
    )  # more than an instance's dictionary is fast for

    def __init__(self, url: str | None, limits: PageLimits) -> None:
        self.resolver = Resolver(url)
        self.limits = limits
        self.beyond: set[str] = set()
        self.images = 0
        self.lines: list[Line] = []
        self.containers: list[Container] = []
        self.open: list[int] = []           # indexes of open containers, innermost last
        self.forms: list[tuple[PartType, int]] = [PLAIN]
        self.tables: list[_Table] = []
        self.table_count = 0
        self.nested_tables: set[int] = set()
        self.hidden = 0
        self.bold = 0
        self.href: str | None = None        # of the open anchor
        self.title = ""
        self.metas: list[tuple[str, str]] = []
        self.scripts: list[tuple[str, str]] = []
        self.lang = ""
        self.canonical = ""
        self.body_starts: list[int] = []
        self.body_ranges: list[range] = []
        self.marked: dict[int, tuple[str, ...]] = {}  # keys of a site rule by the elements they select
        self.marks: list[str] = []          # keys in force
        self.warnings: tuple[str, ...] = ()
        self._clear()

    def _clear(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.space = False                  # white space is due before the next piece
        self.links: list[Link] = []
        self.link_start = 0
        self.bold_length = 0
        self.words: list[str] = []
        self.pictures: list[Picture] = []
        self.line_marks: set[str] = set()

    # ------------------------------------------------------------ the walk

    def walk(self, root: Any) -> None:
        """Visit every node once in document order; an element is left after its last child."""
        node: Any = root
        exits: list[int] = []               # of the open elements: what to close at their end
        lines, most = self.lines, self.limits.lines
        for _ in range(self.limits.nodes):
            if len(lines) >= most:
                self.beyond.add("lines")
                return
            tag = node.tag
            if tag == "-text":
                self._text(node.text_content)
            elif tag in ASIDE:
                self._aside(tag, node)
            elif tag is not None:           # None: a processing instruction, <?php … ?>
                keys = self.marked.get(node.mem_id, ()) if self.marked else ()
                closing = self._enter(tag, node.attributes) if tag[0] != "-" else 0
                if keys:
                    closing += self._mark(keys)
                child = node.first_child if DROP not in keys else None
                if child is not None:
                    exits.append(closing)
                    node = child
                    continue
                if closing:
                    self._leave(closing)
            while (following := node.next) is None:
                if not exits:
                    return
                node = node.parent
                closing = exits.pop()
                if closing:
                    self._leave(closing)
            node = following
        self.beyond.add("nodes")

    def _mark(self, keys: tuple[str, ...]) -> int:
        """Lines carry these keys from here on. What a date's selector takes may be part of a line, all else begins one."""
        if keys != DATE_ALONE:
            self._flush()
        self.marks.extend(keys)
        return len(keys) * MARKED

    def _unmark(self, count: int) -> None:
        """So many keys end here."""
        if tuple(self.marks[-count:]) != DATE_ALONE:
            self._flush()
        del self.marks[-count:]

    def _aside(self, tag: str, node: Any) -> None:
        """Comments, head matter and elements whose content is no text of the page."""
        if tag == "-comment":
            self._comment(node.comment_content or "")
        elif tag == "script":
            self._script(node)
        elif tag in HEAD_ELEMENTS:
            self._head_element(tag, node)

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> int:
        """An element opens; returns what its end closes: a sum of CONTAINER, TABLE, LINK, BOLD_TEXT, HIDING."""
        words = element_words(attributes.get("class"), attributes.get("id")) if attributes else ()
        if tag in BLOCK:
            if self.length or self.words:
                self._flush()
            closing = self._open_container(tag, words)
            if tag in TABULAR:
                closing += self._open_tabular(tag, attributes)
        else:
            closing = self._open_inline(tag, attributes)
            if words and len(self.words) < MAX_INLINE_WORDS:
                self.words += words
        if attributes and ("hidden" in attributes or ((style := attributes.get("style")) and DISPLAY_NONE.search(style))):
            self._flush()
            self.hidden += 1
            closing += HIDING
        return closing

    def _open_inline(self, tag: str, attributes: dict[str, str | None]) -> int:
        if tag == "a":
            self._close_link()
            self.href = self.resolver.absolute(attributes.get("href") or "")
            self.link_start = self.length
            return LINK
        if tag in BREAKS:
            self._flush()
        elif tag == "img":
            if not INLINE_PICTURES.intersection(class_words(attributes.get("class") or "")):
                self._flush()
                self._picture(attributes)
        elif tag in BOLD:
            self.bold += 1
            return BOLD_TEXT
        return 0

    def _leave(self, closing: int) -> None:
        """An element closes."""
        if closing & CONTAINER:
            if self.length or self.words:
                self._flush()
            self.open.pop()
            self.forms.pop()
            if closing & TABLE:
                self.tables.pop()
        elif closing & LINK:
            self._close_link()
            self.href = None
        elif closing & BOLD_TEXT:
            self.bold -= 1
        if closing & HIDING:
            self._flush()
            self.hidden -= 1
        if closing >= MARKED:
            self._unmark(closing // MARKED)

    # ------------------------------------------------------------ containers and tables

    def _open_container(self, tag: str, words: tuple[str, ...]) -> int:
        open_, containers, forms = self.open, self.containers, self.forms
        parent = open_[-1] if open_ else -1
        open_.append(len(containers))
        containers.append(Container(tag, words, parent, len(open_)))
        form = FORMS.get(tag)
        if form is None:
            inherited = forms[-1]
            form = inherited if inherited[0] in INHERITED else PLAIN
        forms.append(form)
        return CONTAINER

    def _open_tabular(self, tag: str, attributes: dict[str, str | None]) -> int:
        """Count rows and columns, and take the root's language; a table that holds another one is layout."""
        if tag == "table":
            if self.tables:
                self.nested_tables.add(self.tables[-1].number)
            self.tables.append(_Table(self.table_count))
            self.table_count += 1
            return TABLE
        if self.tables:
            table = self.tables[-1]
            if tag == "tr":
                table.row, table.column = table.row + 1, -1
            elif tag in CELLS:
                table.column += 1
        elif tag == "html":
            self.lang = attributes.get("lang") or attributes.get("xml:lang") or self.lang
        return 0

    # ------------------------------------------------------------ the line being built

    def _text(self, data: str) -> None:
        """Add a text node, its white space collapsed."""
        if self.forms[-1][0] == "code":
            self._code(data)
            return
        text = " ".join(data.split())
        if not text:
            self.space = True
            return
        if self.length and (self.space or data[0].isspace()):
            text = " " + text
            if self.href is not None and self.link_start == self.length:
                self.link_start += 1
        self.pieces.append(text)
        self.length += len(text)
        self.space = data[-1].isspace()
        if self.bold:
            self.bold_length += len(text)
        if self.marks:
            self.line_marks.update(self.marks)

    def _code(self, data: str) -> None:
        """Inside <pre> every source line is a line, its indentation kept."""
        for number, row in enumerate(data.split("\n")):
            if number:
                self._flush()
            self.pieces.append(row)
            self.length += len(row)
            self.line_marks.update(self.marks)

    def _code_line(self, text: str) -> str:
        """A line of code without the white space at its end, which links must not cover; empty lines are dropped."""
        text = text.rstrip()
        self.links = [replace(link, end=min(link.end, len(text))) for link in self.links if link.start < len(text)]
        if not text:
            pictures = self.pictures
            self._clear()
            self.pictures = pictures
        return text

    def _close_link(self) -> None:
        if self.href is not None and self.length > self.link_start:
            self.links.append(Link(self.link_start, self.length, self.href))
        self.link_start = self.length

    def _flush(self) -> None:
        """End the line being built, if it holds any text. Pictures wait for the next line."""
        if not self.length:
            self.space = False
            if self.words:
                self.words = []
            return
        self._close_link()
        table = self.tables[-1] if self.tables else None
        form, level = self.forms[-1]
        text = "".join(self.pieces)
        if form == "code" and not (text := self._code_line(text)):
            return
        self.lines.append(
            Line(
                text=text,
                container=self.open[-1] if self.open else 0,
                form=form,
                level=level,
                links=tuple(self.links),
                hidden=self.hidden > 0,
                bold=self.bold_length > 0 and self.bold_length + 2 >= self.length,
                cell=(table.number, table.row, table.column) if table and table.column >= 0 else None,
                pictures=tuple(self.pictures),
                words=tuple(self.words),
                marks=tuple(MARK + key for key in sorted(self.line_marks)) if self.line_marks else (),
            )
        )
        self._clear()

    def _picture(self, attributes: dict[str, str | None]) -> None:
        for name in LAZY_SOURCES:
            value = attributes.get(name)
            if value and not value.startswith("data:"):
                source = self.resolver.absolute(value)
                if source and self._has_room():
                    alt = " ".join((attributes.get("alt") or "").split())
                    self.pictures.append(Picture(source, alt, self.open[-1] if self.open else 0))
                return

    def _has_room(self) -> bool:
        """Count one image more; False where there are too many."""
        self.images += 1
        if self.images > self.limits.images:
            self.beyond.add("images")
        return self.images <= self.limits.images

    def _comment(self, text: str) -> None:
        """Comments that open and close the body mark the lines between them; only closed pairs count."""
        if len(text) > MAX_COMMENT:
            return
        side = comment_side(text)
        if side > 0:
            self._flush()
            self.body_starts.append(len(self.lines))
        elif side < 0 and self.body_starts:
            self._flush()
            self.body_ranges.append(range(self.body_starts.pop(), len(self.lines)))

    # ------------------------------------------------------------ head matter

    def _head_element(self, tag: str, node: Any) -> None:
        attributes = node.attributes
        if tag == "title":
            if not self.title:
                self.title = " ".join(node.text().split())
        elif tag == "meta":
            name = next((attributes[key] for key in ("name", "property", "itemprop", "http-equiv") if attributes.get(key)), None)
            if name and attributes.get("content"):
                self.metas.append((name.lower(), attributes["content"] or ""))
        elif tag == "base":
            base = self.resolver.absolute(attributes.get("href") or "")
            if base:
                self.resolver.rebase(base)
                # what names a document, not a folder, is the page's own address, written there by what saved it
                self.canonical = self.canonical or (base if DOCUMENT.search(base) else "")
        elif (attributes.get("rel") or "").lower() == "canonical":
            self.canonical = self.resolver.absolute(attributes.get("href") or "")
            if not self.resolver.base:
                self.resolver.rebase(self.canonical)

    def _script(self, node: Any) -> None:
        child = node.first_child
        if child is not None:
            attributes = node.attributes
            label = (attributes.get("type") or "").lower()
            if attributes.get("id"):
                label += f"#{attributes['id']}"
            self.scripts.append((label, child.text_content or ""))

    # ------------------------------------------------------------ the end

    def finish(self) -> HtmlPage:
        """Close what is open and decide which tables hold data."""
        self._flush()
        if not self.containers:
            self.containers.append(Container("body", (), -1, 1))
        head = RawHead(
            title=self.title, metas=tuple(self.metas), scripts=tuple(self.scripts), lang=self.lang, canonical=self.canonical
        )
        lines = _settle_cells(self.lines, self.nested_tables)
        for index in {index for pair in self.body_ranges for index in pair}:
            lines[index] = replace(lines[index], marks=(*lines[index].marks, "body"))
        return HtmlPage(tuple(lines[: self.limits.lines]), tuple(self.containers), head, tuple(sorted(self.beyond)), self.warnings)


def _settle_cells(lines: list[Line], layout: set[int]) -> list[Line]:
    """Keep `cell` on the lines of data tables only: two rows and columns at least, short cells, few links, no table inside."""
    tables: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.cell is not None:
            tables.setdefault(line.cell[0], []).append(index)
    for number, members in tables.items():
        if number in layout or not _is_data([lines[index] for index in members]):
            for index in members:
                lines[index] = replace(lines[index], cell=None)
    return lines


def _is_data(cells: list[Line]) -> bool:
    rows = {line.cell[1] for line in cells if line.cell}
    columns = {line.cell[2] for line in cells if line.cell}
    if len(rows) < 2 or len(columns) < 2:
        return False
    linked = sum(bool(line.links) for line in cells)
    long = sum(len(line.text) > MAX_TABLE_CELL for line in cells)
    per_cell = len(cells) / len({line.cell for line in cells})
    return linked * 3 < len(cells) and long * 5 < len(cells) and per_cell < 3
