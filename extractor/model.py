"""Every type that travels between steps, in the order a page meets them. Imports nothing of ours.

Source -> Page (lines) -> Tagging -> Draft (body and title known) -> Record.
Intermediate types are frozen: a step makes a new value, it never edits the one it was given.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Any, Generic, Literal, TypeVar

from msgspec import UNSET, Struct, UnsetType

SCHEMA_VERSION = 1

T = TypeVar("T")


# ---------------------------------------------------------------- names

class Kind(StrEnum):
    """What a block around the article is."""

    RELATED = "related"
    HOT = "hot"
    LATEST = "latest"
    RECOMMENDED = "recommended"
    MORE_FROM_AUTHOR = "more_from_author"
    PREV_NEXT = "prev_next"
    TAGS = "tags"
    COMMENTS = "comments"
    AUTHOR_BIO = "author_bio"
    COPYRIGHT = "copyright"
    SHARE = "share"
    NAV = "nav"
    FOOTER = "footer"
    AD = "ad"
    LOGIN = "login"
    OTHER = "other"


MAIN_KINDS = frozenset(list(Kind)[:7])
"""The kinds a record carries unless all are asked for; their items are article links."""


class Role(IntEnum):
    """What one line is; the tagger gives each line a probability for every role."""

    BODY = 0
    ASIDE = 1        # caption, credit, sign-off, disclaimer, repeated lead: stands with the body, is not body
    TITLE = 2
    INFO = 3         # date, source, author, editor
    BREADCRUMB = 4
    HEADING = 5      # heads a block
    ITEM = 6         # title line of a block's item
    DETAIL = 7       # snippet, date, rank or count that belongs to an item
    TAGS = 8
    PREV_NEXT = 9
    COMMENT = 10
    BIO = 11
    COPYRIGHT = 12
    SHARE = 13
    NAV = 14
    FOOTER = 15
    AD = 16
    LOGIN = 17
    OTHER = 18


class PageType(StrEnum):
    """What a page as a whole is."""

    ARTICLE = "article"
    LIST = "list"
    FORUM = "forum"
    QA = "qa"
    ENCYCLOPEDIA = "encyclopedia"
    OTHER = "other"


PartType = Literal["paragraph", "heading", "list_item", "quote", "code", "table", "image", "caption"]


# ---------------------------------------------------------------- input

class Source(Struct, frozen=True, kw_only=True):
    """A page as it came: bytes (or text already decoded) and what is known about where from.

    uri: how the user names the page (path, path!member, url); goes to page.uri unchanged.
    url: the page's web address if known; base for relative links.
    charset: charset of an HTTP Content-Type header if known.
    form: "html" or "text" where the container says so; None lets reading decide.
    fetched_at: ISO 8601 time of the fetch if known; relative dates are resolved against it.
    record_id: id of the record in the archive that held the page.
    warnings: what was odd about how the page was kept; goes to the record's warnings.
    """

    uri: str
    data: bytes | str
    url: str | None = None
    charset: str | None = None
    form: Literal["html", "text"] | None = None
    fetched_at: str | None = None
    record_id: str | None = None
    warnings: tuple[str, ...] = ()


class PageLimits(Struct, frozen=True, kw_only=True):
    """How much of one page is taken in; what is beyond is left out, and a warning names the limit.

    nodes: elements, texts and comments of the markup. lines: lines of the page, table cells among them.
    depth: elements inside one another; text that is deeper stays, its elements do not.
    attributes: of one element. images: of the whole page.
    """

    nodes: int = 500_000
    lines: int = 50_000
    depth: int = 512
    attributes: int = 1_000
    images: int = 5_000

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if getattr(self, name) < 1:
                raise ValueError(f"limit {name} must be 1 or more, not {getattr(self, name)}")

    def warning(self, name: str) -> str:
        """What is said of a page that has more."""
        return f"the page has more than {getattr(self, name)} {name} (limit {name}): the rest was left out"


# ---------------------------------------------------------------- reading

class Decoded(Struct, frozen=True):
    """Text of a page, the encoding it was read with and why (bom, http, meta, detected, given, ...)."""

    text: str
    encoding: str
    encoding_from: str
    warnings: tuple[str, ...] = ()


class Link(Struct, frozen=True):
    """An anchor inside a line: text[start:end] of the line is its text; url is absolute or ''."""

    start: int
    end: int
    url: str


class Picture(Struct, frozen=True):
    """An image standing in or right before a line; src absolute, lazy attributes resolved."""

    src: str
    alt: str
    container: int


class Container(Struct, frozen=True):
    """A block-level element: parent is an index into Page.containers (-1 for the root), words its class and id words."""

    tag: str
    words: tuple[str, ...]
    parent: int
    depth: int


class Line(Struct, frozen=True):
    """One block-level run of text in document order, the atom of everything after reading.

    text: never empty, white space collapsed.
    container: index into Page.containers of the innermost block-level element around it.
    form: the body part its tags suggest; level: 1-6 for headings, else 0.
    hidden: the page's own styles hide it; bold: all of its text is bold.
    cell: (table number, row, column) inside a data table, else None.
    words: class and id words of the inline elements inside the line.
    pictures: images since the previous line. marks: what a user's site rule says of it.
    """

    text: str
    container: int
    form: PartType = "paragraph"
    level: int = 0
    links: tuple[Link, ...] = ()
    hidden: bool = False
    bold: bool = False
    cell: tuple[int, int, int] | None = None
    pictures: tuple[Picture, ...] = ()
    marks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Head(Struct, frozen=True):
    """Head matter: <title>, metas by lower-case name (first non-empty wins), JSON-LD objects, facts found in scripts."""

    title: str = ""
    meta: dict[str, str] = {}
    linked_data: tuple[dict[str, Any], ...] = ()
    script: dict[str, str] = {}
    lang: str = ""
    canonical: str = ""


class Page(Struct, frozen=True, kw_only=True):
    """A page as lines; HTML and plain text give the same shape, plain text with one container and an empty head."""

    uri: str
    url: str | None
    form: Literal["html", "text"]
    lines: tuple[Line, ...]
    containers: tuple[Container, ...]
    head: Head = Head()
    encoding: str = "utf-8"
    encoding_from: str = "given"
    sha256: str = ""
    fetched_at: str | None = None
    record_id: str | None = None
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- tagging

class Tagging(Struct, frozen=True):
    """The tagger's judgement, a row a line: body probability, probabilities by Role and by Kind (columns in enum order).

    page_types: probabilities of the page as a whole, in the order of PageType.
    """

    body: list[float]
    roles: list[list[float]]
    kinds: list[list[float]]
    page_types: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    @property
    def page_type(self) -> PageType:
        """The most probable type of the page."""
        return list(PageType)[self.page_types.index(max(self.page_types))]

    def role(self, line: int) -> Role:
        """The most probable role of a line."""
        row = self.roles[line]
        return Role(row.index(max(row)))

    def p(self, line: int, role: Role) -> float:
        """Probability (0..1) that a line has this role."""
        return self.roles[line][role]


# ---------------------------------------------------------------- assembling

class Evidence(Struct, frozen=True):
    """Where a value comes from: value_from 'line', 'meta', 'json-ld', 'rule', ...; where names the line, meta or key."""

    value_from: str
    where: str
    confidence: float


class Found(Struct, Generic[T], frozen=True):
    """A field's value together with its evidence."""

    value: T
    evidence: Evidence


