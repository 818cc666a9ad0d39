"""The page of an MHTML file, as browsers save them: fixtures by Chromium, others made by hand after their like."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path
from urllib.parse import urlsplit

import make_mhtml
import msgspec
import pytest
from saved_pages import SAMPLES, found, sources

from extractor import extract
from extractor.model import Source
from extractor.sources.limits import Limits
from extractor.sources.mhtml import MOST_PARTS, _split

MHTML = Path(__file__).parent / "mhtml"
BODY = "<p>渡口的茶馆开了一百年，如今还在。</p>"
URL = "http://old.dukou.example.com/1.html"


def record_of(page: Path | Source, url: str | None = None) -> dict[str, object]:
    """A record without what says how the page was stored, and where in its lines a value stood."""
    record = msgspec.to_builtins(extract(page, url=url))
    for key in ("page", "evidence", "confidence", "warnings"):
        del record[key]
    return dict(record)


@pytest.mark.parametrize(("name", "url"), [(name, url) for name, (url, served) in make_mhtml.PAGES.items() if not served])
def test_a_page_saved_by_chromium_gives_the_record_of_the_page(name: str, url: str) -> None:
    """Nothing but how it is stored differs, in UTF-8 and in GBK; the address is that of the page."""
    saved = MHTML / f"{name}.mhtml"
    assert record_of(saved) == record_of(SAMPLES / f"{name}.html", url)
    (page,) = sources(saved.read_bytes(), name="x.mhtml")
    assert (page.uri, page.url, page.warnings) == ("x.mhtml", url, ())
    assert page.fetched_at is not None and page.fetched_at.endswith("+00:00")


def test_a_frameset_saved_by_chromium_is_the_frame_with_the_article() -> None:
    """Of a page of frames the one that holds the text is read, under its own address, with a warning."""
    url = "http://old.dukou.example.com/article.html"
    assert record_of(MHTML / "frameset.mhtml") == record_of(SAMPLES / "portal-2008-gbk.html", url)
    (page,) = sources((MHTML / "frameset.mhtml").read_bytes())
    assert (page.url, page.warnings) == (url, ("the text was taken from a frame of the page",))


@pytest.mark.skipif(make_mhtml.CHROMIUM is None, reason="no Chromium on this machine")
def test_a_page_saved_now_gives_the_record_of_the_page() -> None:
    """The Chromium that is installed writes what is understood here."""
    url, name = "http://blog.example.org/p/3/", "wordpress"
    saved = make_mhtml.save(url, {urlsplit(url).path: (SAMPLES / f"{name}.html").read_bytes()})
    (page,) = sources(saved)
    assert page.url == url
    assert record_of(page) == record_of(SAMPLES / f"{name}.html", url)


def part(body: bytes, *headers: str) -> bytes:
    return "\r\n".join([*headers, "", ""]).encode("gbk") + body


def message(*parts: bytes, end: bytes = b"--", top: str = "", kind: str = "related") -> bytes:
    """An MHTML file as Internet Explorer, and after it QQ and 360 browsers, write it."""
    head = (f'From: <由浏览器保存>\r\nSubject: 渡口旧闻\r\nDate: Sat, 6 May 2023 10:30:00 +0800\r\nMIME-Version: 1.0\r\n{top}'
            f'Content-Type: multipart/{kind};\r\n\ttype="text/html";\r\n\tboundary="=_Next"\r\n\r\n'
            "This is a multi-part message in MIME format.\r\n")  # fmt: skip
    return head.encode("gbk") + b"".join(b"\r\n--=_Next\r\n" + each for each in parts) + b"\r\n--=_Next" + end + b"\r\n"


GBK = "Content-Type: text/html; charset=\"gb2312\""
PLACE = f"Content-Location: {URL}"
IMAGE = part(b"R0lGODlhAQABAAAAACw=\r\n", "Content-Type: image/gif", "Content-Transfer-Encoding: base64")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", quopri.encodestring(BODY.encode("gbk"))),
        ("Quoted-Printable ", quopri.encodestring(BODY.encode("gbk")).replace(b"\n", b"\r\n")),
        ("base64", base64.encodebytes(BODY.encode("gbk"))),
        ("base64", base64.encodebytes(BODY.encode("gbk")).rstrip(b"=\n")),
        ("8bit", BODY.encode("gbk")),
        ("binary", BODY.encode("gbk")),
    ],
)
def test_parts_in_every_encoding_and_headers_in_gbk(encoding: str, body: bytes) -> None:
    """The page comes out as it was, with the charset its part names, the part's address and the time of saving."""
    html = part(body, GBK, f"Content-Transfer-Encoding: {encoding}", PLACE)
    (page,) = sources(message(IMAGE, html, IMAGE))
    assert page.data.strip() == BODY.encode("gbk")
    assert (page.charset, page.url, page.fetched_at) == ("gb2312", URL, "2023-05-06T10:30:00+08:00")


def test_a_page_without_parts_is_read() -> None:
    """A page without images may be saved as a single part."""
    head = f"MIME-Version: 1.0\r\n{GBK}\r\nContent-Transfer-Encoding: quoted-printable\r\n{PLACE}\r\n\r\n"
    (page,) = sources(head.encode() + quopri.encodestring(BODY.encode("gbk")))
    assert (page.data.strip(), page.url) == (BODY.encode("gbk"), URL)


