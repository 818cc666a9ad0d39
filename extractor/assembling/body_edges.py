"""What stands around an article in the prose of others: the next article, an overlay, a line that sells something."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.assembling.block_shapes import Shapes, shapes_of
from extractor.assembling.dates import find_stamps
from extractor.headings import STEM, is_control, name_heading, squeeze
from extractor.model import Kind, Line, Page, Role, Tagging
from extractor.vocabulary import cues, markup

FOLLOWING = frozenset(  # what headings below an article announce
    (Kind.RELATED, Kind.HOT, Kind.LATEST, Kind.RECOMMENDED, Kind.MORE_FROM_AUTHOR, Kind.PREV_NEXT, Kind.COMMENTS)
)
MAIN_SHARE = 0.6   # of the body's characters that its main container holds
MAX_NOTE = 150     # characters of a notice, a dialog's text or a reply that is taken for a whole body
MIN_ARTICLE = 60   # characters of an article before another one; less is a headline or a lead
MIN_GAP = 2        # lines between two articles, at least a headline and its date
MAX_DATE_LINE = 60  # characters of a line that dates an article


def one_article(page: Page, tagging: Tagging, body: tuple[int, ...]) -> tuple[int, ...]:
    """The body's lines that belong to the page's one article. body: line indexes in order.

    Plain text has no containers: there only the next article and known headings end it.
    """
    shapes = shapes_of(page)
    if shapes.flat or not body:
        return tuple(_before_known_headings(page, _before_the_next(page, tagging, shapes, list(body))))
    kept = [i for i in body if not _is_advert(page.lines[i].text)]
    for words in (markup().overlay_words, markup().reply_words, markup().notice_words):
        kept = _outside_of(words, page, shapes, kept)
    kept = _before_the_next(page, tagging, shapes, kept)
    kept = _without_promotions(page, shapes, kept)
    return tuple(_with_gaps(page, tagging, shapes, kept))


def _is_advert(text: str) -> bool:
    """Whether a line is nothing but the word for an advertisement."""
    return squeeze(text) in cues().adverts


def _outside_of(words: Sequence[str], page: Page, shapes: Shapes, body: list[int]) -> list[int]:
    """The body without lines in containers of these class words, unless those hold the most of it and more than a note."""
    named = frozenset(words)
    known = {-1: False}
    kept = [i for i in body if not _stands_in(named, page, shapes.home[i], known)]
    size = _size(page, body)
    return kept if size < MAX_NOTE or 2 * _size(page, kept) > size else body


def _stands_in(words: frozenset[str], page: Page, container: int, known: dict[int, bool]) -> bool:
    """Whether a container, or one around it, has one of these class words. known: answers given before, to which this one's are added."""
    path = []
    while container not in known and words.isdisjoint(page.containers[container].words):
        path.append(container)
        container = page.containers[container].parent
    answer = known.setdefault(container, True)
    known.update(dict.fromkeys(path, answer))
    return answer


def _before_the_next(page: Page, tagging: Tagging, shapes: Shapes, body: list[int]) -> list[int]:
    """The body up to where another article begins: a dated line, then prose outside the container of all before."""
    for place in range(1, len(body)):
        last, first = body[place - 1], body[place]
        if first <= last + MIN_GAP or (not shapes.flat and shapes.inside(first, _home(shapes, body[0], last))):
            continue
        dated = any(_dates_an_article(page.lines[i], tagging, i) for i in range(last + 1, first))
        if dated and _size(page, body[:place]) >= MIN_ARTICLE:
            return body[:place]
    return body


def _before_known_headings(page: Page, body: list[int]) -> list[int]:
    """The body up to a known heading of lists or comments that it leaves out, where the half of it or more stands before that.

    For plain text, in which nothing else parts snippets and comments from paragraphs.
    """
    for place in range(1, len(body)):
        gap = range(body[place - 1] + 1, body[place])
        if any(_heads_others(page.lines[i].text) for i in gap):
            before = _size(page, body[:place])
            return body[:place] if before >= MIN_ARTICLE and 2 * before >= _size(page, body) else body
    return body


