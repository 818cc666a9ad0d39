"""Bytes -> text: the right charset, whatever the page claims, and repair of text that was decoded wrongly once before."""

from __future__ import annotations

import codecs
import re
from functools import cache

from extractor.errors import ReadingError
from extractor.model import Decoded, Source

CLAIM = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}["']?\s{0,4}(?:text/html;\s{0,4}charset=)?([A-Za-z][\w.:-]{1,20})|encoding=["']([\w-]{2,20})["']\s{0,4}\?>""",
    re.IGNORECASE,
)
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
CLAIM_AREA = 4096                 # bytes in which a page names its charset
SAMPLE = 24_000                   # bytes or characters that a judgement looks at
FEW_BROKEN = 0.02                 # share of broken sequences up to which a UTF-8 page is a UTF-8 page
MARGIN = 0.12                     # by how much a rival must beat the claimed charset
BINARY = {
    b"%PDF": "a PDF file", b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image",
    b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "gzip data", b"\x28\xb5\x2f\xfd": "zstd data", b"BZh": "bzip2 data",
    b"\x7fELF": "a program", b"MZ\x90": "a program", b"Rar!": "a rar archive", b"\xd0\xcf\x11\xe0": "an Office document",
}  # fmt: skip
CONTROLS = bytes((*range(1, 8), *range(14, 27), *range(28, 32)))  # bytes that no text in any charset here holds
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs",
    "iso8859-1": "cp1252", "ascii": "utf-8", "utf-16": "utf-8", "utf-7": "utf-8",
}  # fmt: skip
ALIASES = {"gb_2312-80": "gb2312", "x-gbk": "gbk", "x-x-big5": "big5", "x-big5": "big5", "unicode": "utf-8", "utf8mb4": "utf-8"}
RIVALS = ("gb18030", "big5hkscs", "shift_jis", "euc_kr")
PLAUSIBLE = 0.5                   # plausibility from which repaired text is believed
REPAIRS = ("gb18030", "utf-8", "big5hkscs")


def decode(source: Source) -> Decoded:
    """The text of a page, its encoding and why. Raises ReadingError for empty and binary data.

    A few broken bytes become U+FFFD and a warning. gb2312 and gbk are read as gb18030, big5 as big5hkscs.
    """
    if isinstance(source.data, str):
        return Decoded(source.data, "utf-8", "given")
    data = source.data
    _refuse(data)
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _finished(data[len(bom) :].decode(encoding, "replace"), encoding, "bom")
    return _repaired(_by_claims(data, known(source.charset or ""), _claim(data)), data)


def known(name: str) -> str | None:
    """The codec to read a named charset with; None where the name means nothing."""
    name = name.strip().lower()
    try:
        codec = codecs.lookup(ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return None
    if not codecs.lookup(codec)._is_text_encoding:
        return None
    return WIDER.get(codec, codec)


def _refuse(data: bytes) -> None:
    """Raise ReadingError for what is no text at all."""
    if not data.strip():
        raise ReadingError("the page is empty")
    for magic, name in BINARY.items():
        if data.startswith(magic):
            raise ReadingError(f"this is {name}, not a page")
    sample = data[:SAMPLE]
    if data.startswith(BOMS[1][0]) or data.startswith(BOMS[2][0]) or sample.count(0) > len(sample) / 8:
        return  # UTF-16, in which any byte may stand
    if len(sample) - len(sample.translate(None, CONTROLS)) > len(sample) / 50:
        raise ReadingError("this is binary data, not a page")


def _claim(data: bytes) -> str | None:
    """The charset that the page itself names."""
    area = data[:CLAIM_AREA]
    if b"<!--" in area:
        area = COMMENT.sub(b"", area)
    for match in CLAIM.finditer(area):
        encoding = known((match[1] or match[2]).decode("ascii"))
        if encoding:
            return encoding
    return None


def _by_claims(data: bytes, header: str | None, meta: str | None) -> Decoded:
    """Valid UTF-8 is UTF-8, whatever is claimed; else the claim, unless another charset reads clearly better."""
    claim, claimed_by = (header, "http") if header else (meta, "meta")
    zeros = data[:SAMPLE].count(0)
    if zeros > len(data[:SAMPLE]) / 8:
        encoding = "utf-16-le" if data[1:SAMPLE:2].count(0) > data[0:SAMPLE:2].count(0) else "utf-16-be"
        return _finished(data.decode(encoding, "replace"), encoding, "detected")
    text = _utf8(data)
    if text is not None:
        return _finished(text, "utf-8", _reason("utf-8", claim, claimed_by))
    encoding = _best(data, claim)
    return _finished(data.decode(encoding, "replace"), encoding, _reason(encoding, claim, claimed_by))


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken, wide = text.count("\ufffd"), sum(char > "\x7f" for char in text[:SAMPLE])
    wide = max(wide, 1) * max(1.0, len(text) / SAMPLE)
    return text if broken <= max(2.0, FEW_BROKEN * wide) and broken * 4 < wide else None


def _reason(encoding: str, claim: str | None, claimed_by: str) -> str:
    if claim == encoding:
        return claimed_by
    return f"detected; the page says {claim}" if claim else "detected"


def _best(data: bytes, claim: str | None) -> str:
    sample = _telling(data)
    scores = {encoding: plausibility(sample.decode(encoding, "replace")) for encoding in RIVALS}
    best = max(RIVALS, key=lambda encoding: scores[encoding])
    if claim is None or claim == "utf-8":
        return best if scores[best] > 0 else "cp1252"
    own = scores.get(claim, plausibility(sample.decode(claim, "replace")))
    return best if scores[best] > own + MARGIN else claim


def _telling(data: bytes) -> bytes:
    """A sample that begins where the text stops being ASCII."""
    match = re.search(rb"[\x80-\xff]", data)
    start = match.start() if match else 0
    return data[start : start + SAMPLE]


def plausibility(text: str) -> float:
    """How far the characters beyond ASCII look like Chinese: share of common ones, less what real text never holds.

    Common are the first levels of GB 2312 and Big5, which those standards filled by frequency of use.
    """
    wide = [char for char in text if char > "\x7f"]
    if not wide:
        return 0.0
    common = _common()
    good = sum(char in common for char in wide)
    bad = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\uff61" <= char <= "\uff9f" or "\x80" <= char <= "\x9f" for char in wide)
    return (good - 3 * bad) / len(wide)


@cache
def _common() -> frozenset[str]:
    simplified = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    lows = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = (bytes((high, low)) for high in range(0xA4, 0xB9) for low in lows)
    marks = "，。、：；？！“”‘’（）《》【】「」『』…—·　０１２３４５６７８９"
    chars = {pair.decode("gb2312", "ignore") for pair in simplified} | {pair.decode("big5", "ignore") for pair in traditional}
    return frozenset(chars - {""} | set(marks))


def _finished(text: str, encoding: str, reason: str) -> Decoded:
    if "\x00" in text:
        text = text.replace("\x00", "")
    broken = text.count("\ufffd")
    warnings = (f"{broken} byte sequences were not valid {encoding}",) if broken else ()
    return Decoded(text, encoding, reason, warnings)


# ---------------------------------------------------------------- text decoded wrongly once before


def _repaired(decoded: Decoded, data: bytes) -> Decoded:
    """Undo one wrong decoding: Chinese bytes that were read as Latin-1 and saved again as UTF-8."""
    if decoded.encoding != "utf-8" or not _looks_twice_encoded(data):
        return decoded
    original = _latin_bytes(decoded.text)
    for encoding in REPAIRS:
        text = original.decode(encoding, "replace")
        start = re.search(r"[^\x00-\x7f]", text)
        if start and plausibility(text[start.start() : start.start() + SAMPLE]) > PLAUSIBLE:
            warning = f"the text had been read as latin-1 and saved as utf-8; it was read again as {encoding}"
            return Decoded(text, encoding, "repaired: latin-1 in utf-8", (*decoded.warnings, warning))
    return decoded


def _looks_twice_encoded(data: bytes) -> bool:
    """Whether UTF-8 holds mostly Latin-1 letters (lead bytes C2, C3) where Chinese has lead bytes E4 to E9."""
    latin = data.count(b"\xc2") + data.count(b"\xc3")
    return latin > 40 and latin > 4 * sum(data.count(bytes([lead])) for lead in range(0xE4, 0xEA))


def _latin_bytes(text: str) -> bytes:
    """The bytes that were read as Latin-1 or Windows-1252; what is neither is lost."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return b"".join(_latin_byte(char) for char in text)


def _latin_byte(char: str) -> bytes:
    if char <= "\xff":
        return char.encode("latin-1")
    return char.encode("cp1252", "replace")
