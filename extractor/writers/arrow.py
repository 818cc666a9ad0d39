"""Record <-> Arrow: the schema comes from the types in model.py, so that Parquet, Spark and Ray see what JSON has.

The only pyarrow besides parquet.py. A key that JSON leaves out is null here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from extractor.errors import MissingExtraError
from extractor.model import Record
from extractor.writers.plain import plain

if TYPE_CHECKING:
    import pyarrow as pa


def pyarrow() -> Any:
    """The library; raises MissingExtraError."""
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError("pyarrow", "parquet") from error
    return pyarrow


@cache
def record_schema() -> pa.Schema:
    """The record as an Arrow schema: one column for each key, structs and lists nested as in JSON."""
    return pyarrow().schema(_arrow_type(inspect.type_info(Record)))


def to_batch(records: Iterable[Record]) -> pa.RecordBatch:
    """Records as rows of record_schema()."""
    rows = [plain(msgspec.to_builtins(record)) for record in records]
    return pyarrow().RecordBatch.from_pylist(rows, schema=record_schema())


def from_batch(batch: pa.RecordBatch) -> list[Record]:
    """The records of rows that `to_batch` made."""
    return [msgspec.convert(_without_nulls(row, inspect.type_info(Record)), Record) for row in batch.to_pylist()]


def _arrow_type(info: Any) -> pa.DataType:
    """The Arrow type of a type as msgspec sees it. Raises TypeError for one that no record has had so far."""
    pa = pyarrow()
    match info:
        case inspect.StructType(fields=fields):
            return pa.struct([pa.field(field.encode_name, _arrow_type(field.type)) for field in fields])
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return pa.list_(_arrow_type(item))
        case inspect.TupleType(item_types=(first, *rest)) if all(each == first for each in rest):
            return pa.list_(_arrow_type(first))
        case inspect.DictType(key_type=key, value_type=value):
            return pa.map_(_arrow_type(key), _arrow_type(value))
        case inspect.UnionType(types=types):
            (known,) = [each for each in types if not isinstance(each, inspect.NoneType)]
            return _arrow_type(known)
        case inspect.LiteralType(values=(int(), *_)) | inspect.IntType():
            return pa.int64()
        case inspect.LiteralType() | inspect.EnumType() | inspect.StrType():
            return pa.string()
        case inspect.FloatType():
            return pa.float64()
        case inspect.BoolType():
            return pa.bool_()
    raise TypeError(f"no Arrow type for {info}")


def _without_nulls(value: Any, info: Any) -> Any:
    """A row as JSON would have it: unset keys left out, maps as objects."""
    match info:
        case inspect.UnionType(types=types) if value is not None:
            (known,) = [each for each in types if not isinstance(each, inspect.NoneType)]
            return _without_nulls(value, known)
        case inspect.StructType(fields=fields):
            set_ = [field for field in fields if value[field.encode_name] is not None or _may_be_none(field.type)]
            return {field.encode_name: _without_nulls(value[field.encode_name], field.type) for field in set_}
        case inspect.ListType(item_type=item):
            return [_without_nulls(child, item) for child in value]
        case inspect.DictType(value_type=item):
            return {key: _without_nulls(child, item) for key, child in value}
    return value


def _may_be_none(info: Any) -> bool:
    return isinstance(info, inspect.UnionType) and any(isinstance(each, inspect.NoneType) for each in info.types)
