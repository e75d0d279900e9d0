"""Query results as arrays, without a Python loop over rows."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from data.arrays import Ragged
from data.facts.facts import Labels
from data.facts.selections import LABEL_CODES, LABEL_NAMES, TEXTS
from data.strings import Strings

Con = duckdb.DuckDBPyConnection
BATCH_ROWS = 1 << 18


def columns(con: Con, sql: str, parameters: dict[str, Any] | None = None) -> dict[str, NDArray[Any]]:
    """Each column of a result without NULLs as one array, by its name. Memory: twice the result while it is copied."""
    result: Any = con.execute(sql, parameters)  # DuckDB's own types name pandas, which is not installed
    fetched: dict[str, NDArray[Any]] = result.fetchnumpy()
    return {name: np.ascontiguousarray(column) for name, column in fetched.items()}


def large_columns(con: Con, sql: str, count: str) -> dict[str, NDArray[Any]]:
    """As `columns` for results of many rows: filled batch by batch into arrays made to size. Memory: the result once.

    `count` is the SELECT that says how many rows will come.
    """
    rows = one_number(con, count)
    reader = con.sql(sql).to_arrow_reader(BATCH_ROWS)
    filled = {field.name: np.empty(rows, field.type.to_pandas_dtype()) for field in reader.schema}
    start = 0
    for batch in reader:
        for name, column in filled.items():
            column[start : start + batch.num_rows] = batch.column(name).to_numpy()
        start += batch.num_rows
    return filled


def ragged(con: Con, sql: str, rows: int) -> Ragged:
    """From a result (row, value) in order of row: the values of each row, in the order of the result."""
    pairs = columns(con, sql)
    held = np.bincount(pairs["row"], minlength=rows)
    return Ragged(np.concatenate(([0], np.cumsum(held))).astype(np.int64), pairs["value"])


def texts(con: Con, table: str, column: str) -> Strings:
    """A column of texts in order of the table's number; NULL is the empty string."""
    return strings(con, TEXTS.format(table=table, column=column))


def strings(con: Con, sql: str) -> Strings:
    """A result of one column of texts. Cost: two copies, whatever the number of rows."""
    column = con.sql(sql).to_arrow_table().column(0).cast("large_string").combine_chunks()
    if len(column) == 0:
        return Strings.of(())
    _, offsets, blob = column.buffers()
    return Strings(np.frombuffer(offsets, np.int64)[column.offset :][: len(column) + 1], np.frombuffer(blob, np.uint8))


def labels(con: Con, table: str, column: str) -> Labels:
    """A column of texts as codes; the names in alphabetical order, an empty text has none."""
    code = columns(con, LABEL_CODES.format(table=table, column=column))["code"]
    return Labels(code, strings(con, LABEL_NAMES.format(table=table, column=column)))


def one_number(con: Con, sql: str) -> int:
    """The only value of a result."""
    return int(con.execute(sql).fetchall()[0][0])
