"""Records are found whole, broken ones are told with their place, and reading goes on."""

from __future__ import annotations

import gzip
import io
import random
import re
import tracemalloc

import pytest
from saved_pages import bomb, found, http, offsets, record, warc, warc_gz

from extractor.model import Source
from extractor.sources.limits import Limits
from extractor.sources.opened import Readable, Stream
from extractor.sources.warc_frames import Window, frames

BODY = random.Random(7).randbytes(900).hex().encode()  # packs badly, so that members are not all alike
RECORDS = [record(http(b"<html>%d %s" % (number, BODY)), number=number) for number in range(5)]
MEMBERS = [warc_gz(each) for each in RECORDS]


def outcome(data: bytes | Readable, limits: Limits | None = None, name: str = "w") -> list[str]:
    """'ok N' for the page of record N, else the error."""
    read = found(data, name, limits=limits)
    return [f"ok {each.record_id[-1]}" if isinstance(each, Source) and each.record_id else str(each) for each in read]


def said(error: str) -> str:
    """An error without the words of zlib."""
    return re.sub(r" \(.*\)", "", error.removeprefix("w!"))


GOOD = [f"ok {number}" for number in range(5)]


def without(*numbers: int) -> list[str]:
    return [f"ok {number}" for number in range(5) if number not in numbers]


@pytest.mark.parametrize("pieces", [RECORDS, MEMBERS])
def test_places_are_offsets_of_the_file(pieces: list[bytes]) -> None:
    """A reader that begins at a place finds the record there."""
    data = b"".join(pieces)
    places = [int(frame.place) for frame in frames(Stream(io.BytesIO(data)), Limits())]
    assert places == offsets(pieces)
    assert outcome(data[places[3] :]) == GOOD[3:]


def test_records_in_one_gzip_member_have_places_of_their_own() -> None:
    """A WARC packed as a whole, or cut into members anywhere, gives offset of the member and bytes into it."""
    data = b"".join(RECORDS)
    places = ["0", *[f"0+{offset}" for offset in offsets(RECORDS)[1:]]]
    for packed in (gzip.compress(data), b"".join(gzip.compress(data[at : at + 700]) for at in range(0, len(data), 700))):
        assert [frame.place for frame in frames(Stream(io.BytesIO(packed)), Limits())] == places
        assert outcome(packed) == GOOD


def test_any_number_of_line_ends_between_records() -> None:
    """Writers differ; one line end or four do no harm."""
    assert outcome(b"\r\n".join(RECORDS)) == GOOD
    assert outcome(b"".join(each[:-2] for each in RECORDS)) == GOOD
    assert outcome(b"\r\n\r\n" + b"".join(RECORDS) + b"\r\n" * 40_000) != GOOD  # such a file does not begin like a WARC
    assert outcome(b"".join(RECORDS)[:-4] + b"\r\n" * 40_000) == GOOD


class Dribble:
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data, self._random = io.BytesIO(data), random.Random(3)

    def read(self, size: int) -> bytes:
        return self._data.read(min(size, self._random.randint(1, 50)))


@pytest.mark.parametrize("pieces", [RECORDS, MEMBERS])
def test_a_stream_that_dribbles_gives_the_same(pieces: list[bytes]) -> None:
    """However a pipe cuts the bytes, the records are the same."""
    assert outcome(Dribble(b"".join(pieces))) == GOOD


def damaged(pieces: list[bytes], number: int, at: int, new: bytes) -> bytes:
    """All pieces, one of them overwritten at an offset."""
    piece = pieces[number]
    return b"".join([*pieces[:number], piece[:at] + new + piece[at + len(new) :], *pieces[number + 1 :]])


@pytest.mark.parametrize("number", [1, 4])
def test_an_overwritten_beginning_costs_its_record(number: int) -> None:
    """Where no record begins is said with its offset; the next one is found."""
    read = outcome(damaged(RECORDS, number, 0, b"XXXXXXXX"))
    assert read[number] == f"w!{offsets(RECORDS)[number]}: broken record: no record begins here"
    assert [each for each in read if each.startswith("ok")] == without(number)
    read = outcome(damaged(MEMBERS, number, 0, b"XXXXXXXX"))
    assert said(read[number]) == f"{offsets(MEMBERS)[number]}: broken record: damaged gzip data"
    assert [each for each in read if each.startswith("ok")] == without(number)


