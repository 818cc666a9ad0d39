"""Pages out of ZIP archives, and out of archives that mean harm."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
from saved_pages import PAGE, found, sources

from extractor.model import Source
from extractor.sources.files import load
from extractor.sources.limits import Limits

DATA = PAGE.encode()


def archive(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive as Python writes it."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as made:
        warnings.simplefilter("ignore")  # of names that occur twice
        for name, data in members:
            made.writestr(name, data, compress_type=method)
    return out.getvalue()


def uris(read: list[Source | str]) -> list[str]:
    return [each.uri if isinstance(each, Source) else each for each in read]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_pages_are_picked_like_in_a_folder(method: int) -> None:
    """By suffix at any depth, in the archive's order; hidden ones and what browsers save beside a page are left."""
    names = ["b/page.html", "a.htm", "b/page_files/ad.html", "note.json", ".x.html", "__MACOSX/._a.htm", "c/_files/d.txt", "e/"]
    data = archive(*[(name, DATA) for name in names], method=method)
    assert uris(found(data, "s.zip")) == ["s.zip!b/page.html", "s.zip!a.htm", "s.zip!c/_files/d.txt"]
    assert {page.data for page in sources(data)} == {DATA}
    assert sources(data, url="https://example.org/")[0].url == "https://example.org/"


def test_names_in_gbk_are_read() -> None:
    """Archives made on Chinese Windows hold names in GBK without saying so; names in UTF-8 are what they are."""
    raw = "新闻/第一页.html".encode("gbk")
    plain = archive(("x" * len(raw), DATA)).replace(b"x" * len(raw), raw).replace(b"xxxx", b"")
    odd = zipfile.ZipInfo("x")
    odd.filename = "新闻/第一页.html"
    assert uris(found(plain, "s.zip")) == uris(found(archive((odd, DATA)), "s.zip")) == ["s.zip!新闻/第一页.html"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/a.html", "leads out of the archive"),
        ("../../a.html", "leads out of the archive"),
        ("a/../../b.html", "leads out of the archive"),
        ("..\\a.html", "leads out of the archive"),
        ("C:\\a.html", "leads out of the archive"),
        ("a/" * 3000 + "b.html", "longer than 4096 characters"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str, reason: str) -> None:
    """Nothing is written to disk, but an archive with such names is not to be trusted; the others are read."""
    bad, good = found(archive((name, DATA), ("good.html", DATA)), "s.zip")
    assert str(bad).startswith("s.zip!" + name.replace("\\", "/") + ": ") and reason in str(bad)
    assert isinstance(good, Source)


def test_backslashes_between_folders_are_slashes() -> None:
    """Old programs on Windows wrote them so; the folder beside a page is known all the same."""
    data = archive(("a\\p.html", DATA), ("a\\p_files\\ad.html", DATA))
    assert uris(found(data, "s.zip")) == ["s.zip!a/p.html"]


def test_control_characters_in_a_name_do_not_reach_the_terminal() -> None:
    """A name cannot speak to the screen on which errors are shown."""
    info = zipfile.ZipInfo("a\x1b[2Jb.html")
    assert uris(found(archive((info, DATA)), "s.zip")) == ["s.zip!a\ufffd[2Jb.html"]


def test_of_members_with_one_name_the_last_is_read() -> None:
    """As with programs that unpack; the earlier ones are told."""
    data = archive(("a.html", b"<p>old"), ("b.html", DATA), ("a.html", b"<p>new"))
    first, _, last = found(data, "s.zip")
    assert first == "s.zip!a.html: the archive holds this name again; the last member of the name is read"
    assert isinstance(last, Source) and last.data == b"<p>new"


def test_links_are_not_followed() -> None:
    """A link to a file outside is no page."""
    link = zipfile.ZipInfo("a.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "is a link" in str(found(archive((link, b"/etc/passwd")))[0])


def test_encrypted_members_say_what_to_do() -> None:
    """The others are read."""
    data = bytearray(archive(("a.html", DATA), ("b.html", DATA)))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    bad, good = found(bytes(data), "s.zip")
    assert bad == "s.zip!a.html: the member is encrypted; unpack the archive with its password first"
    assert isinstance(good, Source)


def test_a_member_that_is_damaged_is_an_error() -> None:
    """A false checksum or a damaged stream costs its member."""
    data = archive(("a.html", DATA), ("b.html", DATA))
    at = data.index(b"a.html") + 10
    bad, good = found(data[:at] + b"\xff\xff\xff" + data[at + 3 :], "s.zip")
    assert str(bad).startswith("s.zip!a.html: damaged member of a ZIP archive") and isinstance(good, Source)


def test_a_member_under_another_name_is_an_error() -> None:
    """The directory and the member must agree."""
    data = archive(("a.html", DATA), ("b.html", DATA)).replace(b"a.html", b"c.html", 1)
    bad, good = found(data, "s.zip")
    assert str(bad).startswith("s.zip!a.html: damaged member") and isinstance(good, Source)


def test_a_page_over_the_limit_is_an_error() -> None:
    """What the directory says of a size is not believed, bytes are counted."""
    data = archive(("a.html", b"x" * 1_000_001), ("b.html", DATA)).replace(struct.pack("<I", 1_000_001), struct.pack("<I", 5))
    assert "a.html: " in uris(found(data, "s.zip", limits=Limits(page=1_000_000)))[0]
    data = archive(("a.html", b"x" * 1_000_001), ("b.html", DATA))
    bad, good = found(data, "s.zip", limits=Limits(page=1_000_000))
    assert bad == "s.zip!a.html: larger than 1 MB, the limit for one page (--max-size)" and isinstance(good, Source)


def test_a_bomb_of_many_members_ends_the_archive() -> None:
    """Members may each be small and share their bytes; what they unpack to together is limited by the archive's size."""
    data = archive(*[(f"{number}.html", bytes(900_000)) for number in range(40)])
    read = found(data, "s.zip", limits=Limits(page=1_000_000, ratio=100))
    assert isinstance(read[0], Source) and len(read) < 10
    assert str(read[-1]).endswith(".html: unpacks to more than 100 times its size (limit ratio): the rest is not read")


def test_a_bomb_of_archives_in_an_archive_ends_it(tmp_path: Path) -> None:
    """What is unpacked at every depth is counted together, from a pipe as from a file."""
    inner = archive(*[(f"{number}.html", bytes(300_000)) for number in range(4)])
    for level in range(2):
        inner = archive(*[(f"{level}{number}.zip", inner) for number in range(4)])
    (tmp_path / "s.zip").write_bytes(inner)
    limits = Limits(page=1_000_000, ratio=100)
    for read in ([each if isinstance(each, Source) else str(each) for each in load([tmp_path / "s.zip"], limits=limits)],
                 found(inner, "s.zip", limits=limits)):  # fmt: skip
        assert len(read) < 20 < 4**3 and "more than 100 times its size" in str(read[-1])


def overlapping(count: int, size: int) -> bytes:
    """An archive whose directory names the same member many times over."""
    packer = zlib.compressobj(9, wbits=-15)
    packed, crc = packer.compress(bytes(size)) + packer.flush(), zlib.crc32(bytes(size))
    sizes = struct.pack("<HHIII", 0, 0, crc, len(packed), size)
    local = struct.pack("<IHHH", 0x04034B50, 20, 0, 8) + sizes + struct.pack("<HH", 6, 0) + b"a.html" + packed
    entry = struct.pack("<IHHHH", 0x02014B50, 20, 20, 0, 8) + sizes + struct.pack("<HHHHHII", 6, 0, 0, 0, 0, 0, 0) + b"a.html"
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(entry) * count, len(local), 0)
    return local + entry * count + end


def test_a_member_named_many_times_over_is_read_once() -> None:
    """An archive whose entries overlap gives no page twice."""
    read = found(overlapping(300, 900_000), "s.zip")
    assert len(read) == 300 and sum(isinstance(each, Source) for each in read) <= 1


def test_a_directory_without_end_is_refused() -> None:
    """zipfile reads a directory as a whole; its size is looked at first."""
    data = archive(*[(f"{number}.html", b"x") for number in range(50)])
    assert len(sources(data, limits=Limits(members=50))) == 50
    assert found(data, "s.zip", limits=Limits(members=49)) == [
        "s.zip: more than 49 entries (limit members); make several archives of it"
    ]
    assert "more than 3 entries" in str(found(data, limits=Limits(members=3))[0])


def test_a_large_archive_with_64_bit_sizes_is_read(tmp_path: Path) -> None:
    """The directory of such an archive lies elsewhere."""
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as made, made.open("a.html", "w", force_zip64=True) as member:
        member.write(DATA)
    data = (tmp_path / "s.zip").read_bytes()
    end = data.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", data[end + 12 : end + 20])
    end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, size, start)
    locator = struct.pack("<IIQI", 0x07064B50, 0, end, 1)
    large = data[:end] + end64 + locator + data[end : end + 8] + b"\xff" * 12 + data[end + 20 :]
    assert [page.data for page in sources(large)] == [DATA]
    assert "more than 0 entries" in str(found(large, limits=Limits(members=0))[0])


