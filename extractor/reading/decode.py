"""Bytes -> text: which charset a page is in, whatever it claims, and what to do where bytes are broken.

A claim (BOM, HTTP header, <meta>) is believed if the text it gives looks like text; Chinese servers and templates often
claim gb2312 over UTF-8 and the reverse. Valid UTF-8 is never an accident. Anything else is decided on a sample, by the
share of frequent characters that each charset makes of the same bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from extractor.errors import ReadingError
from extractor.model import Decoded, Source
from extractor.reading.garbled import repaired
from extractor.reading.plausible import CLEAR, LOST, plausibility
from extractor.vocabulary import reading_words

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "gzip data: decompress it first"),
    (b"BZh", "bzip2 data: decompress it first"),
    (b"\x28\xb5\x2f\xfd", "zstd data: decompress it first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"  # ESC belongs to ISO-2022-JP
HEAD = 4096  # bytes in which a page states its charset
SAMPLE = 1000  # bytes judged at each of three places of a page
CLAIM_BONUS = 0.1
MIXED = ("utf-8", "gb18030", "big5hkscs")  # charsets that pages are pasted together from

COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
META = re.compile(rb"<meta\b[^>]{0,600}", re.IGNORECASE)
CHARSET = re.compile(rb"charset[^\w>]{1,9}([\w.:-]{2,40})", re.IGNORECASE)
XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
# No charset uses the bytes left out as the second half of a character: a run can be read by itself.
BREAK = re.compile(rb"[\x00-\x2f\x3a-\x3f]")
RUN = re.compile(rb"[\x80-\xff][^\x00-\x2f\x3a-\x3f]*")
ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
HIGH = re.compile(rb"[\x80-\xff]")


class Claim(Struct, frozen=True):
    """What is said of a page's charset: by 'bom', 'http' or 'meta'; codec is None for a name nobody knows."""

    by: str
    name: str
    codec: str | None


def decode(source: Source) -> Decoded:
    """Text of a page. Raises ReadingError if the data is empty or no text; broken bytes only cost a warning.

    Decoded.encoding_from: 'given' for text, 'bom', 'http', 'meta' or 'detected', followed by what was claimed wrongly
    ('detected, page says utf-8'); 'repaired: ...' where text had been read in a wrong charset before it was saved.
    """
    if isinstance(source.data, str):
        decoded = _given(source.data)
    else:
        _refuse_binary(source.data)
        decoded = _from_bytes(source.data, source.charset)
    if not decoded.text or decoded.text.isspace():
        raise ReadingError("the page is empty")
    return decoded


def _given(text: str) -> Decoded:
    text = _without_nul(text.removeprefix("\ufeff"))
    try:
        data = text.encode()
    except UnicodeEncodeError:  # lone halves of surrogate pairs
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        data = text.encode()
    return repaired(Decoded(text, "utf-8", "given"), data)


def _from_bytes(data: bytes, header: str | None) -> Decoded:
    bom, data = _bom(data)
    if bom is not None and bom.name.startswith(("utf-16", "utf-32")):
        return Decoded(_without_nul(_lenient(data, bom.name)), bom.name, bom.by)
    wide = _wide(data) if b"\0" in data else None
    if wide is not None:
        claims = [claim for claim in (_named("http", header),) if claim]
        return Decoded(_without_nul(_lenient(data, wide)), wide, _reason(wide, claims))
    if b"\0" not in data:
        return _judged(data, _claims(bom, header, data))
    data = data.replace(b"\0", b"")
    decoded = _judged(data, _claims(bom, header, data))
    return replace(decoded, warnings=("null bytes were dropped", *decoded.warnings))


def _judged(data: bytes, claims: list[Claim]) -> Decoded:
    """Read 8-bit data: UTF-8 if it is valid, else in the charset that makes most sense of a sample."""
    if data.isascii():
        codec = next((claim.codec for claim in claims if claim.codec and not claim.codec.startswith("utf-16")), "utf-8")
        return Decoded(_lenient(data, codec), codec, _reason(codec, claims))
    try:
        text, _ = codecs.utf_8_decode(data, "strict", False)  # not final: a cut character at the end is no error
    except UnicodeDecodeError:
        codec = _detect(data, claims)
        text, warnings = _read(data, codec)
        return Decoded(text, codec, _reason(codec, claims), warnings)
    if len(data) - len(text) < 8 and (codec := _detect(data, claims)) != "utf-8":  # a character or two may be accident
        return Decoded(_lenient(data, codec), codec, _reason(codec, claims))
    return repaired(Decoded(text, "utf-8", _reason("utf-8", claims)), data)


# ---------------------------------------------------------------- no text


