"""The breadcrumb trail: the line, or the run of short lines, above the headline that is built like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from extractor.assembling.dates import any_of
from extractor.assembling.trails import Step, Trail, is_end, is_home, read_trail
from extractor.model import Crumb, Draft, Evidence, Found, Line, Role
from extractor.vocabulary import labels

LONGEST = 160           # characters of a trail on one line, its last crumb may be the headline
MOST_SPACES = 3         # white space in a crumb; more is a row of names
LONGEST_CRUMB = 24      # characters of a crumb that is not the headline
SHORT = 24              # characters of a line that may be a piece of a trail split over lines
MOST_LINES = 16         # lines that such a trail may take, separators on lines of their own counted
MOST_LINKS = 12         # links of a line; more are a menu
MOST_BARE = 3           # names of a list without separators; more are a menu, unless class words say otherwise
BARE_CRUMB = 10         # characters of a crumb that only its place tells
MOST = 6                # a row of more names is rather a menu
FAR = 25                # lines above the headline from which distance says no more
NEAR = 3                # lines above the headline where trails usually stand
STEPS = 2               # elements around two lines of one trail of which one is the same
ENOUGH = 2.4            # score from which lines are taken for a trail
_WORDS = labels().trail
_CLASSES = frozenset(_WORDS.classes)
_OPENING = re.compile(
    rf"^\W{{0,3}}(?:(?:{any_of(_WORDS.here)})\s?[:：]|(?:{any_of(word for word in _WORDS.here if len(word) > 3)}))\s?"
)
_PARTED = re.compile(any_of((*_WORDS.strong, *_WORDS.slashes)) + "|[\ue000-\uf8ff]")
_ENDED = re.compile(rf"(?:{any_of(_WORDS.end)})$")


class _Candidate(Struct, frozen=True):
    """Lines first..last read as a trail: opened by a word such as 当前位置, alone in the list that holds them."""

    first: int
    last: int
    trail: Trail
    opened: bool
    alone: bool = False


def find_breadcrumbs(draft: Draft) -> Found[list[Crumb]] | None:
    """The trail as printed, 正文 or the headline at its end included; None where the page shows none."""
    scored = ((_score(draft, candidate), candidate) for candidate in _candidates(draft))
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or score < ENOUGH:
        return None
    steps = best.trail.steps
    if len(steps) == 1 and _same(steps[0].name, draft.title):
        return None
    crumbs = [Crumb(step.name, step.url) for step in steps]
    where = f"line {best.first + 1}" if best.first == best.last else f"lines {best.first + 1}-{best.last + 1}"
    return Found(crumbs, Evidence("line", where, round(min(0.99, 0.3 + 0.12 * score), 2)))


# ---------------------------------------------------------------- candidates


def _candidates(draft: Draft) -> Iterator[_Candidate]:
    """Trails on one line, and split over several, from the page's top to where the body begins."""
    lines, title = draft.page.lines, draft.title_line
    end = min(len(lines), draft.body[0] if draft.body else len(lines))
    if title is not None:
        end = min(max(end, title + 1), title + NEAR)
    for i in range(end):
        line = lines[i]
        if len(line.text) > LONGEST or len(line.links) > MOST_LINKS:
            continue
        opening = _OPENING.match(line.text)
        start = opening.end() if opening else 0
        glued = len(line.links) > 1 and _named(draft, i)
        if opening or glued or _PARTED.search(line.text) or _ENDED.search(line.text):
            trail = read_trail(line, start, draft.title or "")
            if trail:
                yield _Candidate(i, i, trail, opening is not None)
        if len(line.text) <= SHORT and i != title and (opening or _may_begin(draft, i)):
            split = _split(draft, i, end, start)
            if split:
                yield split


