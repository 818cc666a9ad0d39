"""A real Spark session on this machine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from extractor import extract
from extractor.cluster.spark import extract_dataframe
from extractor.errors import MissingExtraError
from extractor.writers.arrow import from_batch, record_schema

ROOT = Path(__file__).parents[2]


def test_a_missing_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PySpark the extra to install is said."""
    monkeypatch.setitem(sys.modules, "pyspark.sql.pandas.types", None)
    with pytest.raises(MissingExtraError, match=r"extractor\[spark\]"):
        extract_dataframe(None)


@pytest.mark.cluster
def test_a_dataframe_gives_what_extract_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples through mapInArrow, and read again from the Parquet that Spark writes, record for record."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install 'extractor[spark]'")
    pa = pytest.importorskip("pyarrow")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine")
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        paths = [*sorted((ROOT / "samples").glob("*.html"))[:6], tmp_path / "empty.html"]
        paths[-1].write_bytes(b"")
        pages = spark.createDataFrame([(str(path), path.read_bytes()) for path in paths], "uri string, bytes binary")
        extract_dataframe(pages.repartition(2), page_timeout=120).write.parquet(str(tmp_path / "out"))
        rows = spark.read.parquet(str(tmp_path / "out")).toArrow()
    finally:
        spark.stop()
    good = rows.filter(rows["error"].is_null()).select(record_schema().names).cast(record_schema())
    found = {record.page.uri: record for piece in good.to_batches() for record in from_batch(piece)}
    assert found == {str(path): extract(path) for path in paths[:-1]}
    assert [error for error in rows["error"].to_pylist() if error] == [f"{paths[-1]}: the page is empty"]
    assert isinstance(pages, sql.DataFrame) and pa
