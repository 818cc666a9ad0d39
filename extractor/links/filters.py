"""Which links are wanted: patterns on the url, days of the date."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from fnmatch import translate

from msgspec import Struct

from extractor.links.model import ArticleLink

REGEX = "re:"
CHINA = timezone(timedelta(hours=8))


class LinkFilter(Struct, frozen=True):
    """A link is wanted if it matches one of `match` (or that is empty), none of `exclude`, and lies between the days.

    since, until: first and last day wanted, in China's time where a date says its offset. A link whose day is not known passes.
    """

    match: tuple[re.Pattern[str], ...] = ()
    exclude: tuple[re.Pattern[str], ...] = ()
    since: date | None = None
    until: date | None = None

    def wants(self, link: ArticleLink) -> bool:
        """Whether a link passes."""
        if self.match and not any(pattern.search(link.url) for pattern in self.match):
            return False
        if any(pattern.search(link.url) for pattern in self.exclude):
            return False
        return self.wants_day(day_of(link.published))

    def wants_day(self, day: date | None) -> bool:
        """Whether a day lies between the first and the last one."""
        if day is None:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


def compile_pattern(text: str) -> re.Pattern[str]:
    """A pattern on whole urls with * ? [abc], or behind 're:' a regular expression for some part of them. Raises ValueError."""
    try:
        return re.compile(text.removeprefix(REGEX) if text.startswith(REGEX) else translate(text))
    except re.error as error:
        raise ValueError(f"{text}: {error}") from error


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date; None for a year or month alone, and for what is none."""
    try:
        time = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return (time.astimezone(CHINA) if time.tzinfo else time).date()
