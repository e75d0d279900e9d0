"""Rows of the customer table as Parquet; pyarrow is loaded only when such a file is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from data.arrays import ABSENT, Ints
from data.arrow import texts
from data.strings import Strings
from models.customers.table import CustomerTable, Memberships
from service.table_text import CUSTOMER

TEXT = pa.large_string()
KINDS = {"f": pa.float32(), "i": pa.int32(), "b": pa.bool_()}


@contextmanager
def parquet_file(ids: Strings, table: CustomerTable, out: Path) -> Iterator[Callable[[Ints], None]]:
    """Writes a row group per chunk; a number that cannot be said is null."""
    names = texts(ids)
    schema = pa.schema([
        (CUSTOMER, TEXT),
        *((name, KINDS[column.dtype.kind]) for name, column in table.numbers.items()),
        *((name, TEXT) for name in table.labels),
        *((name, pa.list_(TEXT)) for name in table.memberships),
    ])  # fmt: skip
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:

        def write(rows: Ints) -> None:
            columns = [
                names.take(_column(rows)),
                *(_numbers(column[rows]) for column in table.numbers.values()),
                *(texts(each.name).take(_numbers(each.code[rows])) for each in table.labels.values()),
                *(_lists(each, rows) for each in table.memberships.values()),
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))

        yield write


def _numbers(values: np.ndarray[Any, Any]) -> pa.Array:
    if values.dtype.kind == "b":
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])
    said = np.isfinite(values) if values.dtype.kind == "f" else values != ABSENT
    return _column(values, _bits(said))


def _lists(column: Memberships, rows: Ints) -> pa.Array:
    held = column.held.take(rows)
    return pa.ListArray.from_arrays(
        _column(held.offsets.astype(np.int32)), texts(column.name).take(_column(held.values))
    )


def _bits(values: np.ndarray[Any, Any]) -> Any:
    return pa.py_buffer(np.packbits(values, bitorder="little"))


def _column(values: np.ndarray[Any, Any], said: Any = None) -> pa.Array:
    """The same bytes as an Arrow array: pa.array would load pandas where there is one, to look for its types."""
    kept = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(kept.dtype), len(kept), [said, pa.py_buffer(kept)])
