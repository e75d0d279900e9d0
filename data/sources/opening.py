"""What a source is handed, and what it leaves behind: one view `raw.<table>` per table, with the shop's own columns."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.errors import InputError
from data.mapping.quoting import literal, quoted
from data.mapping.shop import ShopMapping

Columns = dict[str, str]
"""Column name -> DuckDB type."""

REJECTS = "CREATE OR REPLACE TABLE raw.reject (origin VARCHAR, line BIGINT, reason VARCHAR, content VARCHAR)"
"""Lines of text files that are no rows at all; sources add to it, the reading sets them aside."""


@dataclass(frozen=True)
class Opening:
    """A connection to leave the views in, the address, the mapping, and a folder for copies of what is no Parquet.

    needs_events: whether a source without an events table is of no use.
    """

    con: duckdb.DuckDBPyConnection
    address: str
    mapping: ShopMapping
    work: Path
    needs_events: bool = True


@dataclass(frozen=True)
class Raw:
    """The tables found: the columns of each, and where each came from, for messages."""

    columns: dict[str, Columns] = field(default_factory=dict[str, Columns])
    origins: dict[str, str] = field(default_factory=dict[str, str])

    def has(self, table: str) -> bool:
        """Whether the source holds this table."""
        return table in self.columns


def add_parquet(opening: Opening, raw: Raw, table: str, paths: list[Path], origin: str) -> None:
    """Makes `raw.<table>` from Parquet files whose columns are united by name."""
    listed = ", ".join(literal(str(path)) for path in paths)
    parquet = f"read_parquet([{listed}], union_by_name = true, binary_as_string = true)"
    with named_in_errors(origin):
        opening.con.execute(f"CREATE OR REPLACE VIEW raw.{quoted(table)} AS SELECT * FROM {parquet}")
        raw.columns[table] = columns_of(opening.con, f"raw.{quoted(table)}")
    raw.origins[table] = origin


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> Columns:
    """The columns of a view or table, in order."""
    return {str(row[0]): str(row[1]) for row in con.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}


@contextmanager
def named_in_errors(origin: str) -> Generator[None]:
    """Turns what DuckDB says of a broken file into InputError naming the file."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise InputError(origin, f"cannot be read ({first}); write the file again, or leave it out") from None
