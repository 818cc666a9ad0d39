"""Who wrote and edited an article, and which outlet it comes from: chosen from the clues of its lines."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from msgspec import Struct

from extractor.assembling.body_clues import body_clues, tail_clues
from extractor.assembling.clues import ABOVE_DATE, AFTER, BARE_NAME, FILED, PLACEHOLDER, REPORTED, SIGNED, SLASHED, Clue
from extractor.assembling.head_clues import ALONE, head_clues
from extractor.assembling.info import take_apart
from extractor.assembling.names import is_medium, is_outlet, is_person
from extractor.assembling.outlets import outlet_name
from extractor.assembling.site_name import find_site_name
from extractor.assembling.zones import Zones, find_zones
from extractor.model import Draft, Evidence, Found, Outlet, Page
from extractor.vocabulary import labels

_WORDS = labels()
ACCOUNT_LINES = 20      # first lines of a page among which an official account names itself
ACCOUNT_NAME = 20       # characters of its name
OFFICIAL = frozenset(("ct", "msg_title"))  # facts that the script of an official account's page states
SHOWN = 12              # characters of a line that evidence quotes


class Byline(Struct, frozen=True):
    """The outlet named as origin, writers and editors, each None where the page names none."""

    source: Found[Outlet] | None = None
    authors: Found[list[str]] | None = None
    editors: Found[list[str]] | None = None


def find_byline(draft: Draft) -> Byline:
    """Source, writers and editors of a page; what it shows beats its head."""
    zones = find_zones(draft)
    found = (*head_clues(draft, zones), *body_clues(draft, zones), *tail_clues(draft, zones))
    clues = sorted(found, key=lambda clue: clue.rank)
    account = _own_account(draft)
    told = [clue for clue in clues if clue.rank < FILED]
    source = _shown_source(draft, told) or _given_source(draft.page) or _account_source(draft.page, account) or _filed_source(draft, clues)
    editors = _editors(clues)
    authors = _shown_authors(clues, source) or account or _account(draft, zones, clues, source)
    authors = authors or _given_author(draft.page, source, editors)
    return Byline(source, authors, editors)


# ---------------------------------------------------------------- source

def _shown_source(draft: Draft, clues: list[Clue]) -> Found[Outlet] | None:
    """The outlet of the most telling clue; the site itself gives way to another that a label names, or that signs the page."""
    writers = {name for clue in clues if clue.field == "author" and clue.rank < REPORTED for name in clue.names}
    clue = next((c for c in clues if c.field == "source" and (c.rank < REPORTED or c.names[0] not in writers or is_outlet(c.names[0]))), None)
    others = [c for c in clues if c.field == "source" and clue is not None and c.names != clue.names and c.rank < PLACEHOLDER]
    if clue is not None and _is_site(draft, clue.names[0]):
        clue = next((c for c in others if c.labelled or (c.how == SIGNED and not clue.labelled)), clue)
    if clue is not None and clue.rank >= AFTER:  # named more fully above the date than behind the body: 某报网络版
        clue = next((c for c in others if c.how == ABOVE_DATE and c.names[0].startswith(clue.names[0])), clue)
    return Found(Outlet(clue.names[0], clue.url), _evidence(clue)) if clue else None


def _filed_source(draft: Draft, clues: list[Clue]) -> Found[Outlet] | None:
    """The outlet that only signs the text, unless it is the site itself."""
    site = find_site_name(draft.page, draft.tagging, draft.title_line)
    own = site.value if site else ""
    clue = next((c for c in clues if c.rank == FILED and not _is_site(draft, c.names[0]) and not (own and own in c.names[0])), None)
    return Found(Outlet(clue.names[0]), _evidence(clue)) if clue else None


def _is_site(draft: Draft, name: str) -> bool:
    """Whether <title> has this name beside the headline."""
    return name in draft.page.head.title.replace(draft.title or "", "")


def _given_source(page: Page) -> Found[Outlet] | None:
    """The head's source; some sites keep the label in the value ('来源：…')."""
    for name in _WORDS.meta.source:
        value = page.head.meta.get(name, "")
        labelled = [piece.text for piece in take_apart(value) if piece.kind == "source"]
        if outlet := outlet_name(labelled[0] if labelled else value):
            return Found(Outlet(outlet), Evidence("meta", name, 0.6))
    return None


# ---------------------------------------------------------------- writers

