"""What a source leaves behind: one view `raw.<table>` per table, with the shop's own columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from data.mapping.sql import quoted

Columns = dict[str, str]
"""Column name -> DuckDB type."""


@dataclass(frozen=True)
class Raw:
    """The tables found, each with its columns; `names` says where each came from, for messages."""

    columns: dict[str, Columns] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> Columns:
    """The columns of a view or table, in order."""
    return {str(row[0]): str(row[1]) for row in con.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}


def add_view(con: duckdb.DuckDBPyConnection, name: str, select: str) -> Columns:
    """Makes `raw.<name>` from a SELECT and says what columns it has."""
    con.execute(f"CREATE OR REPLACE VIEW raw.{quoted(name)} AS {select}")
    return columns_of(con, f"raw.{quoted(name)}")
