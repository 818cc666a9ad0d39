"""Bodies that are no article: the posts of a thread, questions and their answers, the entry of an encyclopedia."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from extractor.assembling.dates import find_relative, find_stamps
from extractor.headings import is_control
from extractor.model import Page, PageType, Role, Tagging
from extractor.vocabulary import markup, page_types

POST = 0.35        # chance of being a post, in the mean over the text of all lines of one look, from which they are posts
ENTRY_GAP = 25     # lines inside an encyclopedia's entry that may be none of it
LEVELS = 4         # containers around a line that tell its look, up to the first with class words
BODY = 0.3         # mean body probability from which lines of one look are posts whatever their class words say
DATED = 40         # characters of a line that is a date with a name or a button
REPEATED = 4       # times from which what stands in one look is no post but the forum's own words: 此回复已被删除
_NUMBER = re.compile(r"^\d[\d.]*\s?")
_AROUND = frozenset(markup().around_post_words)


def whole_body(page: Page, tagging: Tagging, body: tuple[int, ...], page_type: PageType) -> tuple[int, ...]:
    """The body as its page's type asks: with every post, every answer, the whole entry; an article's as it is."""
    if page_type in (PageType.FORUM, PageType.QA):
        return _with_posts(page, tagging, body)
    if page_type is PageType.ENCYCLOPEDIA:
        return _with_sections(page, tagging, body)
    return body


def _with_posts(page: Page, tagging: Tagging, body: tuple[int, ...]) -> tuple[int, ...]:
    """The body and all lines that look like posts: lines of one look are judged by their mean."""
    looks: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for i, line in enumerate(page.lines):
        look = _look(page, line.container)
        if look is not None and not line.hidden and not is_control(line.text):
            looks[look].append(i)
    posts = set(body)
    for look, members in looks.items():
        sizes = [len(page.lines[i].text) for i in members]
        chance = sum(size * _post(tagging, i) for size, i in zip(sizes, members, strict=True)) / sum(sizes)
        if chance >= POST and not _is_around(page, tagging, look, members):
            times = Counter(page.lines[i].text for i in members)
            posts.update(i for i in members if times[page.lines[i].text] < REPEATED)
    return tuple(sorted(posts))


def _is_around(page: Page, tagging: Tagging, look: tuple[str, tuple[str, ...]], members: list[int]) -> bool:
    """Whether lines of one look tell of posts and are none: class words say so, or most are dates; not what the tagger takes for body."""
    if sum(tagging.body[i] for i in members) >= BODY * len(members):
        return False
    dated = sum(len(page.lines[i].text) <= DATED and _has_date(page.lines[i].text) for i in members)
    return not _AROUND.isdisjoint(look[1]) or 2 * dated > len(members)


def _has_date(text: str) -> bool:
    return find_relative(text) is not None or bool(find_stamps(text))


def _post(tagging: Tagging, i: int) -> float:
    return min(1.0, tagging.body[i] + tagging.p(i, Role.COMMENT))


def _look(page: Page, container: int) -> tuple[str, tuple[str, ...]] | None:
    """Tag and class words of the innermost container that has some; None far from any."""
    for _ in range(LEVELS):
        if container < 0:
            return None
        here = page.containers[container]
        if here.words:
            return (here.tag, here.words)
        container = here.parent
    return None


def _with_sections(page: Page, tagging: Tagging, body: tuple[int, ...]) -> tuple[int, ...]:
    """The entry from its first to its last line: headings and the table of facts too, not what works the page."""
    inside = list(body[:1])
    for before, after in pairwise(body):
        if after - before <= ENTRY_GAP:
            inside += [i for i in range(before + 1, after) if not _works_the_page(page, i)]
        inside.append(after)
    return tuple(i for i in inside if page.lines[i].text not in page_types()["encyclopedia"].furniture)


def _works_the_page(page: Page, i: int) -> bool:
    """Whether a line between an entry's parts is a button, or leads to a part below from the table of contents."""
    text = page.lines[i].text
    bare = _NUMBER.sub("", text)
    return is_control(text) or (bare != text and any(line.text.startswith(bare) for line in page.lines[i + 1 :] if line.level))
