"""Whether two addresses are pages of one document, told by the addresses alone: a.html and a_2.html, ?page=2, /2/."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from urllib.parse import SplitResult, parse_qsl, urlsplit

from msgspec import Struct

from extractor.vocabulary import paging

MAX_ALONE = 3  # digits of a page number that is all that differs; longer ones are numbers of articles


class Step(Struct, frozen=True):
    """From one page of a document to another: their numbers, 1 for the page whose address has none."""

    here: int
    there: int


def page_step(here: str, there: str) -> Step | None:
    """The page numbers of two addresses that are pages of one document; None where they are none, or the same page."""
    try:
        one, other = urlsplit(here), urlsplit(there)
    except ValueError:
        return None
    if _host(one) != _host(other):
        return None
    step = _in_query(one, other) if one.path == other.path else _in_path(one, other)
    return step if step is not None and step.here != step.there else None


def is_later_page(url: str) -> bool:
    """Whether an address looks like that of a document's second or a later page."""
    parts = urlsplit(url)
    numbers = [value for name, value in parse_qsl(parts.query) if _is_parameter(name) and value.isdigit()]
    match = _marker_at_end().search(parts.path)
    return any(int(number) > 1 for number in [*numbers, *([match[1]] if match else [])])


def _host(parts: SplitResult) -> str:
    return parts.netloc.lower().removeprefix("www.")


def _in_query(one: SplitResult, other: SplitResult) -> Step | None:
    """The step where the paths agree: one parameter is a page's number, and no other one has another value."""
    here, there = dict(parse_qsl(one.query)), dict(parse_qsl(other.query))
    changed = [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)]
    names = [name for name in changed if _is_parameter(name) and (here.get(name, "1") + there.get(name, "1")).isdigit()]
    if len(names) != 1 or any(name in here and name in there for name in changed if name != names[0]):
        return None
    return Step(int(here.get(names[0], 1)), int(there.get(names[0], 1)))


def _in_path(one: SplitResult, other: SplitResult) -> Step | None:
    """The step where the paths differ in one place, and what stands there is a page's number."""
    if one.query != other.query:
        return None
    here, there, rest = _difference(one.path, other.path)
    if here.isdigit() and there.isdigit() and (max(len(here), len(there)) > MAX_ALONE or "/" in rest[:-1]):
        return None  # the number of an article, or a folder's: a day, a column
    numbers = [_marker().fullmatch(text) for text in (here, there)]
    if not all(numbers) or not any(number and number[1] for number in numbers):
        return None
    first, second = (int(number[1] or 1) for number in numbers if number)
    return Step(first, second)


def _difference(one: str, other: str) -> tuple[str, str, str]:
    """What two paths have between their common beginning and end, and that end; a number is not cut."""
    start = _common(one, other)
    one, other = one[start:], other[start:]
    end = _common(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end], one[len(one) - end :]


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with; a number in which they differ counts as different from its first digit on."""
    size = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if (one[size : size + 1] + other[size : size + 1]).strip("0123456789") != one[size : size + 1] + other[size : size + 1]:
        while size and one[size - 1].isdigit():
            size -= 1
    return size


def _is_parameter(name: str) -> bool:
    return name.lower() in paging().parameters


@cache
def _marker() -> re.Pattern[str]:
    """What a page's address has and another page's has not: '_2', '/2', 'index_2.html', '-p3', 'page/2/', and for the first page ''."""
    index = "|".join(paging().index)
    return re.compile(rf"/?(?:{index})?[-_./]?(?:pages?|p|pn)?[-_./]?(\d{{1,4}})?(?:\.\w{{2,5}}|/)?")


@cache
def _marker_at_end() -> re.Pattern[str]:
    return re.compile(r"(?:[-_]|/(?:pages?|p)?[-_/]?)p?(\d{1,3})(?:\.\w{2,5}|/)?$")
