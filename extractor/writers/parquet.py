"""Record -> Parquet with nested columns, a row group at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from extractor.model import Record
from extractor.writers.arrow import pyarrow, record_schema, to_batch

ROW_GROUP = 1000
"""Records a row group: some tens of megabytes in memory."""


def write_parquet(records: Iterable[Record]) -> Iterator[bytes]:
    """One Parquet file, compressed with Zstandard; raises MissingExtraError before the first record is taken."""
    pyarrow()
    from pyarrow.parquet import ParquetWriter

    waiting, sink = iter(records), _Sink()
    with ParquetWriter(sink, record_schema(), compression="zstd") as writer:
        while rows := list(islice(waiting, ROW_GROUP)):
            writer.write_batch(to_batch(rows), row_group_size=ROW_GROUP)
            yield sink.taken()
    yield sink.taken()


class _Sink:
    """A file that keeps what is written until it is taken."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self._size += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
