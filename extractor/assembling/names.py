"""Names of people in the words of a byline: split, freed of roles, units and staff codes, told from outlets."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.assembling.dates import any_of
from extractor.vocabulary import labels

LONGEST_NAME = 24       # characters; a longer value of an author label is no name
LONGEST_PERSON = 4      # characters of a Chinese name; what is longer and ends with a title tells who somebody is
LONGEST_RUN = 14        # characters of a run of names without separators
_WORDS = labels().names
_OUTLET = labels().outlet
SURNAMES = frozenset("".join(_WORDS.surnames.split()))
COMPOUND = frozenset(_WORDS.compound_surnames)
NOBODY = frozenset(word.lower() for word in _WORDS.nobody)
COMMON = frozenset((*_WORDS.common, *_OUTLET.noise))
ROLES = frozenset(word.lower() for word in _WORDS.role)
_TITLES = _WORDS.title
_PLACES = _WORDS.place
HAN = "\u3400-\u9fff"
_ROLE = re.compile(any_of(word for word in _WORDS.role if len(word) > 1))
_REPORTER = re.compile(any_of(_WORDS.reporter))
_FILED = re.compile(rf"(?:{any_of(word for word in _WORDS.filed if len(word) > 1)})$")
_CALENDAR = re.compile(rf"(?:{any_of(labels().clock.months)}|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?$|(?:{any_of(labels().clock.weekday)}).$|[一二三四五六七八九十]{{1,3}}[月日]$")
_LABELS = frozenset(word.lower() for field in ("date", "modified", "source", "author", "editor", "other") for word in getattr(labels(), field))
_UNIT = re.compile(rf"(?:{any_of((*_WORDS.reporter, *labels().editor))})$")
_CODE = re.compile(r"[\s_]*(?:[A-Za-z]{1,4}_?\d{2,8}|_[A-Za-z0-9]{1,10}|\d{3,8})$")
_ONLY_CODE = re.compile(r"[A-Za-z]{0,4}[-_]?\d+")
_DESK = re.compile(rf"(?:{any_of(labels().editor)})$")
_BROKEN = "\ufffd"       # stands for bytes that could not be decoded
_ASIDE = re.compile(r"[（(\[【〔][^（()）\[\]【】]{0,20}[)）\]】〕]")
_TOKEN = re.compile(r"[A-Za-zÀ-ÿ][\wÀ-ÿ.'’-]*(?:\s[A-Z][\wÀ-ÿ.'’-]*){1,3}|[^\s、，,;；/／|｜╱&＆＋+：:◎●■□—]+")
_CAPITALISED = re.compile(r"[A-Z][A-Za-zÀ-ÿ.'’-]*(?:\s[A-Z][A-Za-zÀ-ÿ.'’-]*){0,3}")
_LATIN = re.compile(r"[A-Z][A-Za-zÀ-ÿ.'’-]+(?:\s[A-Z][A-Za-zÀ-ÿ.'’-]*){1,3}")
_DOTTED = re.compile(rf"[{HAN}A-Z]{{1,6}}(?:[·•・‧．.][{HAN}A-Za-z]{{1,8}}){{1,3}}")
_QUOTED_UNIT = re.compile(rf"\s*《([^《》]{{2,16}})》(?:{any_of(_WORDS.role)}|{any_of(_WORDS.reporter)})")
_ROLE_END = re.compile(rf"(?:{any_of(word for word in _WORDS.role if len(word) > 1)})+$")
_HAN = re.compile(rf"[{HAN}]+")
_ENDING = re.compile(rf"(?:{any_of(_OUTLET.media + _OUTLET.offices)})$")
_MEDIUM = re.compile(rf"(?:{any_of(_OUTLET.media)})$")
_UNIT_BEFORE = re.compile(rf".*(?:{any_of(_OUTLET.media + _OUTLET.offices)})([{HAN}]{{2,3}})$")
_NUMBER = re.compile(r"[\d.,万萬千kKwW+]+|.*是")
_SENTENCE = re.compile(r"[:：。，,!！?？／/《》“”‘’&;；#]|^[^\w]")
_EDGES = " \t:：,，.。;；!！?？、·•|｜/／\\-—_=+*~<>“”\"'‘’()（）[]【】〔〕{}▲■□●◎※↓"


def is_outlet(text: str) -> bool:
    """Whether a name ends as outlets' and offices' names do."""
    return _ENDING.search(text.rstrip(_EDGES)) is not None


def is_medium(text: str) -> bool:
    """Whether a name ends as newspapers', sites' and broadcasters' names do; offices and departments are none."""
    return _MEDIUM.search(text.rstrip(_EDGES)) is not None


