"""Bytes become the text that the author wrote, whatever the page claims."""

import random

import pytest

from extractor.errors import ReadingError
from extractor.model import Decoded, Source
from extractor.reading.decode import declared_charset, decode
from extractor.reading.plausible import CLEAR, plausibility
from extractor.vocabulary import reading_words

SIMPLIFIED = "渡口的茶馆开了一百年，客人来来往往，从没有断过。老板说：“茶要慢慢喝。”" * 8
TRADITIONAL = "渡口的茶館開了一百年，客人來來往往，從沒有斷過。老闆說：「茶要慢慢喝。」" * 8
JAPANESE = "渡し場の茶屋は百年続いている。お客さんが絶えたことはない。" * 8
KOREAN = "나루터의 찻집은 백 년이 되었다. 손님이 끊이지 않고 찾아온다. " * 8
FRENCH = "Le thé du passeur était à côté de la forêt, où l'été s'achève. " * 20


def page(text: str, encoding: str, claim: str | None = None) -> bytes:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={claim}">' if claim else ""
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(encoding)


def read(data: bytes | str, charset: str | None = None) -> Decoded:
    return decode(Source(uri="a", data=data, charset=charset))


@pytest.mark.parametrize(
    ("text", "encoding", "claim", "want", "reason"),
    [
        (SIMPLIFIED, "utf-8", "utf-8", "utf-8", "meta"),
        (SIMPLIFIED, "gbk", "gb2312", "gb18030", "meta"),
        (TRADITIONAL, "big5", "big5", "big5hkscs", "meta"),
        (SIMPLIFIED, "gbk", "utf-8", "gb18030", "detected, page says utf-8"),
        (SIMPLIFIED, "utf-8", "gbk", "utf-8", "detected, page says gbk"),
        (TRADITIONAL, "big5", "gb2312", "big5hkscs", "detected, page says gb2312"),
        (SIMPLIFIED, "gbk", "big5", "gb18030", "detected, page says big5"),
        (SIMPLIFIED, "gbk", "iso-8859-1", "gb18030", "detected, page says iso-8859-1"),
        (SIMPLIFIED, "gbk", "utf-8859-1", "gb18030", "detected, page says utf-8859-1"),
        (SIMPLIFIED, "utf-8", "unicode", "utf-8", "meta"),
        (SIMPLIFIED, "gbk", None, "gb18030", "detected"),
        (TRADITIONAL, "big5", None, "big5hkscs", "detected"),
        (SIMPLIFIED, "utf-8", None, "utf-8", "detected"),
        (SIMPLIFIED, "utf-16-le", None, "utf-16-le", "detected"),
        (TRADITIONAL, "utf-16-be", None, "utf-16-be", "detected"),
        (JAPANESE, "cp932", None, "cp932", "detected"),
        (KOREAN, "cp949", None, "cp949", "detected"),
        (FRENCH, "windows-1252", None, "windows-1252", "detected"),
        ("Чайная у переправы. " * 9, "koi8-r", "koi8-r", "koi8-r", "meta"),
    ],
)
def test_claims_are_believed_only_where_they_fit(
    text: str, encoding: str, claim: str | None, want: str, reason: str
) -> None:
    """The right charset is found under right, wrong and missing claims, and the reason says which it was."""
    decoded = read(page(text, encoding, claim))
    assert text in decoded.text
    assert (decoded.encoding, decoded.encoding_from, decoded.warnings) == (want, reason, ())


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("claim", [None, "big5", "utf-8", "iso-8859-1"])
def test_a_dozen_characters_are_enough(encoding: str, claim: str | None) -> None:
    """A short plain text is read right, whatever is claimed."""
    assert read("渡口的茶馆开了一百年".encode(encoding), claim).text == "渡口的茶馆开了一百年"


@pytest.mark.parametrize(
    ("meta", "want"),
    [
        ('<meta charset="gb2312>', "gb2312"),
        ("<meta charset=gbk>", "gbk"),
        ("<META content='text/html; charset=GB_2312-80' http-equiv=Content-Type>", "GB_2312-80"),
        ('<meta charset = "x-gbk" />', "x-gbk"),
        ('<meta charset="text/html; charset=gbk">', "gbk"),
        ('<meta content="text/html; charset:gb2312">', "gb2312"),
        ('\n<?xml version="1.0" encoding="gbk"?>', "gbk"),
        ('<!-- <meta charset="big5"> --><meta charset=gbk>', "gbk"),
        ('<!-- <meta charset="big5"> ', None),
        ('<script charset="gbk" src="a.js"></script><link charset="gbk">', None),
        ("<meta name=description content=茶><meta charset=utf8>", "utf8"),
        (" " * 5000 + "<meta charset=gbk>", None),
    ],
)
def test_malformed_claims_are_understood(meta: str, want: str | None) -> None:
    """Missing quotes and odd spellings do not hide the claim; comments, scripts and the far page are not asked."""
    assert declared_charset(meta.encode()) == want


