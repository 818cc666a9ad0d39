"""The outlet's name in the words behind 来源, or beside the date."""

from __future__ import annotations

import re

from extractor.assembling.dates import any_of
from extractor.assembling.names import is_outlet, is_person
from extractor.vocabulary import labels

LONGEST = 40            # characters of an outlet's name
_NOISE = any_of(labels().outlet.noise)
_GLUED = any_of(word for word in labels().outlet.noise if len(word) > 2)
_NOISE_BEHIND = re.compile(rf"[\s\[【（(·|]*(?:{_GLUED})[\s\]】）)\d(（]*$")
_ONLY_NOISE = re.compile(rf"(?:{_NOISE}|[\s\d:：,.()（）\[\]【】|+>-])+", re.IGNORECASE)
_ONLY_PLACE = re.compile(rf"{any_of(labels().outlet.sections)}|{any_of(labels().names.place)}")  # 珠海发布 is an outlet, 珠海 is none
_COUNTED = re.compile(rf"\D{{0,4}}(?:{_NOISE})\d+")
_NOISE_INSIDE = re.compile(any_of(word for word in labels().outlet.noise if len(word) > 1 and word not in labels().outlet.media))
_COUNT = re.compile(r"\d[\d,.万]*\s?[次个人条][^\s]{0,4}|[(（]\s?\d+[^\s()（）]{0,5}[)）]")
_ORIGIN = re.compile(rf"(?:{any_of(labels().outlet.origin)})")
_EDGES = " \t:：,，.。;；、·|｜/／-—_+*~<>\"'◎●■□※╱"
_SENTENCE = re.compile(r"[。；，;]")
_HAS_WORD = re.compile(r"[A-Za-z\u3400-\u9fff]{2,}|[\u3400-\u9fff]")


def outlet_name(text: str, quoted: bool = False) -> str | None:
    """The outlet named by the value of a source label, None where it names none; what follows white space is left out.

    quoted: a label with a colon stands before it: title marks 《》 around a name stay, and a network's name is no button's.
    """
    words = _SENTENCE.split(text.strip(_EDGES))[0].split()
    if not words:
        return None
    name = words[0]
    for word in words[1:]:
        if not (name[-1].isascii() and word.isascii() and word[0].isalnum() and not name[-1].isdigit()):
            break
        name = f"{name} {word}"
    name = without_noise(name)
    if name[:1] in "[【" and name[-1:] in "]】":
        name = name[1:-1]
    if not quoted and name[:1] == "《" and name.find("》") == len(name) - 1:
        name = name[1:-1]
    known = quoted and name in labels().outlet.networks
    usable = 1 < len(name) <= LONGEST and _HAS_WORD.search(name) and "://" not in name and "www." not in name
    return name if usable and (known or not is_noise(name)) else None


def behind_outlet(text: str) -> list[str]:
    """The words that stand behind the outlet's name in a value: writers, a second outlet, buttons."""
    return text.split()[1:]


def without_noise(name: str) -> str:
    """A name without the buttons and counts that are printed right behind it."""
    while True:
        shorter = _NOISE_BEHIND.sub("", _COUNT.sub("", name) if name.endswith((")", "）")) else name).strip(_EDGES)
        if shorter == name or not shorter:
            break
        name = shorter
    account = name.removesuffix(labels().outlet.account)  # the outlet's account, linked right behind its name
    return account if account != name and is_outlet(account) else name.strip(_EDGES)


def holds_noise(text: str) -> bool:
    """Whether a button's words stand in a text: 分享到…, 点击查看…."""
    return _NOISE_INSIDE.search(text) is not None


def is_noise(text: str) -> bool:
    """Whether nothing but buttons and counts stands here."""
    rest = _COUNT.sub(" ", text)
    return bool(_ONLY_NOISE.fullmatch(rest) or _ONLY_PLACE.fullmatch(text) or _COUNTED.fullmatch(text) or not text.strip() or _ORIGIN.match(text))


def looks_like_outlet(text: str) -> bool:
    """Whether an unlabelled name is rather an outlet's than a person's."""
    return is_outlet(text) and not is_person(text)
