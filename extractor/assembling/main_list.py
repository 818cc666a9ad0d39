"""The main list of a channel, search or feed page: the entries of one shape that carry most of the page's titles.

The titles of a list stand in one column: containers whose tags and class words agree all the way up. Columns are cut where
a heading starts another box, the heaviest piece is the main list, and each entry reaches as far as its title has no rival.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.assembling.block_pieces import BULLETS, pieces
from extractor.assembling.block_shapes import Shapes
from extractor.assembling.block_trim import date_in, is_detail, trim
from extractor.assembling.items import list_items
from extractor.headings import STEM, is_control, name_heading
from extractor.model import Item, Kind, Line, Page, Role, Tagging
from extractor.vocabulary import paging

MIN_ENTRIES = 3
MIN_TITLE = 5          # characters of a title
LONG = 20              # characters from which a line is as like a title as any
PROSE = 60             # characters from which a text is a snippet rather than a title
NO_LINK, LONGER, HEADED = 0.4, 0.4, 1.3  # how much less a text without link, a long one, and more a marked one is like a title
FACTS = 40             # characters of date, counts and outlet that may stand behind a title in its line
RIVAL = 0.5            # share of the heaviest column's weight from which an earlier column of the entries holds the titles
COVERAGE = 0.6         # share of the entries that must have a line in such a column
BESIDE = 0.3           # what is left of a list whose heading or containers say that it is none of the main ones
HEADING_P = 0.5        # probability from which a line is heard as a heading
MIN_TEXT, MAX_TEXT = 12, 200  # characters of a line that counts as an entry's text, and of an entry's text that count
LIKE = 0.5             # share of the titles' mean weight from which lines of the same tags are entries of the same list
SHORT_PIECE = 0.4      # share of a line's longest link below which another is a mark: [置顶]
OWN_WORDS = 3          # class words that name a container; those behind them tell its state
OWN_LEVELS = 3         # containers around a title whose class words all boxes of one list share
MARKED = frozenset(("li", "th", "tr", "dt", "h1", "h2", "h3", "h4", "h5", "h6"))  # their class words mark a state: top, new
AROUND = (
    Role.NAV, Role.FOOTER, Role.AD, Role.LOGIN, Role.SHARE, Role.COMMENT, Role.COPYRIGHT, Role.BREADCRUMB, Role.PREV_NEXT, Role.TAGS,
)  # fmt: skip
OTHER_LISTS = frozenset((Kind.HOT, Kind.RELATED, Kind.RECOMMENDED, Kind.MORE_FROM_AUTHOR, Kind.COMMENTS, Kind.FOOTER, Kind.TAGS))


class MainList(Struct, frozen=True):
    """The items of a page's main list in page order, and the numbers of the lines that its entries hold."""

    items: tuple[Item, ...]
    lines: tuple[int, ...]


class _Entry(Struct, frozen=True):
    """One entry: its title's line and all of its lines."""

    title: int
    lines: range


class _Stretch(Struct, frozen=True):
    """A run of titles of one column under one heading; weight says how much it is like a main list."""

    titles: tuple[int, ...]
    weight: float
    beside: bool


def find_main_list(page: Page, tagging: Tagging) -> MainList | None:
    """The main list of a page that lists articles; None where no three entries share a shape, and for plain text."""
    return _Finder(page, tagging).find()


