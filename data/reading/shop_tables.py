"""The views `shop.<table>`: a raw table, or what the preset's SELECT makes of several; columns still the shop's own."""

from __future__ import annotations

import difflib
import re

import duckdb

from data.errors import InputError
from data.mapping.shop import TABLES, ShopMapping
from data.mapping.table import TableMapping
from data.reading.shapes import REQUIRED
from data.settings import SETTINGS_FILE
from data.sources.opening import Columns, Raw, columns_of, named_in_errors


def make_shop_tables(con: duckdb.DuckDBPyConnection, raw: Raw, mapping: ShopMapping) -> dict[str, Columns]:
    """The columns of each `shop.<table>` there is. Raises InputError for a column that is missing and needed."""
    con.execute("CREATE SCHEMA IF NOT EXISTS shop")
    found: dict[str, Columns] = {}
    for table in TABLES:
        select = _select(table, raw, mapping)
        if select:
            with named_in_errors(f"preset '{mapping.preset.title}', {table}"):
                con.execute(f"CREATE OR REPLACE VIEW shop.{table} AS {select}")
                found[table] = columns_of(con, f"shop.{table}")
            _refuse_missing(table, found[table], mapping, raw.origins.get(table, table))
    return found


def _select(table: str, raw: Raw, mapping: ShopMapping) -> str:
    select = mapping.preset.selects.get(table, "")
    if select and all(raw.has(name) for name in re.findall(r"raw\.(\w+)", select)):
        return select
    return f"SELECT * FROM raw.{table}" if raw.has(table) else ""


def _refuse_missing(table: str, columns: Columns, mapping: ShopMapping, origin: str) -> None:
    for name, column in mapping.given[table].columns.items():
        if column not in columns:
            raise InputError(f"{SETTINGS_FILE} [mapping.{table}] columns.{name}", _advice(column, columns, origin))
    whole = mapping.tables[table]
    for name in REQUIRED[table]:
        column = _column(name, whole)
        if name not in whole.constants and column not in columns:
            raise InputError(f"{origin}: {name}", _advice(column, columns, origin))


def _column(name: str, mapping: TableMapping) -> str:
    return mapping.columns.get(name, name)


def _advice(column: str, columns: Columns, origin: str) -> str:
    near = difflib.get_close_matches(column.lower(), [name.lower() for name in columns], 1)
    hint = f"; did you mean '{next(name for name in columns if name.lower() == near[0])}'?" if near else ""
    return f"{origin} has no column '{column}'; it has {', '.join(columns)}{hint} A mapping can rename it"