def is_person(text: str) -> bool:
    """Whether a text alone looks like a person's name: a Chinese one by its family name, a dotted or capitalised foreign one."""
    if _HAN.fullmatch(text):
        return _is_chinese(text)
    return bool(_DOTTED.fullmatch(text) or _LATIN.fullmatch(text)) and not is_outlet(text) and not _ROLE.search(text)


def is_pen_name(text: str) -> bool:
    """Whether a text may be a name of two or three characters, with a family name or without."""
    return 2 <= len(text) <= 3 and _HAN.fullmatch(text) is not None and not is_outlet(text) and text not in COMMON and _may_be_name(text)


@lru_cache(maxsize=4096)
def _is_chinese(text: str) -> bool:
    given = len(text) - (2 if text[:2] in COMPOUND else 1)
    if text in COMMON or text.lower() in NOBODY or text in ROLES or is_outlet(text) or text.endswith(_TITLES):
        return False
    return 1 <= given <= 2 and (text[0] in SURNAMES or text[:2] in COMPOUND)


def people(text: str) -> list[str]:
    """The persons of a run of names; whatever does not look like one is left out."""
    found: list[str] = []
    for token in _tokens(text):
        for piece in _without_roles(token):
            found += [piece] if is_person(piece) else _segmented(piece)
    return _unique(found)


def only_people(text: str) -> list[str]:
    """The persons of a run that holds nothing but persons, roles and units; empty where a word is something else."""
    found: list[str] = []
    for token in _tokens(text):
        names = people(token)
        if not names and not _ROLE.search(token) and not is_outlet(token):
            return []
        found += names
    return _unique(found)


def behind_unit(text: str) -> list[str]:
    """The person whose name stands right behind an office's: 新闻中心张三."""
    match = _UNIT_BEFORE.match(text)
    return [match.group(1)] if match and is_person(match.group(1)) else []


def foreign_name(text: str) -> str | None:
    """The dotted name that a text is, its spelling in brackets left out: 玛丽·史密斯（Mary Smith）."""
    name = _ASIDE.sub("", text).strip() if len(text) <= 2 * LONGEST_NAME else ""
    return name if _DOTTED.fullmatch(name) and not name.isascii() and is_person(name) else None


def unit_of(text: str) -> str | None:
    """The outlet whose reporter a byline names: 《某周刊》记者 张三, 某报记者张三."""
    match = _REPORTER.search(text)
    if quoted := _QUOTED_UNIT.match(text):
        return quoted.group(1)
    unit = _ROLE_END.sub("", text[: match.start()]).strip(_EDGES + "《》") if match else ""
    return unit if 2 < len(unit) <= LONGEST_NAME and is_medium(unit) and unit.lower() not in NOBODY and unit not in ROLES else None


def before_place(text: str) -> list[str]:
    """The person whose name a place follows without a space: 张三丰北京大学教授, 张三台北(12日电)."""
    for size in (3, 2):
        if is_person(text[:size]) and text.startswith(_PLACES, size):
            return [text[:size]]
    return []


def named(text: str) -> list[str]:
    """The names in the value of an author or editor label: persons, pen names and departments, no placeholders."""
    found: list[str] = []
    tokens = _tokens(text)
    if len(tokens) == 1 and len(tokens[0]) == 1 and tokens[0] in SURNAMES:
        return tokens  # signed with the family name alone
    for token in tokens:
        strict = _strict(token)
        unit = _UNIT.search(token) is not None if len(tokens) > 1 else _DESK.search(token) is not None
        found += strict or [name for name in (_bare(token),) if not unit and _may_be_name(name)]
    found = _unique(_without_places(found, tokens))
    persons = [name for name in found if not is_outlet(name) and not (len(name) > LONGEST_PERSON and name.endswith(_TITLES))]
    return persons if any(map(is_person, persons)) else found