class _Finder:
    """Looks at one page."""

    def __init__(self, page: Page, tagging: Tagging) -> None:
        self.page, self.tagging, self.shapes = page, tagging, Shapes(page)
        self.titles = [_title(line) for line in page.lines]
        self.weight = [_title_weight(page, i, title, tagging.roles[i]) for i, title in enumerate(self.titles)]
        self.next_title = _next_weighed(self.weight)
        self.headings = [i for i in range(len(page.lines)) if self._is_heading(i)]
        self.ends = [self._reach(i) for i in self.headings]

    def find(self) -> MainList | None:
        if self.shapes.flat:
            return None
        stretches = [s for titles in self._columns() for s in self._stretches(titles)]
        best = max(stretches, key=lambda s: s.weight, default=None)
        if best is None:
            return None
        found = {i for s in stretches if self._goes_on(s, best) for i in self._whole(self._title_column(s.titles))}
        found -= {i for s in stretches if s.beside and not best.beside for i in s.titles}
        entries = self._entries(self._with_untitled(tuple(sorted(found))))
        items = [item for entry in entries for item in self._items(entry)]
        return MainList(tuple(items), tuple(sorted({i for entry in entries for i in entry.lines})))

    def _goes_on(self, stretch: _Stretch, best: _Stretch) -> bool:
        """Whether a stretch is more of the main list: entries of one make and about one weight, in another box."""
        if stretch is best:
            return True
        alike = self._make(stretch.titles[0]) == self._make(best.titles[0]) and stretch.beside == best.beside
        return alike and stretch.weight / len(stretch.titles) >= LIKE * best.weight / len(best.titles)

    def _make(self, i: int) -> object:
        """What the titles of a list's boxes share: tags all the way up, and the class words nearest to them."""
        c = self.shapes.home[i]
        words: list[tuple[str, ...]] = []
        while c >= 0 and len(words) < OWN_LEVELS:
            words.append(self.page.containers[c].words[:OWN_WORDS])
            c = self.shapes.parent[c]
        return self._tags(i), tuple(words)

    # ------------------------------------------------------------ columns

    def _columns(self) -> Iterator[tuple[int, ...]]:
        """Lines that may be titles, by the shape of their container; of several in one container the first."""
        columns: dict[int, list[int]] = defaultdict(list)
        for i, weight in enumerate(self.weight):
            if weight > 0:
                columns[self.shapes.column(i)].append(i)
        for lines in columns.values():
            yield self._first_of_each(lines)

    def _first_of_each(self, lines: Sequence[int]) -> tuple[int, ...]:
        first: dict[int, int] = {}
        for i in lines:
            first.setdefault(self.shapes.home[i], i)
        return tuple(lines) if len(first) < MIN_ENTRIES else tuple(first.values())

    def _stretches(self, titles: tuple[int, ...]) -> Iterator[_Stretch]:
        """A column cut at the headings between its lines."""
        if len(titles) < MIN_ENTRIES:
            return
        entries = self._entries(titles)
        start, heads = 0, self._heads(entries)
        for end in (*(n for n in range(1, len(titles)) if heads[n] != heads[n - 1]), len(titles)):
            if end - start >= MIN_ENTRIES:
                yield self._weighed(entries[start:end], heads[start])
            start = end

    def _heads(self, entries: Sequence[_Entry]) -> list[int]:
        """For each entry the number of the heading above it that stands outside of every entry's box; -1 where there is none."""
        boxes = self._boxes([entry.title for entry in entries])
        inside = {i for first, last in boxes for i in range(first, last + 1)}
        heads = [(i, end) for i, end in zip(self.headings, self.ends, strict=True) if i not in inside][::-1]
        return [next((i for i, end in heads if i < entry.title <= end), -1) for entry in entries]

    def _reach(self, head: int) -> int:
        """Last line of what a heading may head: the smallest container around it that holds a title below it."""
        c = self.shapes.home[head]
        while c > 0 and self.next_title[head + 1] > self.shapes.last_line[c]:
            c = self.shapes.parent[c]
        return self.shapes.last_line[c]

    def _weighed(self, entries: Sequence[_Entry], head: int) -> _Stretch:
        titles = tuple(entry.title for entry in entries)
        weight = sum(self.weight[entry.title] + self._text(entry) for entry in entries)
        weight *= len({self.titles[i] for i in titles}) / len(titles)
        beside = self._is_beside(titles, head)
        return _Stretch(titles, weight * (BESIDE if beside else 1), beside)

    def _text(self, entry: _Entry) -> float:
        """How much text an entry shows, in titles' worth."""
        sizes = (len(self.page.lines[i].text) for i in entry.lines if i != entry.title and not self.page.lines[i].hidden)
        return min(sum(size for size in sizes if size >= MIN_TEXT), MAX_TEXT) / LONG

    def _is_beside(self, titles: Sequence[int], head: int) -> bool:
        """Whether the heading or the containers of a list say that it stands beside the main one: 热门排行, class="side"."""
        naming = name_heading(self.page.lines[head].text) if head >= 0 and titles[0] - head <= 6 else None
        if naming is not None and naming.certainty >= STEM and naming.kind in OTHER_LISTS:
            return True
        return any(not paging().beside.isdisjoint(self.page.containers[c].words) for c in self._above(titles))

    def _above(self, titles: Sequence[int]) -> Iterator[int]:
        """The container that holds a list, and those around it up to a few levels."""
        c = self.shapes.common(titles[0], titles[-1])
        while c > 0:
            yield c
            c = self.shapes.parent[c]

    def _is_heading(self, i: int) -> bool:
        naming = name_heading(self.page.lines[i].text)
        return self.tagging.p(i, Role.HEADING) > HEADING_P or (naming is not None and naming.certainty >= STEM)

    # ------------------------------------------------------------ entries

    def _entries(self, titles: Sequence[int]) -> list[_Entry]:
        """How far each title's entry reaches: its box, or up to the next title where the box holds nothing else."""
        _, last = self.shapes.reach(self.shapes.common(titles[0], titles[-1]))
        entries: list[_Entry] = []
        for title, (first, end), after in zip(titles, self._boxes(titles), (*titles[1:], -1), strict=True):
            if first == end:
                end = self._until_heading(title, after) if after > 0 else self._like_before(entries, title, last)
            entries.append(_Entry(title, range(max(first, entries[-1].lines.stop if entries else 0), max(title, end) + 1)))
        return entries

    def _until_heading(self, title: int, after: int) -> int:
        """The line before the next title, or before a heading that comes first."""
        return next((i - 1 for i in self.headings if title < i < after), after - 1)

    def _boxes(self, titles: Sequence[int]) -> list[tuple[int, int]]:
        """First and last line of the largest container around each title that holds no other."""
        boxes = []
        for before, title, after in zip((-1, *titles), titles, (*titles[1:], -1), strict=False):
            box, c = -1, self.shapes.home[title]
            while c > 0 and not any(i >= 0 and self.shapes.inside(i, c) for i in (before, after)):
                box, c = c, self.shapes.parent[c]
            boxes.append(self.shapes.reach(box) if box >= 0 else (title, title))
        return boxes

    def _like_before(self, entries: Sequence[_Entry], title: int, last: int) -> int:
        """Last line of the last entry: it goes on as long as its lines stand where those of the entries before it do."""
        columns = {self.shapes.column(i) for entry in entries for i in entry.lines if i != entry.title}
        end = title
        while end < last and self.shapes.column(end + 1) in columns:
            end += 1
        return end

    def _title_column(self, titles: tuple[int, ...]) -> tuple[int, ...]:
        """The titles proper: where an earlier column of the same entries is nearly as heavy, these were its snippets."""
        entries = self._entries(titles)
        wanted = RIVAL * sum(self.weight[i] for i in titles)
        columns: dict[int, list[int]] = defaultdict(list)
        for entry in entries:
            seen = set()
            for i in entry.lines:
                column = self.shapes.column(i)
                if i < entry.title and self.weight[i] > 0 and column not in seen:
                    columns[column].append(i)
                    seen.add(column)
        for lines in columns.values():
            distinct = len({self.page.lines[i].text for i in lines}) / len(entries)
            if distinct >= COVERAGE and sum(self.weight[i] for i in lines) * distinct >= wanted:
                return tuple(lines)
        return titles

    def _whole(self, titles: tuple[int, ...]) -> set[int]:
        """All titles of a list: the short ones of its column too, and those of entries that class words set apart (pinned, first)."""
        first, last = self.shapes.reach(self.shapes.common(titles[0], titles[-1]))
        column, mark = self.shapes.column(titles[0]), self._mark(titles[0])
        least = LIKE * sum(self.weight[i] for i in titles) / len(titles)
        several = len({self.shapes.home[i] for i in titles}) < len(titles)
        found = set(titles)
        seen = {self.shapes.home[i] for i in titles}
        boxed = {i for first, last in self._boxes(titles) for i in range(first, last + 1)}
        for i in range(first, last + 1):
            home = self.shapes.home[i]
            if home in seen or i in boxed or not self.titles[i]:
                continue
            seen |= set() if several else {home}
            if self.shapes.column(i) == column or (self._mark(i) == mark and self.weight[i] >= least):
                found.add(i)
        return found

    def _with_untitled(self, titles: tuple[int, ...]) -> tuple[int, ...]:
        """The titles with those of cards that are siblings of theirs but hold their title at another place."""
        cards = Counter((self.shapes.shape[c], self.shapes.parent[c]) for c in map(self._card, self._boxes(titles)) if c >= 0)
        found = set(titles)
        for c, key in enumerate(zip(self.shapes.shape, self.shapes.parent, strict=True)):
            if cards[key] >= MIN_ENTRIES:
                lines = range(self.shapes.first_line[c], self.shapes.last_line[c] + 1)
                best = max((self.weight[i] for i in lines), default=0.0)
                if best and found.isdisjoint(lines):
                    found.add(next(i for i in lines if self.weight[i] >= RIVAL * best))
        return tuple(sorted(found))

    def _card(self, box: tuple[int, int]) -> int:
        """The outermost container that holds just these lines; -1 where none does."""
        c, card = self.shapes.home[box[0]], -1
        while c > 0 and self.shapes.first_line[c] >= box[0] and self.shapes.last_line[c] <= box[1]:
            card, c = c, self.shapes.parent[c]
        return card

    def _mark(self, i: int) -> object:
        """What the titles of one list share whatever the class words around them: own tag and words, else the tags all the way up."""
        container = self.page.containers[self.shapes.home[i]]
        return (container.tag, container.words[:OWN_WORDS]) if container.words and container.tag not in MARKED else self._tags(i)

    def _tags(self, i: int) -> tuple[str, ...]:
        tags = []
        c = self.shapes.home[i]
        while c >= 0:
            tags.append(self.page.containers[c].tag)
            c = self.shapes.parent[c]
        return tuple(tags)

    # ------------------------------------------------------------ items

    def _items(self, entry: _Entry) -> list[Item]:
        """The items of an entry: those of its title's line, with the first date and snippet of its other lines."""
        title = self.page.lines[entry.title]
        others = [self.page.lines[i] for i in entry.lines if i != entry.title]
        items = list_items([title if _is_linked(title) else replace(title, links=())], [True])
        longest = max((len(item.title) for item in items), default=0)
        texts = [title.text[title.links[-1].end :] if _is_linked(title) else "", *(line.text for line in others)]
        details = Item(
            title="",
            url=next((link.url for line in (title, *others) for link in line.links if link.url), None),
            published=next((day for text in texts if len(text) <= PROSE and (day := date_in(text))), None),
            snippet=_snippet(texts),
        )
        return [_completed(item, details) for item in items if len(item.title) >= SHORT_PIECE * longest]