def _may_begin(draft: Draft, i: int) -> bool:
    """Whether a short line may be the first of a trail that is split over lines."""
    lines = draft.page.lines
    if is_home(lines[i].text):
        return True
    if i + 1 < len(lines) and len(lines[i + 1].text) <= SHORT and lines[i + 1].text.startswith(_WORDS.strong):
        return _are_near(draft, i, i + 1)
    return not _are_siblings(draft, i - 1, i) and (_named(draft, i) or _runs_to_headline(draft, i))


def _runs_to_headline(draft: Draft, i: int) -> bool:
    """Whether a list of a few lines begins here whose last one repeats the headline."""
    last = i
    while last < i + MOST and _are_siblings(draft, last, last + 1):
        last += 1
    return i < last != draft.title_line and _same(draft.page.lines[last].text, draft.title)


def _split(draft: Draft, first: int, end: int, start: int) -> _Candidate | None:
    """A trail that begins on this line and goes on below, one crumb or separator a line."""
    lines, title, opened = draft.page.lines, draft.title or "", start > 0
    head = read_trail(lines[first], start, title)
    steps, strong, last = list(head.steps if head else ()), 0, first
    for i in range(first + 1, min(end, first + MOST_LINES)):
        ended = steps and is_end(steps[-1].name)
        if ended or i == draft.title_line or not _belongs(draft, i, first if steps else first + 1, lines[last]):
            break
        more = read_trail(lines[i], 0, title)
        if more and len(more.steps) > 1 and more.strong and not lines[i].text.startswith(_WORDS.strong):
            break  # a whole trail of its own, what stands above is a heading
        strong += more.strong if more else 1
        steps += more.steps if more else ()
        last = i
    alone = not _are_siblings(draft, first - 1, first) and not _are_siblings(draft, last, last + 1)
    alone = alone and draft.page.form == "html" and len(steps) <= MOST_BARE
    alone = alone or (draft.page.form == "text" and last + 1 == draft.title_line and _leads_to_title(draft, first, last))
    if not steps or last == first:
        return None
    headed = is_home(steps[0].name) and last + 1 < len(lines) and _same(steps[-1].name, lines[last + 1].text)
    if not (opened or strong or alone or headed or _named(draft, first) or is_end(steps[-1].name)):
        return None
    return _Candidate(first, last, Trail(tuple(steps), strong, 0, 0), opened, alone)


def _belongs(draft: Draft, i: int, first: int, before: Line) -> bool:
    """Whether a line goes on with a trail: behind a separator, or as a sibling of the first line."""
    text = draft.page.lines[i].text
    if len(text) > SHORT and text != draft.title:
        return False
    if text.startswith(_WORDS.strong) or before.text.endswith(_WORDS.strong) or i == first or _share_trail(draft, i - 1, i):
        return True
    return _are_siblings(draft, i - 1, i) and (draft.page.form == "html" or is_end(text) or _leads_to_title(draft, first, i))


def _leads_to_title(draft: Draft, first: int, i: int) -> bool:
    """Whether a flattened page goes from the front page's name to the headline in a few lines, of which this is one."""
    title, lines = draft.title_line, draft.page.lines
    if title is None or not first < i < title <= first + MOST_BARE + 1 or not is_home(lines[first].text):
        return False
    return all(len(line.text) <= BARE_CRUMB and not is_home(line.text) for line in lines[first + 1 : title])


def _are_siblings(draft: Draft, a: int, b: int) -> bool:
    """Whether two lines stand in one element, or each in its own of the same sort and parent: the items of a list."""
    if a < 0 or b >= len(draft.page.lines):
        return False
    containers = draft.page.containers
    one, other = draft.page.lines[a].container, draft.page.lines[b].container
    same_sort = containers[one].tag == containers[other].tag and containers[one].parent == containers[other].parent
    return one == other or same_sort


def _share_trail(draft: Draft, a: int, b: int) -> bool:
    """Whether class words say of an element right around both lines that it is a trail."""
    shared = {*_around(draft, a, STEPS)}.intersection(_around(draft, b, STEPS))
    return any(not _CLASSES.isdisjoint(draft.page.containers[i].words) for i in shared)