@pytest.mark.parametrize("cut", [10, 60, -5])
def test_an_archive_that_breaks_off_is_an_error(cut: int) -> None:
    """The directory stands at the end, without it there is no archive."""
    assert "damaged ZIP archive" in str(found(archive(("a.html", DATA))[:cut], "s.zip")[0])


def test_an_archive_without_pages_is_an_error() -> None:
    """An office document is such an archive; so is an empty one."""
    assert str(found(archive(("word/document.xml", b"<x/>")), "x.docx")[0]).startswith("x.docx: no pages in this archive (looked for .html")
    assert "no pages in this archive" in str(found(archive())[0])


def test_an_archive_from_a_pipe_is_held_in_memory_within_the_limit() -> None:
    """Without random access an archive may be as large as a page."""
    data = archive(("a.html", DATA))

    class Pipe:
        def __init__(self) -> None:
            self._data = io.BytesIO(data)

        def read(self, size: int) -> bytes:
            return self._data.read(size)

    assert len(sources(Pipe(), limits=Limits(page=len(data)))) == 1
    assert "larger than" in str(found(Pipe(), limits=Limits(page=len(data) - 1))[0])


def test_damage_never_raises_anything_else() -> None:
    """Whatever is overwritten, there are pages or errors."""
    data = archive(("a.html", DATA * 3), ("b/c.html", DATA))
    for start in range(len(data)):
        for new in (b"", b"\xff", b"\x00\x00"):
            assert found(data[:start] + new + data[start + 1 :], "s.zip")