def _snippet(texts: Sequence[str]) -> str | None:
    """The first text of an entry that tells something: no date, count or button, no line of facts."""
    told = [text for text in (text.strip(BULLETS) for text in texts) if len(text) >= MIN_TEXT and not is_detail(text)]
    return next((text for text in told if len(text) > PROSE or date_in(text) is None), None)


def _completed(item: Item, details: Item) -> Item:
    """An item with what its entry's other lines say."""
    return Item(
        title=_without_marks(item.title),
        url=item.url or details.url,
        snippet=details.snippet,
        published=item.published or details.published,
    )


def _next_weighed(weight: Sequence[float]) -> list[int]:
    """For each line, and for the page's end, the number of the first line from there on that may be a title."""
    following = [len(weight)] * (len(weight) + 1)
    for i in range(len(weight) - 1, -1, -1):
        following[i] = i if weight[i] else following[i + 1]
    return following


def _title_weight(page: Page, i: int, text: str, roles: Sequence[float]) -> float:
    """How much a line with this title is like the title of an entry (0 to 1.3): its length, its link, its marks, the tagger's doubts."""
    line = page.lines[i]
    if len(text) < MIN_TITLE or line.hidden:
        return 0.0
    weight = min(len(text), LONG) / LONG * (LONGER if len(text) > PROSE else 1) * (1 if _is_linked(line) else NO_LINK)
    marked = line.level or not paging().titles.isdisjoint(page.containers[line.container].words)
    return weight * (HEADED if marked else 1) * max(0.05, 1 - sum(roles[role] for role in AROUND))


def _is_linked(line: Line) -> bool:
    """Whether a line is a link, with a few facts behind it at most, not a text with links inside."""
    if not line.links:
        return False
    first = line.links[0]
    leads = first.start <= 2 and first.end - first.start >= MIN_TITLE and len(line.text) - first.end <= FACTS
    return leads or len(line.text) <= LONG or sum(link.end - link.start for link in line.links) >= NO_LINK * len(line.text)


def _title(line: Line) -> str:
    """The longest title that a line may hold; empty where it holds dates, counts and buttons only."""
    linked = _is_linked(line)
    text = max((piece.text.strip(BULLETS) for piece in pieces(line)), key=len, default="") if linked else line.text.strip(BULLETS)
    trimmed = trim(text) if text and not is_detail(text) else None
    if trimmed is None or all(is_control(word) for word in trimmed.title.split()):
        return ""
    dated = not linked and trimmed.title != text and len(trimmed.title) <= LONG
    return "" if dated else trimmed.title


def _without_marks(title: str) -> str:
    """A title without the buttons and marks behind it: '... New'."""
    bare, _, last = title.rpartition(" ")
    return _without_marks(bare.rstrip()) if bare and last.isalnum() and is_control(last) else title