def _refuse_binary(data: bytes) -> None:
    start = data[:HEAD]
    for magic, name in BINARY:
        if start.startswith(magic):
            raise ReadingError(f"this is no page but {name}")
    if b"\0" in start and (_bom(start)[0] or _wide(start)):
        return
    odd = len(start) - len(start.translate(None, CONTROLS))
    if odd > 1 + len(start) // 20 or start.count(0) > 4 + len(start) // 10:
        raise ReadingError("this is no page but binary data")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a BOM: every other byte of its markup is null; its prose shows in frequent characters."""
    start = data[: HEAD // 2]
    for codec, nulls, others in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if nulls.count(0) * 2 > len(nulls) > 0 and not others.count(0):
            return codec
        if plausibility(_lenient(start, codec)) > CLEAR / 2:
            return codec
    return None


def _without_nul(text: str) -> str:
    return text.replace("\0", "") if "\0" in text else text


# ---------------------------------------------------------------- claims


def _bom(data: bytes) -> tuple[Claim | None, bytes]:
    for mark, codec in BOMS:
        if data.startswith(mark):
            return Claim("bom", codec, codec), data[len(mark) :]
    return None, data


def _claims(bom: Claim | None, header: str | None, data: bytes) -> list[Claim]:
    return [claim for claim in (bom, _named("http", header), _named("meta", declared_charset(data))) if claim]


def _named(by: str, name: str | None) -> Claim | None:
    if not name or not name.strip():
        return None
    codec = _labels().get("".join(filter(str.isalnum, name.lower())))
    if by == "meta" and codec and codec.startswith("utf-16"):
        codec = "utf-8"  # the claim could not have been read if it were true
    return Claim(by, name.strip(" \"'").lower(), codec)


@cache
def _labels() -> dict[str, str]:
    return {label: codec for codec, labels in reading_words().charsets.items() for label in labels}


def declared_charset(data: bytes) -> str | None:
    """The charset that a page names in a <meta> or its XML declaration, as written; not in comments or scripts."""
    start = data[:HEAD]
    if b"<!--" in start:
        start = COMMENT.sub(b"", start)
    names = [found[-1] for tag in META.findall(start) if (found := CHARSET.findall(tag))]
    names += XML_ENCODING.findall(start)
    return names[0].decode("ascii", "replace") if names else None


def _reason(codec: str, claims: list[Claim]) -> str:
    """Why a codec was chosen: the first who claimed it, and those of higher rank who claimed another."""
    wrong: list[str] = []
    for claim in claims:
        if claim.codec == codec:
            return ", ".join([claim.by, *wrong])
        speaker = {"meta": "page", "http": "header"}.get(claim.by, claim.by)
        wrong.append(f"{speaker} says {claim.name}")
    return ", ".join(["detected", *wrong])


# ---------------------------------------------------------------- detection


def _detect(data: bytes, claims: list[Claim]) -> str:
    """The charset that makes most frequent characters of a sample; a claim wins where the difference is small."""
    sample = _sample(data)
    claimed = [claim.codec for claim in claims if claim.codec and not claim.codec.startswith("utf-16")]
    best, highest = "utf-8", float("-inf")
    for codec in dict.fromkeys([*claimed, "utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "windows-1252"]):
        score = _score(sample, codec) + (CLAIM_BONUS if codec in claimed else 0.0)
        if score > highest:
            best, highest = codec, score
        if score > CLEAR + CLAIM_BONUS:
            break
    return best


def _score(sample: bytes, codec: str) -> float:
    """How well a codec suits a sample; a single-byte charset reads anything, so it only gets what others leave."""
    if codec == "windows-1252":
        return 0.3 if len(ALONE.findall(sample)) * 2 > len(HIGH.findall(sample)) else -1.0
    if codec.startswith(("windows-", "iso-8859-", "koi8", "tis")):
        return 0.2
    return plausibility(_lenient(sample, codec))


def _sample(data: bytes) -> bytes:
    """Runs that are not ASCII, from the start and the two inner thirds of a page."""
    found: list[bytes] = []
    for third in range(3):
        first = BREAK.search(data, third * len(data) // 3) if third else None
        size = 0
        for run in RUN.finditer(data, first.end() if first else 0):
            found.append(run[0][:SAMPLE])
            size += len(run[0])
            if size >= SAMPLE:
                break
    return b" ".join(found)


# ---------------------------------------------------------------- reading broken bytes


def _lenient(data: bytes, codec: str) -> str:
    """Decode with replacements; a character cut off at the end is dropped."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(data)
    # GBK has a second full-width space, which Python's codec puts into the private use area.
    return text.replace("\ue5e5", "\u3000") if codec == "gb18030" else text


def _read(data: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    """Text and warnings; passages in another charset, pasted in by a template, are read in theirs."""
    text = _lenient(data, codec)
    if LOST not in text:
        return text, ()
    mended = "".join(_passages(data, codec)).removesuffix(LOST) if codec in MIXED else text
    return mended, tuple(_warnings(mended.count(LOST), mended != text))


def _warnings(lost: int, mixed: bool) -> Iterator[str]:
    if mixed:
        yield "parts of the page were in another charset"
    if lost:
        yield f"{lost} broken characters"


def _passages(data: bytes, codec: str) -> Iterator[str]:
    end = 0
    for run in RUN.finditer(data):
        yield data[end : run.start()].decode("ascii")
        yield _passage(run[0], codec)
        end = run.end()
    yield data[end:].decode("ascii")


def _passage(run: bytes, codec: str) -> str:
    """A run of bytes in the page's charset, or in another one if only that one makes sense of it."""
    utf8 = _strict(run, "utf-8")
    if utf8 is not None and (codec == "utf-8" or (len(run) >= 6 and plausibility(utf8) >= CLEAR)):
        return utf8
    own = _strict(run, codec)
    if own is not None:
        return own
    others = [text for other in ("gb18030", "big5hkscs") if (text := _strict(run, other)) is not None]
    best = max(others, key=plausibility, default="")
    return best if len(run) >= 6 and plausibility(best) >= CLEAR else run.decode(codec, "replace")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