@pytest.mark.parametrize(("pieces", "name"), [(RECORDS, "w.warc"), (MEMBERS, "w.warc.gz")])
@pytest.mark.parametrize("at", [3, 12])
def test_a_file_named_warc_is_one_though_its_first_record_is_damaged(pieces: list[bytes], name: str, at: int) -> None:
    """Where the first bytes say nothing, the name does."""
    read = outcome(damaged(pieces, 0, at, b"XXXXXXXXX"), name=name)
    assert read[0].startswith(f"{name}!0: broken record:") and read[1:] == without(0)


@pytest.mark.parametrize("at", [12, 200, 600, -20])
def test_damage_in_a_gzip_member_costs_its_record(at: int) -> None:
    """Wherever a member is damaged, the place of the member is named and the next one is read."""
    at %= len(MEMBERS[2])
    read = outcome(damaged(MEMBERS, 2, at, bytes([255]) * 9))
    assert said(read[2]) == f"{offsets(MEMBERS)[2]}: broken record: damaged gzip data"
    assert [each for each in read if each.startswith("ok")] == without(2)


def test_a_false_checksum_of_a_member_is_damage() -> None:
    """The last eight bytes of a member vouch for the others."""
    read = outcome(damaged(MEMBERS, 2, len(MEMBERS[2]) - 8, b"\1\2\3\4"))
    assert "damaged gzip data" in read[2] and [each for each in read if each.startswith("ok")] == without(2)


@pytest.mark.parametrize("pieces", [RECORDS, MEMBERS])
def test_a_record_cut_out_of_the_middle_costs_itself_alone(pieces: list[bytes]) -> None:
    """Missing bytes make the next record follow inside the broken one; it is found there."""
    for keep in (100, 300, len(pieces[1]) - 90):
        data = b"".join([pieces[0], pieces[1][:keep], *pieces[2:]])
        read = outcome(data)
        assert [each for each in read if each.startswith("ok")] == without(1)
        assert read[1].startswith(f"w!{len(pieces[0])}: broken record:") and len(read) == 5


@pytest.mark.parametrize("pieces", [RECORDS, MEMBERS])
def test_a_file_that_breaks_off_says_where(pieces: list[bytes]) -> None:
    """The records before the end are read, the last one is told."""
    for keep in (5, 100, len(pieces[4]) - 70):
        read = outcome(b"".join([*pieces[:4], pieces[4][:keep]]))
        assert read[:4] == without(4) and len(read) == 5
        assert read[4].startswith(f"w!{offsets(pieces)[4]}: broken record:")


@pytest.mark.parametrize("pieces", [RECORDS, MEMBERS])
def test_bytes_between_records_are_told(pieces: list[bytes]) -> None:
    """What stands between two records costs neither."""
    read = outcome(b"".join([*pieces[:2], b"junk\r\n" * 50_000, *pieces[2:]]))
    assert read[2].startswith(f"w!{offsets(pieces)[2]}: broken record:")
    assert [each for each in read if each.startswith("ok")] == GOOD


LENGTH = re.compile(rb"Content-Length: \d+")


@pytest.mark.parametrize("length", ["5", "0", "1900", "3000", "3990", "99999", "9999999999", "9" * 30, "-4", "abc", ""])
def test_a_false_length_costs_its_record(length: str) -> None:
    """Too short, too long, impossible: the record is told, and those that it claims to hold are read."""
    false = LENGTH.sub(f"Content-Length: {length}".encode(), RECORDS[1], count=1)
    for pack in (warc, warc_gz, lambda *pieces: gzip.compress(b"".join(pieces))):
        read = outcome(pack(RECORDS[0], false, *RECORDS[2:]))
        assert [each for each in read if each.startswith("ok")] == without(1), read
        assert "broken record" in read[1]