class Draft(Struct, frozen=True):
    """What the field and block finders are given: the page, its tagging, the body's lines and the headline's line."""

    page: Page
    tagging: Tagging
    body: tuple[int, ...] = ()
    title_line: int | None = None
    title: str | None = None


# ---------------------------------------------------------------- the record (schema 1)

class PageInfo(Struct, kw_only=True):
    """The page itself. sha256 is over the bytes as given; encoding_from says why that encoding was chosen.

    record_id: id of the record in the WARC that held the page.
    """

    uri: str
    url: str | None = None
    site_name: str | None = None
    page_type: PageType = PageType.ARTICLE
    language: str | None = None
    encoding: str | None = None
    encoding_from: str | None = None
    sha256: str = ""
    fetched_at: str | None = None
    record_id: str | None = None


class Outlet(Struct, frozen=True):
    """The outlet named as the article's origin."""

    name: str
    url: str | None = None


class Crumb(Struct, frozen=True):
    """One step of the breadcrumb trail."""

    name: str
    url: str | None = None


class Part(Struct, omit_defaults=True):
    """A typed piece of the body. text is empty for images; rows holds a table's cells.

    page: number of the page that it comes from, from 1, in a record stitched from several.
    """

    type: PartType
    text: str
    level: int | UnsetType = UNSET
    src: str | UnsetType = UNSET
    caption: str | UnsetType = UNSET
    rows: list[list[str]] | UnsetType = UNSET
    page: int | UnsetType = UNSET