def _shown_authors(clues: list[Clue], source: Found[Outlet] | None) -> Found[list[str]] | None:
    """The writers: those of a label above the body alone, else all that are named with a word, else a bare name."""
    outlet = source.value.name if source else None
    named = [clue for clue in clues if clue.field == "author" and clue.names != (outlet,)]
    told = [clue for clue in named if clue.rank < BARE_NAME]
    editors = {name for clue in clues if clue.field == "editor" for name in clue.names}
    first = [clue for clue in told if clue.rank < SLASHED and not all(map(is_medium, clue.names))]
    if len(told) > len(first) and all(name in editors for clue in first for name in clue.names):
        first = []
    chosen = first or told or [clue for clue in named if abs(clue.line - named[0].line) <= 1]
    if not chosen:
        return None
    chosen.sort(key=lambda clue: (clue.line, -len(clue.names)))
    names = list(dict.fromkeys(name for clue in chosen for name in clue.names if name != outlet))
    persons = [name for name in names if not is_medium(name) and (first or name not in editors or len(told) == 1)]
    return Found(persons or names[:1], _evidence(chosen[0])) if names else None


def _account(draft: Draft, zones: Zones, clues: list[Clue], source: Found[Outlet] | None) -> Found[list[str]] | None:
    """The account that published the page, where nobody else is named; on a platform the source is one."""
    labelled = tuple(clue.names[0] for clue in clues if clue.field == "source" and clue.rank < REPORTED)
    account = next((clue for clue in clues if clue.field == "account" and not clue.names[0].startswith(labelled)), None)
    platform = _on_platform(draft, zones)
    if account is not None and (platform or account.how == ALONE or not is_outlet(account.names[0])):
        return Found(list(account.names), _evidence(account))
    if not platform:
        return None
    return Found([source.value.name], source.evidence) if source is not None else None


def _own_account(draft: Draft) -> Found[list[str]] | None:
    """The official account that published the page, as its template's script names it or the line above its id."""
    name = draft.page.head.script.get("nickname")
    if name:
        return Found([name], Evidence("script", "nickname", 0.8))
    for above, line in pairwise(draft.page.lines[: ACCOUNT_LINES]):
        if line.text.startswith(_WORDS.outlet.account_id) and len(above.text) <= ACCOUNT_NAME:
            return Found([above.text], Evidence("line", f"above {line.text[:SHOWN]}", 0.7))
    return None


def _account_source(page: Page, account: Found[list[str]] | None) -> Found[Outlet] | None:
    """An official account is the outlet of what it publishes; on other platforms an account is a writer."""
    official = account is not None and (page.head.script.keys() & OFFICIAL or account.evidence.value_from == "line")
    return Found(Outlet(account.value[0]), account.evidence) if account and official else None


def _on_platform(draft: Draft, zones: Zones) -> bool:
    """Whether a self-publishing platform names itself around the article."""
    text = "\n".join(draft.page.lines[i].text for i in (*zones.head, *zones.tail))
    return any(word in text for word in _WORDS.outlet.platform)


def _given_author(page: Page, source: Found[Outlet] | None, editors: Found[list[str]] | None) -> Found[list[str]] | None:
    """The head's author where it looks like a Chinese person's name and is not the editor.

    Metas name agencies, technicians and page makers more often than writers: a Latin name there is not believed, and the
    plain 'author', which newspapers' systems fill with who put the page up, only where a line of the page is the same name.
    """
    taken = {*(editors.value if editors else ()), source.value.name if source else ""}
    for name in _WORDS.meta.author:
        value = page.head.meta.get(name, "").strip()
        believed = is_person(value) and not value.isascii() and value not in taken
        if believed and (name not in _WORDS.meta.maker or any(line.text == value for line in page.lines)):
            return Found([value], Evidence("meta", name, 0.5))
    for thing in page.head.linked_data:
        value = _name(thing.get("author"))
        if is_person(value) and not value.isascii() and value not in taken:
            return Found([value], Evidence("json-ld", "author", 0.6))
    return None


def _name(value: Any) -> str:
    """The name in a JSON-LD person, which may be a string, an object or a list of them."""
    while isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) else ""


# ---------------------------------------------------------------- editors

def _editors(clues: Iterable[Clue]) -> Found[list[str]] | None:
    """All editors named above or after the body."""
    chosen = [clue for clue in clues if clue.field == "editor"]
    names = list(dict.fromkeys(name for clue in chosen for name in clue.names))
    return Found(names, _evidence(chosen[0])) if names else None


def _evidence(clue: Clue) -> Evidence:
    return Evidence("line", f"line {clue.line + 1}, {clue.how}", round(max(0.4, 0.95 - 0.12 * clue.rank), 2))