def _strict(token: str) -> list[str]:
    """The persons of one word: without roles and titles, apart at family names, behind the unit they belong to."""
    found: list[str] = []
    for piece in _without_roles(token):
        bare = next((piece.removesuffix(title) for title in _TITLES if piece.endswith(title)), piece)
        if is_person(piece) or is_person(bare):
            found.append(piece if is_person(piece) else bare)
        elif len(piece) > 4:
            found += _segmented(piece) or behind_unit(piece) or before_place(piece)
    return found


def _without_places(found: list[str], tokens: list[str]) -> list[str]:
    """The names without those that only tell where a report was filed (…／台北报导), where there are others."""
    places = {_bare(token) for token in tokens if _FILED.search(token) and not _strict(token)}
    return [name for name in found if name not in places] or found


def is_reporter(text: str) -> bool:
    """Whether a word for a reporter stands in a text."""
    return _REPORTER.search(text) is not None


def may_be_account(text: str) -> bool:
    """Whether an unlabelled name before the date may be an account's: no label word, month or weekday, no sentence."""
    if text in COMMON or text.lower() in NOBODY or text.lower() in _LABELS or _SENTENCE.search(text) or text.startswith(_OUTLET.cut):
        return False
    return not _CALENDAR.match(text.lower()) and not _NUMBER.fullmatch(text)


def words_of(text: str) -> list[str]:
    """The words of a text apart at white space, a capitalised Latin name being one word."""
    words: list[str] = []
    for word in text.split():
        if words and _CAPITALISED.fullmatch(words[-1]) and _CAPITALISED.fullmatch(word):
            words[-1] += " " + word
        else:
            words.append(word)
    return words


def _tokens(text: str) -> list[str]:
    """The separate words of a run, codes cut off, '张 三' put together."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(_ASIDE.sub(" ", text.replace("--", " "))):
        token = _CODE.sub("", match.group().strip(_EDGES)).strip(_EDGES)
        if not token or _BROKEN in token or _ONLY_CODE.fullmatch(token) or token.lower() in ROLES:
            continue
        if tokens and len(tokens[-1]) == 1 and tokens[-1] in SURNAMES and len(token) <= 2 and _HAN.fullmatch(token):
            tokens[-1] += token
        else:
            tokens.append(token)
    return tokens


def _without_roles(token: str) -> list[str]:
    """The pieces of a word between role words; the unit before a reporter's role (新京报记者) is dropped."""
    if is_person(token):
        return [token]
    pieces, start = [], 0
    for match in _ROLE.finditer(token):
        before = token[start : match.start()].strip(_EDGES)
        unit = _REPORTER.search(match.group()) is not None and not is_person(before) and not _segmented(before)
        if before and not unit:
            pieces.append(before)
        start = match.end()
    return [piece for piece in (*pieces, token[start:].strip(_EDGES)) if piece]


def _segmented(run: str) -> list[str]:
    """Chinese names printed without separators, taken apart at family names; empty where that does not come out even."""
    if not 4 <= len(run) <= LONGEST_RUN or not _HAN.fullmatch(run) or is_outlet(run):
        return []
    best: list[list[str] | None] = [None] * len(run) + [[]]
    for i in range(len(run) - 1, -1, -1):
        for size in (3, 2, 4):
            rest = best[i + size] if i + size <= len(run) else None
            if rest is not None and _is_chinese(run[i : i + size]):
                best[i] = [run[i : i + size], *rest]
                break
    names = best[0] or []
    return names if len(names) < 3 or len(run) > 2 * len(names) else []  # many short names are rather a sentence


def _bare(token: str) -> str:
    """A pen name without the role behind it (…编译), unless the role is all there is of it."""
    match = _ROLE.search(token)
    while match and match.end() < len(token):
        match = _ROLE.search(token, match.end())
    bare = token[: match.start()].strip(_EDGES) if match and match.start() >= 2 else token
    return token if is_outlet(bare) or bare.lower() in NOBODY or "《" in token or "》" in token else bare


def _may_be_name(text: str) -> bool:
    if not 1 < len(text) <= LONGEST_NAME or text.lower() in NOBODY or text in ROLES:
        return False
    return not _ONLY_CODE.fullmatch(text) and "://" not in text and "www." not in text and "@" not in text[1:]


def _unique(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))