def test_a_false_length_beyond_the_limit_is_seen_in_passing() -> None:
    """A record said to be larger than what is kept is looked through for the records that it swallows."""
    false = LENGTH.sub(b"Content-Length: 9000000", RECORDS[1], count=1)
    large = record(http(b"<p>" + b"x" * 3_000_000))
    read = outcome(warc(RECORDS[0], false, large, *RECORDS[2:]), limits=Limits(page=10_000))
    assert read[0] == "ok 0" and read[2:] == GOOD[2:]
    assert read[1].endswith("its Content-Length is false: another record begins before its end")


def test_a_missing_end_of_headers_is_told() -> None:
    """Headers that never end do not swallow the file."""
    endless = b"WARC/1.0\r\n" + b"X: y\r\n" * 30_000
    read = outcome(warc(RECORDS[0], endless, *RECORDS[1:]))
    assert [each for each in read if each.startswith("ok")] == GOOD
    assert read[1] == f"w!{len(RECORDS[0])}: broken record: its header breaks off"


def test_too_many_broken_records_end_the_file() -> None:
    """A file of nothing but faults does not keep the reader busy for ever."""
    false = LENGTH.sub(b"Content-Length: x", RECORDS[1], count=1)
    read = outcome(warc(*[false] * 30, *RECORDS), limits=Limits(broken=10))
    assert len(read) == 12 and read[-1] == "w: more than 10 broken records (limit broken): the rest is not read"


def test_a_member_that_grows_out_of_all_proportion_is_left() -> None:
    """A gzip bomb between records is told, the next record is read."""
    zeros = gzip.decompress(bomb(5_000_000))
    big = warc_gz(record(http(zeros, content_type="video/mp4")))
    data = b"".join([MEMBERS[0], big, *MEMBERS[2:]])
    read = outcome(data, Limits(page=100_000, ratio=100))
    assert [each for each in read if each.startswith("ok")] == without(1)
    assert read[1] == f"w!{len(MEMBERS[0])}: broken record: unpacks to more than 100 times its size (limit ratio): the rest is not read"


class Long:
    """A WARC that is longer than what is measured, made while it is read."""

    def __init__(self, record: bytes, count: int) -> None:
        self._record, self._left, self._ahead = record, count, b""

    def read(self, size: int) -> bytes:
        while len(self._ahead) < size and self._left:
            self._ahead += self._record
            self._left -= 1
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        return data


@pytest.mark.parametrize("pack", [warc, warc_gz])
def test_a_long_file_takes_little_memory(pack: type) -> None:
    """Reading holds one record at a time, however many there are: 40 MB of records in less than 2 MB."""
    record_of_100_kb = pack(record(http(b"<p>" + BODY * 56)))
    tracemalloc.start()
    count = sum(not frame.fault for frame in frames(Long(record_of_100_kb, 400), Limits()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 400 and peak < 2_000_000


def test_random_damage_never_stops_the_reader() -> None:
    """Bits flipped, pieces cut and doubled: every record that stands whole outside the damage is read, and nothing is raised."""
    rnd = random.Random(11)
    for pieces in (RECORDS, MEMBERS):
        data = b"".join(pieces)
        for _ in range(150):
            start = rnd.randrange(3, len(data))
            end = min(len(data), start + rnd.choice([1, 8, 200]))
            new = rnd.choice([b"", rnd.randbytes(end - start), data[start:end] * 2])
            read = outcome(data[:start] + new + data[end:], name="w.warc.gz")
            whole = [f"ok {number}" for number, at in enumerate(offsets(pieces))
                     if at + len(pieces[number]) <= start or at >= end]  # fmt: skip
            assert set(whole) <= set(read), (start, end, new)


def test_a_window_goes_back_and_forgets() -> None:
    """What was read since `forget` can be read again, what lies before cannot."""
    window = Window(io.BytesIO(b"0123456789" * 30_000))
    assert window.read(5) == b"01234" and window.peek(3) == b"567"
    window.rewind(2)
    assert window.read(3) == b"234"
    window.forget()
    window.rewind(0)
    assert window.offset == 5
    assert not window.find(re.compile(b"x"), within=100_000) and window.offset == 100_005
    assert window.find(re.compile(b"9")) and window.offset == 100_009
