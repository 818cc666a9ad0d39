"""Text that was read in a wrong charset before it was saved: seen and undone."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from extractor.model import Decoded
from extractor.reading.plausible import CLEAR, LOST, plausibility
from extractor.vocabulary import reading_words

CODECS = ("utf-8", "gb18030", "big5hkscs")
SAMPLE = 1000  # characters judged

LATIN_SIGNS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
LATIN_BYTES = str.maketrans({sign: chr(byte) for byte, sign in LATIN_SIGNS.items()})
LATIN = "\x80-\xff" + "".join(sorted(set(LATIN_SIGNS.values())))
LATIN_RUN = re.compile(f"[{LATIN}](?:[{LATIN}]|[0-9@-\x7f])*")
WIDE_RUN = re.compile("[^\x00-\x7f\ufffd]+")


class Garbling(Struct, frozen=True):
    """Text read in a wrong charset before it was saved: its codec, what it was read as, runs in which to undo it."""

    codec: str
    read_as: str
    runs: re.Pattern[str]


def repaired(decoded: Decoded, data: bytes) -> Decoded:
    """Undo a reading in a wrong charset that was saved as UTF-8; data is the text's UTF-8."""
    garbling = _garbling(decoded.text, data)
    if garbling is None:
        return decoded
    text = garbling.runs.sub(lambda run: _ungarbled(run[0], garbling), decoded.text)
    why = f"repaired: {garbling.codec} had been read as {garbling.read_as}"
    return replace(decoded, text=text, encoding_from=why, warnings=(*decoded.warnings, "the page's text was garbled"))


def _garbling(text: str, data: bytes) -> Garbling | None:
    """How a text was garbled, if it was. Counting lead bytes first makes this nearly free for sound pages."""
    accents = data.count(b"\xc3")  # leads À-ÿ, of which every garbled Han character has one
    if accents > 3 and accents > data.count(b"\xe5"):
        for codec in CODECS:
            if _mends(text, garbling := Garbling(codec, "windows-1252", LATIN_RUN)):
                return garbling
    if sum(text.count(mark) for mark in reading_words().garbled.gbk if mark in text) > 3:
        garbling = Garbling("utf-8", "gbk", WIDE_RUN)
        return garbling if _mends(text, garbling) else None
    return None


def _mends(text: str, garbling: Garbling) -> bool:
    """Whether undoing turns a sample of rare characters into frequent ones."""
    found: list[str] = []
    size = 0
    for run in garbling.runs.finditer(text):
        found.append(run[0])
        size += len(run[0])
        if size > SAMPLE:
            break
    sample = " ".join(found)
    undone = _undone(sample, garbling)
    whole = undone.replace(LOST, "")  # what the wrong charset had no place for says nothing against the rest
    return plausibility(whole) > CLEAR and len(whole) * 2 > len(undone)


def _ungarbled(run: str, garbling: Garbling) -> str:
    """A run made whole, or left alone if it is none of the garbled ones."""
    if len(run) < 2:
        return run
    text = _undone(run, garbling)
    return text if text.count(LOST) * 2 <= len(text) else run


def _undone(run: str, garbling: Garbling) -> str:
    if garbling.read_as == "gbk":  # where the byte 80 stood for the euro sign
        raw = b"\x80".join(part.encode("gb18030", "replace") for part in run.split("€"))
    else:
        raw = run.translate(LATIN_BYTES).encode("latin-1", "replace")
    return raw.decode(garbling.codec, "replace")