def test_the_root_part_is_the_page() -> None:
    """The start parameter names the page where it is not the first HTML part."""
    other = part(b"<p>" + b"x" * 30, "Content-Type: text/html", "Content-ID: <a@b>")
    root = part(b"<p>" + b"y" * 30, "Content-Type: text/html", "Content-ID: <c@d>")
    data = message(other, root)
    assert b"xxx" in sources(data)[0].data
    assert b"yyy" in sources(data.replace(b"\ttype=", b'\tstart="<c@d>";\r\n\ttype='))[0].data


def test_frames_around_an_article_leave_it_alone() -> None:
    """Advertisements in frames are no reason to take them for the page, long as they may be."""
    page = part(BODY.encode("gbk") * 3, GBK, PLACE)
    frame = part(b"<script>" + b"x" * 9999 + b"</script>" + BODY.encode("gbk") * 6, GBK, "Content-Location: http://ad.invalid/")
    assert sources(message(page, frame))[0].url == URL


def test_nested_parts_are_found() -> None:
    """A mail client puts the page into an alternative inside."""
    inner = message(part(b"text", "Content-Type: text/plain"), part(BODY.encode("gbk"), GBK)).replace(b"=_Next", b"=_Inner")
    inner = inner[inner.index(b"Content-Type") :]
    assert sources(message(inner))[0].data.strip() == BODY.encode("gbk")
    deep = inner
    for depth in range(50):
        head = f'Content-Type: multipart/mixed; boundary="={depth}="\r\n\r\n--={depth}=\r\n'.encode()
        deep = head + deep
    assert found(b"MIME-Version: 1.0\r\n" + deep) == ["x: no page in this MHTML file: none of its parts is HTML or text"]


@pytest.mark.parametrize("place", ["file:///C:/Users/a/1.htm", "cid:frame-1@mhtml.blink", "", "mid://1/"])
def test_an_address_that_is_none_of_the_web_is_no_base(place: str) -> None:
    """Pages saved from disk have no address; the file may still say where the snapshot was taken."""
    html = part(BODY.encode("gbk"), GBK, f"Content-Location: {place}")
    assert sources(message(html))[0].url is None
    assert sources(message(html, top=f"Snapshot-Content-Location: {URL}\r\n"))[0].url == URL


def test_an_encoded_address_is_read() -> None:
    """Addresses with Han characters are encoded like other headers, and folded."""
    words = "=?utf-8?Q?http://a.example.com/=E8=8C=B6?=\r\n =?utf-8?Q?=E9=A6=86.html?="
    html = part(BODY.encode("gbk"), GBK, f"Content-Location: {words}")
    assert sources(message(html))[0].url == "http://a.example.com/茶馆.html"


@pytest.mark.parametrize("word", ["=?utf-8?B?A?=", "=?utf-8?Q?=FF=FE?=", "=?no-such?Q?a?=", "=?utf-8?B?////?="])
def test_a_damaged_encoded_address_is_none(word: str) -> None:
    """A header that cannot be decoded costs the address, not the page."""
    html = part(BODY.encode("gbk"), GBK, f"Content-Location: {word}")
    assert sources(message(html))[0].url is None


@pytest.mark.parametrize("end", [b"--", b"", b"\r\n--=_Ne"])
def test_a_file_that_breaks_off_gives_its_page(end: bytes) -> None:
    """The end of the file is not needed once the page is there."""
    page = part(BODY.encode("gbk"), GBK)
    assert BODY.encode("gbk") in sources(message(page, IMAGE, end=end))[0].data


def test_text_is_the_page_where_no_part_is_html() -> None:
    """A text saved as MHTML is plain text."""
    (page,) = sources(message(part("渡口".encode(), "Content-Type: text/plain; charset=utf-8")))
    assert (page.form, page.charset, page.data) == ("text", "utf-8", "渡口".encode())


def test_a_file_without_a_page_is_an_error() -> None:
    """A picture saved as MHTML is no page."""
    assert found(message(IMAGE), "x.mht") == ["x.mht: no page in this MHTML file: none of its parts is HTML or text"]


def test_a_file_over_the_limit_is_an_error() -> None:
    """The limit of a page counts an MHTML file with its images."""
    data = message(part(BODY.encode("gbk"), GBK), IMAGE)
    assert sources(data, limits=Limits(page=len(data)))
    assert found(data, limits=Limits(page=len(data) - 1))[0].startswith("x: larger than")  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["From: 林青\nSubject: 茶馆\n\n正文", "时间: 2023\n来源: 网\n", "<p>MIME-Version: 1.0</p>", ""])
def test_a_page_that_only_resembles_a_message_is_a_page(text: str) -> None:
    """Texts may begin with names and colons."""
    assert sources(text.encode())[0].data == text.encode()


def test_damage_never_raises_anything_else() -> None:
    """Whatever is cut out or overwritten, there is a page or an error."""
    data = (MHTML / "frameset.mhtml").read_bytes()
    for start in range(0, len(data), 397):
        assert len(found(data[:start] + data[start + 50 :])) == 1
        assert len(found(data[:start] + bytes([start % 256]) * 30 + data[start + 30 :])) == 1


def test_hostile_files_cost_little() -> None:
    """Headers, boundaries and markup without end are read once; of endless parts only so many are looked at."""
    size = 100_000
    bad = [b"<" * size, b"<script>" * (size // 8), b"a:" * (size // 2), b"\n " * (size // 2), b"--=_Next\r\n" * 20_000]
    for piece in bad:
        found(message(part(piece, GBK), part(piece, "Content-Type: text/html")))
        found(message(top=f"X: {piece.decode()}\r\n"))
    assert len(_split(bad[-1], "=_Next")) == MOST_PARTS