def _are_near(draft: Draft, a: int, b: int) -> bool:
    """Whether two lines share one of the innermost elements around them."""
    return not {*_around(draft, a, STEPS)}.isdisjoint(_around(draft, b, STEPS))


def _around(draft: Draft, line: int, steps: int) -> Iterator[int]:
    """The innermost containers around a line, the root left out."""
    containers, i = draft.page.containers, draft.page.lines[line].container
    for _ in range(steps):
        if i <= 0:
            break
        yield i
        i = containers[i].parent


# ---------------------------------------------------------------- judgement


def _score(draft: Draft, candidate: _Candidate) -> float:
    """How much speaks for a trail: opening word, separators, first and last crumb, addresses, class words, tagger, place."""
    first, last, trail = candidate.first, candidate.last, candidate.trail
    steps = trail.steps
    score = 2.5 if candidate.opened else 0.0
    score += 2.0 if trail.strong > 1 else 1.5 if trail.strong else 0.8 if trail.slashes else 0.0
    score += 1.0 if is_home(steps[0].name) else 0.0
    score += 1.2 if candidate.alone else 0.0
    score += 2.0 if is_end(steps[-1].name) or (len(steps) > 1 and _is_headline(draft, steps[-1].name, last)) else 0.0
    score += 1.5 if _nested(steps) else 0.0
    score += 1.0 if _named(draft, first) else 0.0
    score += 3.0 * max(draft.tagging.p(i, Role.BREADCRUMB) for i in range(first, last + 1))
    score -= max(0, len(steps) - MOST) + (1.0 if len(steps) == 1 else 0.0) + trail.loose * 0.5
    score -= sum(1.0 for step in steps if _is_long(draft, step.name, last))
    score -= sum(1.5 for step in steps if step.name.count(" ") > MOST_SPACES and not _is_headline(draft, step.name, last))
    score -= 1.0 if draft.page.lines[first].hidden else 0.0
    return score + _place(draft, last)


def _place(draft: Draft, line: int) -> float:
    """What the distance to the headline says: trails stand right above it."""
    if draft.title_line is None:
        return 0.0
    above = draft.title_line - line
    if above < 0:
        return -1.0
    return 0.7 if 0 < above <= NEAR else -0.04 * min(FAR, above)


def _is_long(draft: Draft, name: str, line: int) -> bool:
    return len(name) > LONGEST_CRUMB and not _is_headline(draft, name, line)


def _is_headline(draft: Draft, name: str, line: int) -> bool:
    """Whether a crumb of this line is the headline, or what stands right below it."""
    lines = draft.page.lines
    below = lines[line + 1].text.lstrip("".join(_WORDS.strong)) if line + 1 < len(lines) else None
    return _same(name, draft.title) or _same(name, below)


def _same(name: str, title: str | None) -> bool:
    """Whether a crumb is the headline, or its beginning cut off by dots."""
    name, title = "".join(name.split()), "".join((title or "").split())
    cut = name.rstrip(".…")
    return len(cut) > 1 and (name == title or (cut != name and len(cut) > 5 and title.startswith(cut)))


def _nested(steps: tuple[Step, ...]) -> bool:
    """Whether each crumb's address lies below the one before: /, /news/, /news/local/ or ../../, ../, ./."""
    folders = [step.url.rpartition("/")[0] for step in steps if step.url]
    if len(folders) < 2 or len(folders) < len(steps) - 1:
        return False
    pairs = list(pairwise(folders))
    if any(".." in folder for folder in folders):
        return all(a.count("..") > b.count("..") for a, b in pairs)
    return all(b.startswith(a) and len(b) > len(a) for a, b in pairs)


def _named(draft: Draft, line: int) -> bool:
    """Whether class words of the containers around a line say what it is."""
    containers = draft.page.containers
    return any(not _CLASSES.isdisjoint(containers[i].words) for i in _around(draft, line, 3))
