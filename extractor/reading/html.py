"""HTML text -> lines, in one iterative walk over the tree. The only module that knows selectolax."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from extractor.errors import DataError
from extractor.model import Container, Line, Link, PartType, Picture
from extractor.reading.depth import flattened
from extractor.reading.head import RawHead
from extractor.site_rules import BLOCKS, DROP, MARK, SiteRule, SiteRules
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
FORMS: dict[str, PartType] = {
    "li": "list_item", "dd": "list_item", "blockquote": "quote", "pre": "code", "figcaption": "caption",
    "caption": "caption", **{f"h{n}": "heading" for n in range(1, 7)},
}  # fmt: skip
LAZY_SOURCES = (
    "data-src", "data-original", "data-actualsrc", "data-lazy-src", "data-lazyload", "data-echo", "data-url",
    "_src", "original", "src2", "real_src", "file", "src",
)  # fmt: skip
INLINE_PICTURES = frozenset(["emoji", "emoticon", "smiley", "face", "expression", "formula", "latex", "math", "equation"])
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[\u4e00-\u9fff]+")
DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
MAX_COMMENT = 40     # characters; a longer comment is switched-off markup, no mark
MAX_TABLE_CELL = 80  # characters; cells of data tables are short, cells of layout tables hold whole columns of a page


class HtmlPage(Struct, frozen=True):
    """What one walk gathers: lines, the containers they stand in, the raw head matter; warnings: of a site rule."""

    lines: tuple[Line, ...]
    containers: tuple[Container, ...]
    head: RawHead
    warnings: tuple[str, ...] = ()


def read_html(text: str, url: str | None, rules: SiteRules | None = None) -> HtmlPage:
    """Parse HTML and gather its lines. text: decoded HTML; url: the page's address, base of relative links.

    rules: what users know of sites; what the rule of the page's host selects is marked on the lines, or left out.

    Lines end at block-level elements and at <br>. Runs in time linear in the number of nodes; nothing recurses.
    """
    for char in INVISIBLE:
        if char in text:
            text = text.replace(char, "")
    tree = LexborHTMLParser(flattened(text), scripting=True)
    walker = _Walker(url)
    if rules is not None and (rule := rules.find(url or _own_address(tree))):
        walker.marked, walker.warnings = _marked(tree, rule)
    walker.walk(tree.root)
    return walker.finish()


def check_selectors(rules: SiteRules) -> None:
    """Raise DataError, naming file and key, for a selector that is no CSS."""
    empty = LexborHTMLParser("")
    for rule in rules.by_host.values():
        for key, selector in rule.selectors:
            try:
                empty.css(selector)
            except SelectolaxError as error:
                raise DataError(f"{rule.file}: {key}: {selector!r} is no CSS selector that this parser knows") from error


def _own_address(tree: LexborHTMLParser) -> str | None:
    """The address that a page gives itself."""
    for selector, name in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        node = tree.css_first(selector)
        if node is not None and node.attributes.get(name):
            return node.attributes[name]
    return None


def _marked(tree: LexborHTMLParser, rule: SiteRule) -> tuple[dict[int, tuple[str, ...]], list[str]]:
    """The keys of a rule by the elements that its selectors take, blocks numbered; and warnings of keys that take none."""
    marked: dict[int, tuple[str, ...]] = {}
    missed = {key: True for key, _ in rule.selectors if key != DROP}
    for key, selector in rule.selectors:
        for number, node in enumerate(tree.css(selector)):
            missed.pop(key, None)
            mark = f"{key}.{number}" if key.startswith(BLOCKS) else key
            marked[node.mem_id] = (*marked.get(node.mem_id, ()), mark)
    return marked, [f"site rule {rule.file}: {key} selects nothing on this page" for key in missed]


@lru_cache(maxsize=65536)
def class_words(text: str) -> tuple[str, ...]:
    """Split a class or id attribute into lower-case words: 'relatedNews-list2' -> related, news, list."""
    return tuple(word.lower() for word in WORD.findall(text))[:12]


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
    """Counters of one open table; nested says that it holds another table, so it is layout."""

    number: int
    row: int = -1
    column: int = -1
    nested: bool = False
    headers: int = 0


class _Walker:
    """The state of one walk: open containers, and the line being built."""

    def __init__(self, url: str | None) -> None:
        self.resolver = Resolver(url)
        self.lines: list[Line] = []
        self.containers: list[Container] = []
        self.open: list[int] = []           # indexes of open containers, innermost last
        self.forms: list[tuple[PartType, int]] = [("paragraph", 0)]
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
        self.warnings: list[str] = []
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
        """Visit every node once in document order, with an exit call for each element that was entered."""
        node: Any = root
        opened: list[tuple[str, bool, int]] = []  # entered elements that have children: tag, hidden, keys of a site rule
        while node is not None:
            child = self._visit(node, opened)
            if child is not None:
                node = child
                continue
            while node is not None:
                following = node.next
                if following is not None:
                    node = following
                    break
                node = node.parent
                if opened:
                    self._leave(*opened.pop())
                else:
                    node = None

    def _visit(self, node: Any, opened: list[tuple[str, bool, int]]) -> Any:
        """Take in one node; returns its first child if the walk shall go down."""
        tag = node.tag
        if tag == "-text":
            self._text(node.text_content)
            return None
        if tag == "-comment":
            self._comment(node.comment_content or "")
            return None
        if tag is None or tag in SKIPPED:  # None: a processing instruction, <?php … ?>
            if tag == "script":
                self._script(node)
            return None
        if tag in ("title", "meta", "link", "base"):
            self._head_element(tag, node)
            return None
        keys = self.marked.get(node.mem_id, ()) if self.marked else ()
        if DROP in keys:
            return None
        hidden = self._enter(tag, node.attributes) if tag[0] != "-" else False
        self._mark(keys)
        child = node.first_child
        if child is None:
            self._leave(tag, hidden, len(keys))
        else:
            opened.append((tag, hidden, len(keys)))
        return child

    def _mark(self, keys: tuple[str, ...]) -> None:
        """Lines carry these keys from here on. What a date's selector takes may be part of a line, all else begins one."""
        if keys and keys != ("date",):
            self._flush()
        self.marks.extend(keys)

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> bool:
        """An element opens; returns whether it hides its content."""
        hidden = "hidden" in attributes
        style = attributes.get("style")
        if style and not hidden:
            hidden = DISPLAY_NONE.search(style) is not None
        if tag in BLOCK:
            self._flush()
            self._open_container(tag, attributes)
        elif tag in BREAKS:
            self._flush()
        elif tag == "a":
            self._close_link()
            self.href = self.resolver.absolute(attributes.get("href") or "")
            self.link_start = self.length
        elif tag == "img":
            if not INLINE_PICTURES.intersection(class_words(attributes.get("class") or "")):
                self._flush()
                self._picture(attributes)
        elif tag in BOLD:
            self.bold += 1
        if tag not in BLOCK and len(self.words) < 8:
            self._inline_words(attributes)
        if hidden:
            if tag not in BLOCK:
                self._flush()
            self.hidden += 1
        return hidden

    def _leave(self, tag: str, hidden: bool, keys: int) -> None:
        """An element closes; keys: how many of a site rule it brought into force."""
        if tag in BLOCK:
            self._flush()
            self._close_container(tag)
        elif tag == "a":
            self._close_link()
            self.href = None
        elif tag in BOLD:
            self.bold -= 1
        if hidden:
            self._flush()
            self.hidden -= 1
        if keys:
            if self.marks[-keys:] != ["date"]:
                self._flush()
            del self.marks[-keys:]

    # ------------------------------------------------------------ containers and tables

    def _open_container(self, tag: str, attributes: dict[str, str | None]) -> None:
        words = class_words(attributes.get("class") or "") + class_words(attributes.get("id") or "")
        parent = self.open[-1] if self.open else -1
        self.open.append(len(self.containers))
        self.containers.append(Container(tag, words, parent, len(self.open)))
        form = FORMS.get(tag)
        if form is None:
            inherited = self.forms[-1]
            form_level = inherited if inherited[0] in ("quote", "code", "list_item", "heading") else ("paragraph", 0)
        else:
            form_level = (form, int(tag[1]) if form == "heading" else 0)
        self.forms.append(form_level)
        if tag == "table":
            if self.tables:
                self.nested_tables.add(self.tables[-1].number)
            self.tables.append(_Table(self.table_count))
            self.table_count += 1
        elif self.tables:
            table = self.tables[-1]
            if tag == "tr":
                table.row, table.column = table.row + 1, -1
            elif tag in ("td", "th"):
                table.column += 1
        elif tag == "html":
            self.lang = attributes.get("lang") or attributes.get("xml:lang") or self.lang

    def _close_container(self, tag: str) -> None:
        self.open.pop()
        self.forms.pop()
        if tag == "table":
            self.tables.pop()

    # ------------------------------------------------------------ the line being built

    def _text(self, data: str) -> None:
        """Add a text node, its white space collapsed."""
        if self.forms[-1][0] == "code":
            self._code(data)
            return
        words = data.split()
        if not words:
            self.space = True
            return
        text = " ".join(words)
        if (self.space or data[0].isspace()) and self.length:
            text = " " + text
            if self.href is not None and self.link_start == self.length:
                self.link_start += 1
        self.pieces.append(text)
        self.length += len(text)
        if self.marks:
            self.line_marks.update(self.marks)
        self.space = data[-1].isspace()
        if self.bold:
            self.bold_length += len(text)

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

    def _inline_words(self, attributes: dict[str, str | None]) -> None:
        for name in ("class", "id"):
            value = attributes.get(name)
            if value:
                self.words.extend(class_words(value))

    def _flush(self) -> None:
        """End the line being built, if it holds any text. Pictures wait for the next line."""
        self.space = False
        if not self.length:
            self.words.clear()
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
                marks=tuple(MARK + key for key in sorted(self.line_marks)) if self.line_marks else (),
                words=tuple(self.words),
            )
        )
        self._clear()

    def _picture(self, attributes: dict[str, str | None]) -> None:
        for name in LAZY_SOURCES:
            value = attributes.get(name)
            if value and not value.startswith("data:"):
                source = self.resolver.absolute(value)
                if source:
                    alt = " ".join((attributes.get("alt") or "").split())
                    self.pictures.append(Picture(source, alt, self.open[-1] if self.open else 0))
                return

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
        return HtmlPage(tuple(lines), tuple(self.containers), head, tuple(self.warnings))


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
