"""Pages in a Spark DataFrame to records in another, through Arrow. The only pyspark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from extractor.batch.arrow import extract_batch, result_schema
from extractor.batch.options import one_thread
from extractor.errors import MissingExtraError
from extractor.pipeline import Options

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 256
"""Pages taken at once: Spark's own batches of 10,000 would be a gigabyte of pages."""
_DEFAULT = Options()


def extract_dataframe(pages: Any, options: Options = _DEFAULT, page_timeout: float | None = 20.0) -> Any:
    """A DataFrame of uri, bytes and what else `extract_batch` takes becomes one of records, a row a page.

    Columns are the record's keys, nested, and error; see `extract_batch`. Raises MissingExtraError.
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema
    except ImportError as error:
        raise MissingExtraError("pyspark", "spark") from error

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        one_thread()
        for batch in batches:
            for start in range(0, batch.num_rows, ROWS):
                yield extract_batch(batch.slice(start, ROWS), options, page_timeout)

    return pages.mapInArrow(run, from_arrow_schema(result_schema()))
