"""Writers named in running text: datelines (记者张三, 张三／台北报导) and sign-offs in closing brackets."""

from __future__ import annotations

import re

from extractor.assembling.dates import any_of
from extractor.assembling.info import take_apart
from extractor.assembling.names import (
    HAN,
    NOBODY,
    before_place,
    behind_unit,
    is_medium,
    is_outlet,
    is_pen_name,
    is_person,
    is_reporter,
    named,
    only_people,
    people,
)
from extractor.vocabulary import labels

DATELINE = 90           # characters of a line that may hold its dateline
LAST = 40               # characters at a paragraph's end in which its writer may sign
UNIT = 14               # characters of such an end in which the word for a reporter stands
OPENING = 220           # characters of the first lines in which a bracketed dateline is looked for
_WORDS = labels().names
_REPORTER = re.compile(rf"(?:{any_of(_WORDS.reporter)})\s?[:：/／]?\s?")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LONG_FILED = any_of(word for word in _WORDS.filed if len(word) > 1)
_STOP = re.compile(rf"[)）】\]〕〉」；;。：:！!?？“”\"《\d０-９]|{_LONG_FILED}|{any_of(_WORDS.photo)}")
_FILED = re.compile(rf"[\d０-９]{{1,2}}(?:月[\d０-９]{{1,2}})?日?\s?(?:[电電讯訊]|{_LONG_FILED})|{_LONG_FILED}")
_FILED_END = re.compile(rf"(?:[\d０-９日][电電讯訊]|{_LONG_FILED})$")
_PHOTO = re.compile(any_of(_WORDS.photo))
_PHOTO_SHARE = re.compile(rf"[{HAN}]{{2,4}}\s?[／/]\s?(?:{any_of(_WORDS.photo)})(?![{HAN}])")
_BOTH = re.compile(any_of(_WORDS.both))
_AGENCY = re.compile(r"[电電讯訊息]\s?[（(]([^（()）]{2,60})[)）]")
_BRACKET = re.compile(r"[（(【]([^（()）【】]{3,30})[)）】]")
_CLOSING = re.compile(r"[（(【\[]([^（()）【】\[\]]{2,40})[)）】\]]\s*[。.]?$")
_LATIN_NAME = re.compile(r"[A-Z][a-z]{1,14}")
_OWN = ("本", "据", "據")  # 本报, 据某社: no name of its own
_OUTLET = rf"(?P<outlet>[{HAN}]{{1,7}}?(?:{any_of(labels().outlet.media)}))"
_FILING_OUTLET = re.compile(rf"[【（(\[]?{_OUTLET}(?:[{HAN}\d]{{0,10}}(?:[日号][电電讯訊]|综合报道|報導|报道)|[讯訊]|\s?[{HAN}]{{0,4}}消息)(?![{HAN}]{{0,2}}[称指，,])")
_PLACED_OUTLET = re.compile(rf"[{HAN}]{{2,6}}[（(]{_OUTLET}[)）]\s?(?:——|--|—|电|電|讯|訊)")
_SIGNING_OUTLET = re.compile(rf"[（(]\s?([{HAN}]{{2,10}})\s?[)）]?\s*$")
_PEN_NAME = re.compile(rf"[{HAN}]{{2,3}}")
_SENTENCE_END = ("。", "”", "！", "？", "…", "」", "!", "?", "’")


def dateline(text: str) -> list[str]:
    """Writers named where a text opens."""
    head = text[:DATELINE]
    found = reporters(head) + filed(text[:OPENING])
    for match in _BRACKET.finditer(head):
        if _PHOTO.search(match.group(1)) and not _BOTH.search(match.group(1)):
            continue
        found += [name for piece in take_apart(match.group(1))[:1] if piece.kind == "author" for name in named(piece.text)]
    return list(dict.fromkeys(found))


def filed(text: str) -> list[str]:
    """Writers in the bracket behind an agency's dateline: 某社北京9月7日电（记者张三）."""
    found: list[str] = []
    for match in _AGENCY.finditer(text):
        if not _PHOTO.search(match.group(1)):
            found += only_people(match.group(1)) or [name for name in (match.group(1).strip(),) if is_pen_name(name)]
    return found


def reporters(text: str) -> list[str]:
    """The names behind the word reporter, where a bracket, the end or a word of filing follows them."""
    found: list[str] = []
    for match in _REPORTER.finditer(text):
        stop = _STOP.search(text, match.end(), match.end() + 60)
        if stop is None and len(text) > match.end() + 40:
            continue
        run, mark = text[match.end() : stop.start() if stop else len(text)], stop.group() if stop else ""
        both = _BOTH.search(text, match.end(), match.end() + len(run) + 6)
        if mark in _WORDS.photo and mark and not both:
            continue
        if not mark or both or mark in ")）】]〕〉」；;。":
            found += only_people(text[match.end() : both.start()] if both else run)
        elif stop and _FILED.match(text, stop.start()):
            glued = mark.isdigit() and _HAN_RUN.fullmatch(run.strip())  # right before the day stands a place
            placed = _before_place(run) if glued else []
            found += placed or only_people(run) or _pen_names(run) or _before_place(run) or [name for name in (run.strip(),) if is_pen_name(name)]
    return list(dict.fromkeys(found))