def test_every_label_has_a_codec() -> None:
    """Data names only codecs that exist, and no label twice."""
    charsets = reading_words().charsets
    for codec in charsets:
        "a".encode(codec)
    labels = [label for group in charsets.values() for label in group]
    assert len(labels) == len(set(labels))
    assert all(label == "".join(filter(str.isalnum, label.lower())) for label in labels)


def test_the_http_header_comes_before_the_page() -> None:
    """The response header beats the meta where it fits, and is named where it does not."""
    assert read(page(SIMPLIFIED, "gbk", "utf-8"), "GBK").encoding_from == "http"
    assert read(page(SIMPLIFIED, "gbk", "gbk"), "utf-8").encoding_from == "meta, header says utf-8"
    assert read(page(SIMPLIFIED, "gbk", "big5"), "utf-8").encoding_from == "detected, header says utf-8, page says big5"
    assert read(SIMPLIFIED.encode("utf-16-le"), "utf-16").encoding_from == "http"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_decide(encoding: str) -> None:
    """A BOM settles the encoding and is not part of the text."""
    decoded = read(page(SIMPLIFIED, encoding, "gbk"))
    assert decoded.encoding_from == "bom"
    assert decoded.text.startswith("<html>")


def test_a_byte_order_mark_can_be_wrong() -> None:
    """A template's UTF-8 BOM before a GBK page is overruled."""
    decoded = read(b"\xef\xbb\xbf" + page(SIMPLIFIED, "gbk", "gbk"))
    assert (decoded.encoding, decoded.encoding_from) == ("gb18030", "meta, bom says utf-8")
    assert SIMPLIFIED in decoded.text


def test_ascii_is_what_the_page_says() -> None:
    """Pure ASCII fits any claim; 7-bit charsets are decoded."""
    assert read(b"<meta charset=gbk>tea").encoding == "gb18030"
    assert read(b"tea").encoding_from == "detected"
    assert read("茶馆".encode("hz"), "hz-gb-2312").text == "茶馆"


def test_a_character_or_two_of_gbk_may_look_like_utf8() -> None:
    """Bytes of 也要 in GBK are letters in UTF-8; so few of them prove nothing against the page's claim."""
    assert read("<meta charset=gbk>也要".encode("gbk")).text.endswith("也要")


def test_a_lone_sign_does_not_betray_utf8() -> None:
    """The two bytes of one © are UTF-8 under a GBK claim too, for as GBK they make a rare character."""
    assert read("<meta charset=gb2312>© Tea House".encode()).text.endswith("© Tea House")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5"])
def test_a_few_broken_bytes_cost_a_warning(encoding: str) -> None:
    """Broken bytes become U+FFFD with a warning that counts them; the rest of the page stays."""
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    data = page(f"{text}\n茶\n{text}", encoding, encoding).replace(f"\n{'茶'}\n".encode(encoding), b"\n\xff\n")
    decoded = read(data)
    assert decoded.text.count(text) == 2
    assert decoded.warnings == ("1 broken characters",)
    assert decoded.encoding_from == "meta"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le"])
def test_a_character_cut_off_at_the_end_is_no_fuss(encoding: str) -> None:
    """A text that ends inside a character loses that character and gets no warning."""
    text = "<p>\n" + (TRADITIONAL if encoding == "big5hkscs" else SIMPLIFIED) + "茶"
    decoded = read(text.encode(encoding)[:-1])
    assert decoded.text == text[:-1]
    assert decoded.warnings == ()