def _heads_others(text: str) -> bool:
    naming = name_heading(text)
    return naming is not None and naming.certainty >= STEM and naming.kind in FOLLOWING


def _home(shapes: Shapes, first: int, last: int) -> int:
    """The innermost container of the lines from first to last; around a single paragraph the one that holds its siblings too."""
    home = shapes.common(first, last)
    return max(0, shapes.parent[home]) if home == shapes.home[first] else home


def _dates_an_article(line: Line, tagging: Tagging, index: int) -> bool:
    dated = len(line.text) <= MAX_DATE_LINE and any(stamp.year is not None for stamp in find_stamps(line.text))
    return dated and tagging.role(index) is Role.INFO


def _without_promotions(page: Page, shapes: Shapes, body: list[int]) -> list[int]:
    """The body without linked lines before and behind it that stand outside the container of most of it."""
    main = _main_container(page, shapes, body)
    first, stop = 0, len(body)
    while first < stop and page.lines[body[first]].links and not shapes.inside(body[first], main):
        first += 1
    while stop > first and page.lines[body[stop - 1]].links and not shapes.inside(body[stop - 1], main):
        stop -= 1
    return body[first:stop]


def _with_gaps(page: Page, tagging: Tagging, shapes: Shapes, body: list[int]) -> list[int]:
    """The body and the lines without links between its own, in the same container: cells of tables, short entries of lists."""
    if not body:
        return body
    main, members = _main_container(page, shapes, body), set(body)
    for last, first in pairwise(body):
        gap = range(last + 1, first)
        if any(_says_else(page.lines[i].text) for i in gap if page.lines[i].cell is None):
            continue
        members.update(i for i in gap if shapes.inside(i, main) and _is_plain(page.lines[i]) and tagging.role(i) is not Role.INFO)
    return sorted(members)


def _is_plain(line: Line) -> bool:
    """Whether a line between lines of the body may be one of them: shown, without links unless it is a cell of a table."""
    return not line.hidden and (not line.links or line.cell is not None) and not _is_advert(line.text)


def _says_else(text: str) -> bool:
    """Whether a line's words say that something begins that is no body: a known heading, a button."""
    naming = name_heading(text)
    return (naming is not None and naming.certainty >= STEM) or is_control(text)


def _main_container(page: Page, shapes: Shapes, body: Sequence[int]) -> int:
    """The smallest container that holds MAIN_SHARE of the body's characters."""
    sizes = [0] * len(shapes.parent)
    for i in body:
        sizes[shapes.home[i]] += len(page.lines[i].text)
    for node in range(len(sizes) - 1, 0, -1):
        sizes[max(shapes.parent[node], 0)] += sizes[node]
    enough = MAIN_SHARE * sizes[0]
    return max((node for node, size in enumerate(sizes) if size and size >= enough), key=lambda node: shapes.depth[node], default=0)


def _size(page: Page, lines: Sequence[int]) -> int:
    return sum(len(page.lines[i].text) for i in lines)


def marked_body(page: Page, tagging: Tagging) -> tuple[int, ...]:
    """The lines of the container that two of the body's class words mark below the headline, for pages on which nothing looks like a body.

    Some articles are one clause long. Empty where no container is so marked, or where it holds mostly links.
    """
    shapes = shapes_of(page)
    if shapes.flat or not page.lines:
        return ()
    words = frozenset(markup().body_words)
    title = max(range(len(page.lines)), key=lambda i: tagging.p(i, Role.TITLE))
    for container, around in enumerate(page.containers):
        first, last = shapes.reach(container)
        if first > title and len(words.intersection(around.words)) > 1:
            lines = [i for i in range(first, last + 1) if not page.lines[i].hidden]
            linked = sum(link.end - link.start for i in lines for link in page.lines[i].links)
            if lines and 2 * linked < _size(page, lines):
                return tuple(lines)
    return ()