class Body(Struct):
    """The article. text: paragraphs joined by a newline, captions left out."""

    text: str = ""
    parts: list[Part] = []


class ImageInfo(Struct):
    """An image of the body, its url absolute."""

    src: str
    alt: str = ""
    caption: str | None = None


class Item(Struct):
    """An entry of a block. rank is the number printed before it, published ISO 8601 as precise as shown."""

    title: str
    url: str | None = None
    snippet: str | None = None
    published: str | None = None
    rank: int | None = None


class Block(Struct):
    """A block around the article: its kind, the heading as printed, its items; text where it has none."""

    kind: Kind
    heading: str | None = None
    items: list[Item] = []
    text: str | UnsetType = UNSET


class Keyword(Struct, frozen=True):
    """A word that tells what the page is about; weight compares words of one page, at is where the body has it."""

    word: str
    weight: float
    at: list[tuple[int, int]] = []


class TextSegments(Struct, frozen=True):
    """Sentences and words of one text, as (start, end) in characters of it; pos is a tag for each word.

    Sentences leave out the white space around them. Words in precise mode cover the text without gaps, white space
    too; in search and full mode they overlap.
    """

    sentences: list[tuple[int, int]] = []
    words: list[tuple[int, int]] = []
    pos: list[str] | UnsetType = UNSET


class ItemSegments(Struct, frozen=True):
    """Segments of a block item: of its title, and of its snippet where it has one."""

    title: TextSegments
    snippet: TextSegments | UnsetType = UNSET


class Segments(Struct):
    """Sentences, words, parts of speech (see TextSegments) and keywords of body.text, offsets in its characters.

    tokenised, where asked for: the words with a space between, for search engines that split at spaces. backend names the segmenter, None where words were not asked for. title and blocks (a list for each of the record's
    blocks, one entry an item) are there when all was asked for; their offsets are of those texts.
    """

    sentences: list[tuple[int, int]] = []
    words: list[tuple[int, int]] = []
    pos: list[str] | UnsetType = UNSET
    keywords: list[Keyword] = []
    tokenised: str | UnsetType = UNSET
    backend: str | None = None
    title: TextSegments | UnsetType = UNSET
    blocks: list[list[ItemSegments]] | UnsetType = UNSET


class Duplicates(Struct, frozen=True):
    """Records of one group are reprints of one article; original marks the one that is likely the first."""

    group: str
    original: bool


class Record(Struct, kw_only=True):
    """One page as a structured record, schema 1. next_page: url of the next page of the same article or list."""

    schema_version: Literal[1] = 1
    page: PageInfo
    title: str | None = None
    subtitle: str | None = None
    published: str | None = None
    modified: str | None = None
    published_raw: str | None = None
    source: Outlet | None = None
    authors: list[str] = []
    editors: list[str] = []
    breadcrumbs: list[Crumb] = []
    body: Body
    images: list[ImageInfo] = []
    next_page: str | None = None
    blocks: list[Block] = []
    segments: Segments | None = None
    evidence: dict[str, Evidence] = {}
    confidence: float = 0.0
    warnings: list[str] = []
    duplicates: Duplicates | None = None


# ---------------------------------------------------------------- explanation

class Traced(Struct, frozen=True):
    """A record together with what the steps before it gave: its page as lines and the judgement of those."""

    page: Page
    tagging: Tagging
    record: Record


class Use(Struct, frozen=True):
    """One thing that became of a line.

    field: the record's key; index: its body part or block; item: the block's item. part: what of it the line is.
    """

    field: str
    index: int | None = None
    item: int | None = None
    part: Literal["value", "heading", "item", "detail", "text"] = "value"


class Explanation(Struct, frozen=True):
    """A traced record that can say why: what became of each line, a sentence a line and a sentence a block.

    weights: what the weights that judged the lines say of themselves.
    """

    traced: Traced
    uses: tuple[tuple[Use, ...], ...]
    line_reasons: tuple[str, ...]
    block_reasons: tuple[str, ...]
    weights: dict[str, str]