def credited(text: str) -> list[str]:
    """The person before the word that ends a line of two or three words: 张三 编译, 某网 Mary 编译."""
    words = text.split()
    if not 2 <= len(words) <= 3 or words[-1] not in _WORDS.filed or (len(words) == 3 and not is_medium(words[0])):
        return []
    name = words[-2]
    return [name] if is_person(name) or (len(words) == 3 and _LATIN_NAME.fullmatch(name)) else []


def last_sentence(text: str) -> list[str]:
    """The reporters that a paragraph ends with, behind its last sentence: …。本报记者 张三."""
    if not is_reporter(text[-LAST:]):
        return []
    end = max(text.rfind(mark, -LAST, -2) for mark in _SENTENCE_END)
    rest = text[end + 1 :] if end >= 0 else ""
    return reporters(rest) if is_reporter(rest[:UNIT]) else []


def _pen_names(run: str) -> list[str]:
    """The words of a run that holds nothing but names of two or three characters, apart from each other."""
    words = re.split(r"[\s、]+", run.strip())
    return words if len(words) > 1 and all(map(is_pen_name, words)) else []


def _before_place(run: str) -> list[str]:
    """The name that a place of two or more characters follows without a space: 张三丰台北(12日电)."""
    run = re.split(r"[／/╱，,、\s]", run.strip())[0]
    if found := before_place(run):
        return found
    for size in (3, 2):
        if is_person(run[:size]) and (len(run) == size or len(run) >= size + 2):
            return [run[:size]]
    return []


def signature(text: str, pen_names: bool = False) -> list[str]:
    """The names in the bracket that closes a text: (张三), (新华社/张三), （记者 张三 李四）; credits of photos are none.

    pen_names: take two or three characters behind a sentence for a name, whether it begins with a family name or not.
    """
    match = _CLOSING.search(text)
    if match is None:
        return []
    inside = _PHOTO_SHARE.sub(" ", match.group(1))
    if _PHOTO.search(inside) and not _BOTH.search(inside):
        return []
    if any(piece.kind not in ("", "author") for piece in take_apart(inside)) or inside.endswith(labels().editor):
        return []
    found = [name for name in only_people(inside) if not name.isascii() and (is_reporter(inside) or "·" not in name)]
    if found or not pen_names:
        return found
    names = named(re.split(r"[／/\s]", inside)[0])
    signed = text[: match.start()].rstrip().endswith(_SENTENCE_END) and len(names) == 1
    return names if signed and _PEN_NAME.fullmatch(names[0]) and not is_outlet(names[0]) else []


def filing_outlet(text: str) -> str | None:
    """The outlet whose dateline opens a text: 【某网军事报道】, 某社北京9月7日电, 某报讯, 柏林（某社）——."""
    match = _FILING_OUTLET.match(text[:DATELINE]) or _PLACED_OUTLET.match(text[:DATELINE])
    name = match.group("outlet") if match else ""
    return name if is_medium(name) and name.lower() not in NOBODY and not name.startswith(_OWN) else None


def signing_outlet(text: str) -> str | None:
    """The outlet in the bracket that closes a text: (某社)."""
    match = _SIGNING_OUTLET.search(text)
    if match is None or not text[: match.start()].rstrip().endswith(_SENTENCE_END):
        return None
    return match.group(1) if is_medium(match.group(1)) and match.group(1).lower() not in NOBODY else None


def is_filing(text: str) -> bool:
    """Whether a text ends as the place and date of filing do: 北京17日电, 综合报导."""
    return _FILED_END.search(text) is not None


def is_dateline(text: str) -> bool:
    """Whether a line is outlet and writer, or writer and place, with full-width slashes between: 某报╱记者张三／台北报导."""
    parts = slashed(text) if "／" in text or "╱" in text else None
    if parts is None:
        return False
    outlet, writers = parts
    bracketed = text[:1] in "【（(" and text[-1:] in "】）)"
    return bool(is_filing(text.strip("】)）]")) or "╱" in text or (bracketed and writers) or (outlet and is_medium(outlet) and writers))


def slashed(text: str) -> tuple[str | None, list[str]] | None:
    """Outlet and writers of a line such as 【某报╱记者张三／台北报导】 or 某报／张三; None where it is no such line."""
    parts = [part.strip() for part in re.split(r"[／/╱]", text.strip("（()）【】[]〔〕◎●■□ ")) if part.strip()]
    if not 1 <= len(parts) <= 3 or len(text) > 50 or not re.search(r"[／/╱]", text) or re.search(r"[。，？！：:]", text):
        return None
    filing = _FILED_END.search(parts[-1]) is not None
    writers = [name for part in (parts[:-1] if filing else parts) for name in people(part) or behind_unit(part)]
    if filing and not writers and is_person(name := _FILED_END.sub("", parts[-1]).strip()) and name not in _WORDS.place:
        writers = [name]  # 社会中心／张三报导
    outlet = parts[0] if not people(parts[0]) and not behind_unit(parts[0]) and not is_reporter(parts[0]) else None
    known = outlet is not None and is_outlet(outlet) and re.search(r"[／╱]", text) is not None
    return (outlet, writers) if writers or known or (filing and len(parts) > 1) else None