@pytest.mark.parametrize(
    ("main", "pasted", "text", "foot"),
    [
        ("utf-8", "gbk", SIMPLIFIED + " · © é ", "版权所有：渡口茶馆网站"),
        ("gbk", "utf-8", SIMPLIFIED + " · é ", "版权所有：渡口茶馆网站"),
        ("utf-8", "big5", TRADITIONAL + " · © é ", "版權所有：渡口茶館網站"),
        ("big5", "utf-8", TRADITIONAL, "版權所有：渡口茶館網站"),
    ],
)
def test_passages_in_another_charset_are_read_in_theirs(main: str, pasted: str, text: str, foot: str) -> None:
    """A footer that a template pasted in another charset is read, with a warning; lone signs elsewhere stay."""
    decoded = read(page(text, main, main) + f"<p>{foot}</p>".encode(pasted))
    assert decoded.text == page(text, "utf-8", main).decode() + f"<p>{foot}</p>"
    assert decoded.warnings == ("parts of the page were in another charset",)


def test_the_second_wide_space_of_gbk_is_a_space() -> None:
    """A3A0 is a full-width space to every browser."""
    assert read("渡口".encode("gbk") + b"\xa3\xa0" + "茶馆开了".encode("gbk"), "gbk").text == "渡口\u3000茶馆开了"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        ("\u3000\n", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"PK\x03\x04aaaa", "ZIP"),
        (b"\x1f\x8b\x08\0\0\0", "gzip"),
        (random.Random(1).randbytes(5000), "binary"),
        (b"<p>a" + b"\0" * 3000, "binary"),
        (bytes(range(1, 32)) * 50, "binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes | str, word: str) -> None:
    """Empty and binary data is a ReadingError that says what it is."""
    with pytest.raises(ReadingError, match=word):
        read(data)


def test_stray_nulls_are_dropped() -> None:
    """A few null bytes, or a tail of them, cost a warning and not the page."""
    data = page(SIMPLIFIED * 9, "gbk", "gbk").replace(b"<p>", b"<p>\0\0") + b"\0" * 50
    decoded = read(data)
    assert SIMPLIFIED in decoded.text and "\0" not in decoded.text
    assert decoded.warnings == ("null bytes were dropped",)


def test_text_that_is_decoded_already_is_given() -> None:
    """A str is taken as it is, but for a BOM, nulls and lone halves of surrogate pairs."""
    assert read("茶").encoding_from == "given"
    assert read("\ufeff茶\0馆\ud83d\ude00\ud83d").text == "茶馆\U0001f600\ufffd"


def test_plausibility_tells_text_from_misread_text() -> None:
    """Running text in all scripts scores high, the same bytes in a wrong charset low, ASCII nothing."""
    assert min(map(plausibility, (SIMPLIFIED, TRADITIONAL, JAPANESE))) > CLEAR
    assert plausibility(KOREAN) > CLEAR / 2
    assert plausibility(TRADITIONAL.encode("big5").decode("gbk", "replace")) < CLEAR / 2
    assert plausibility(SIMPLIFIED.encode("gbk").decode("big5", "replace")) < CLEAR / 2
    assert plausibility("tea") == 0


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5", "utf-16", "utf-16-le", "hz", "cp932"])
def test_cut_anywhere_it_is_read_or_refused(encoding: str) -> None:
    """However a page is cut, it is read or refused with a ReadingError; what was whole is kept."""
    data = page("渡口の茶話，" * 9 if encoding == "cp932" else TRADITIONAL[:200], encoding.replace("hz", "gbk"))
    for start in range(0, 60, 7):
        for end in range(start, len(data), 13):
            try:
                text = read(data[start:end], encoding).text
            except ReadingError:
                continue
            text.encode()


def test_no_bytes_and_no_text_are_too_strange() -> None:
    """Random bytes, mixed pieces of charsets and random text give text or a ReadingError, the same each time."""
    chance = random.Random(2)
    pieces = [SIMPLIFIED.encode(codec, "ignore") for codec in ("utf-8", "gbk", "big5", "utf-16", "cp949")]
    for _ in range(400):
        size = chance.randrange(90)
        data: bytes | str = chance.randbytes(size) + chance.choice(pieces)[chance.randrange(9) : 9 + size]
        if chance.random() < 0.3:
            data = "".join(chr(chance.choice((chance.randrange(0x110000), chance.randrange(256)))) for _ in range(size))
        claim = chance.choice((None, "gbk", "utf-8", "hz", "utf-16", "nonsense", "tis-620", ""))
        try:
            decoded = read(data, claim)
        except ReadingError:
            continue
        assert decoded == read(data, claim)
        decoded.text.encode()
