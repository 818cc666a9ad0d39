"""FastWARC, warcio and our own reading of the same WARC side by side: speed, and what each gives of a damaged file.

    PYTHONPATH=. python tests/bench/warc_readers.py [RECORDS]
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import fastwarc.warc
import warcio.archiveiterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.model import Source
from extractor.sources.files import load

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.html"))
HEADERS = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")


def by_fastwarc(path: Path) -> Counter[str]:
    """Urls of the records whose page is whole."""
    records = fastwarc.warc.ArchiveIterator(str(path), auto_decode="all")
    return _urls((record.headers.get("WARC-Target-URI"), record.reader.read()) for record in records)


def by_warcio(path: Path) -> Counter[str]:
    """Urls of the records whose page is whole."""
    with path.open("rb") as stream:
        records = warcio.archiveiterator.ArchiveIterator(stream)
        return _urls((record.rec_headers["WARC-Target-URI"], record.content_stream().read()) for record in records)


def by_us(path: Path) -> Counter[str]:
    """Urls of the records whose page is whole."""
    return _urls((page.url, page.data) for page in load([path]) if isinstance(page, Source))


READERS = {"FastWARC": by_fastwarc, "warcio": by_warcio, "extractor": by_us}


def _urls(pages: object) -> Counter[str]:
    found: Counter[str] = Counter()
    try:
        for url, data in pages:  # type: ignore[attr-defined]
            if data.rstrip().endswith(b"</html>"):
                found[url] += 1
    except Exception as error:
        found[f"stopped: {type(error).__name__}"] += 1
    return found


def write(path: Path, count: int) -> list[int]:
    """A WARC of sample pages by warcio; where each record begins."""
    offsets = []
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.suffix == ".gz")
        for number in range(count):
            offsets.append(stream.tell())
            body = io.BytesIO(SAMPLES[number % len(SAMPLES)].read_bytes().rstrip() + b"\n</html>")
            url = f"http://example.com/{number}"
            writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=HEADERS))
    return offsets


def speed(folder: Path, count: int) -> None:
    """Microseconds a record."""
    for name in ("pages.warc", "pages.warc.gz"):
        write(folder / name, count)
        for reader, read in READERS.items():
            start = time.process_time()
            found = read(folder / name)
            spent = time.process_time() - start
            print(f"{name:14} {reader:10} {found.total():6} pages {spent / count * 1e6:8.0f} µs a record")


def damage(folder: Path) -> None:
    """How many of ten records are read after one of them is damaged; nine can be."""
    rnd = random.Random(1)
    for name in ("damaged.warc", "damaged.warc.gz"):
        path = folder / name
        offsets = write(path, 10)
        data = path.read_bytes()
        start, end = offsets[4], offsets[5]
        middle, length = (start + end) // 2, data.find(b"Content-Length: ", start) + 16
        kinds: dict[str, bytes] = {
            "overwritten beginning": data[:start] + rnd.randbytes(8) + data[start + 8 :],
            "overwritten middle": data[:middle] + b"\xff" * 40 + data[middle + 40 :],
            "cut out of the middle": data[: start + 200] + data[end:],
            "bytes between records": data[:end] + b"junk\r\n" * 100 + data[end:],
        }
        if name == "damaged.warc":
            kinds["length too small"] = data[:length] + b"5" + data[data.index(b"\r\n", length) :]
            kinds["length too large"] = data[:length] + b"9" + data[length:]
            kinds["length no number"] = data[:length] + b"x" + data[length:]
        for kind, damaged in kinds.items():
            path.write_bytes(damaged)
            print(f"{name:16} {kind:22}", *(f"{reader} {_outcome(read, path):28}" for reader, read in READERS.items()))


def _outcome(read: Callable[[Path], Counter[str]], path: Path) -> str:
    found = read(path)
    stopped = [name for name in found if name.startswith("stopped")]
    return ", ".join([str(found.total() - len(stopped)), *stopped])


def main() -> int:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        speed(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
        damage(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
