"""Bytes become the text that the author wrote, whatever the page claims."""

import pytest

from extractor.errors import ReadingError
from extractor.model import Source
from extractor.reading.decode import decode, known

SIMPLIFIED = "渡口的茶馆开了一百年，客人来来往往，从没有断过。老板说：“茶要慢慢喝。”" * 8
TRADITIONAL = "渡口的茶館開了一百年，客人來來往往，從沒有斷過。老闆說：「茶要慢慢喝。」" * 8


def page(text: str, encoding: str, claim: str | None) -> bytes:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={claim}">' if claim else ""
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(encoding)


def read(data: bytes, charset: str | None = None) -> tuple[str, str, str]:
    decoded = decode(Source(uri="a", data=data, charset=charset))
    return decoded.text, decoded.encoding, decoded.encoding_from


@pytest.mark.parametrize(
    ("text", "encoding", "claim", "want", "reason"),
    [
        (SIMPLIFIED, "utf-8", "utf-8", "utf-8", "meta"),
        (SIMPLIFIED, "gbk", "gb2312", "gb18030", "meta"),
        (TRADITIONAL, "big5", "big5", "big5hkscs", "meta"),
        (SIMPLIFIED, "gbk", "utf-8", "gb18030", "detected; the page says utf-8"),
        (SIMPLIFIED, "utf-8", "gbk", "utf-8", "detected; the page says gb18030"),
        (TRADITIONAL, "big5", "gb2312", "big5hkscs", "detected; the page says gb18030"),
        (SIMPLIFIED, "gbk", "big5", "gb18030", "detected; the page says big5hkscs"),
        (SIMPLIFIED, "gbk", None, "gb18030", "detected"),
        (TRADITIONAL, "big5", None, "big5hkscs", "detected"),
        (SIMPLIFIED, "utf-8", None, "utf-8", "detected"),
    ],
)
def test_claims_are_believed_only_where_they_fit(text: str, encoding: str, claim: str | None, want: str, reason: str) -> None:
    """The right charset is found under right, wrong and missing claims, and the reason says which it was."""
    got, used, why = read(page(text, encoding, claim))
    assert text in got
    assert (used, why) == (want, reason)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="gb2312>',
        "<meta charset=gbk>",
        "<META content='text/html; charset=GB_2312-80' http-equiv=Content-Type>",
        '<meta charset = "x-gbk" />',
        '<meta charset="text/html; charset=gbk">',
        '<?xml version="1.0" encoding="gbk"?>',
    ],
)
def test_malformed_claims_are_understood(meta: str) -> None:
    """Missing quotes, odd names and spaces do not hide the claim."""
    got, used, why = read(meta.encode() + SIMPLIFIED.encode("gbk"))
    assert SIMPLIFIED in got
    assert (used, why) == ("gb18030", "meta")


def test_a_claim_inside_a_comment_is_none() -> None:
    """A commented-out meta is no claim."""
    _, _, why = read(b'<!-- <meta charset="big5"> -->' + SIMPLIFIED.encode("gbk"))
    assert why == "detected"


def test_the_http_header_comes_before_the_page() -> None:
    """The charset of the response header beats the meta's."""
    assert read(page(SIMPLIFIED, "gbk", None), charset="GBK")[1:] == ("gb18030", "http")


def test_byte_order_marks_decide() -> None:
    """A BOM settles the encoding, also UTF-16, and is not part of the text."""
    for encoding in ("utf-8-sig", "utf-16"):
        got, _, why = read(page(SIMPLIFIED, encoding, "gbk"))
        assert why == "bom"
        assert got.startswith("<html>")


def test_a_few_broken_bytes_cost_a_warning() -> None:
    """Broken bytes become U+FFFD with a warning that counts them; the rest of the page stays."""
    data = page(SIMPLIFIED * 3, "utf-8", "utf-8").replace("茶".encode(), b"\xe8\x8c", 1)
    decoded = decode(Source(uri="a", data=data))
    assert decoded.encoding == "utf-8"
    assert SIMPLIFIED in decoded.text
    assert any("1 byte sequence" in warning for warning in decoded.warnings)


@pytest.mark.parametrize(("inner", "outer"), [("gbk", "latin-1"), ("utf-8", "latin-1"), ("gbk", "cp1252")])
def test_text_decoded_wrongly_once_is_repaired(inner: str, outer: str) -> None:
    """Chinese bytes that were read as Latin-1 and saved as UTF-8 come back as Chinese, flagged."""
    data = b"<meta charset=utf-8><p>" + SIMPLIFIED.encode(inner).decode(outer, "replace").encode()
    decoded = decode(Source(uri="a", data=data))
    assert "渡口的" in decoded.text
    assert decoded.encoding_from.startswith("repaired")
    assert decoded.warnings


def test_real_latin_text_is_left_alone() -> None:
    """A page of accented Latin letters is no victim of repair."""
    text = "Le thé du passeur était à côté de la forêt, où l'été s'achève. " * 20
    got, used, why = read(page(text, "utf-8", "utf-8"))
    assert text in got
    assert (used, why) == ("utf-8", "meta")


@pytest.mark.parametrize("data", [b"", b"  \n", b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", bytes(range(1, 32)) * 50])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """Empty and binary data is a ReadingError."""
    with pytest.raises(ReadingError):
        decode(Source(uri="a", data=data))


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5", "utf-16"])
def test_cut_anywhere_it_never_fails(encoding: str) -> None:
    """However a page is cut, it is read or refused with a ReadingError; what was whole is kept."""
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    data = page(text, encoding, None)
    for end in range(1, len(data), 7):
        try:
            decode(Source(uri="a", data=data[:end]))
        except ReadingError:
            assert end < 3


def test_known_names_are_widened() -> None:
    """Narrow charsets are read with their supersets; nonsense and codecs that are no charset are unknown."""
    assert [known(name) for name in ("GB2312", "big5", "utf8", "nonsense", "base64", "")] == ["gb18030", "big5hkscs", "utf-8", None, None, None]


def test_text_that_is_decoded_already_is_given() -> None:
    """A str is taken as it is."""
    assert decode(Source(uri="a", data="茶")).encoding_from == "given"
