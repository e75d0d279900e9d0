"""The views `shop.<table>`: a raw table, or what the preset's SELECT makes of several; columns still the shop's own."""

from __future__ import annotations

import difflib
import re
from typing import Final

import duckdb

from data.errors import InputError
from data.mapping.columns import found_column
from data.mapping.quoting import quoted
from data.mapping.shapes import REQUIRED
from data.mapping.shop import TABLES, ShopMapping
from data.settings import SETTINGS_FILE
from data.sources.opening import Columns, Raw, columns_of, named_in_errors

_NO_EVENTS: Final = f"SELECT {', '.join(f'NULL::VARCHAR AS {quoted(name)}' for name in REQUIRED['events'])} WHERE false"


def make_shop_tables(con: duckdb.DuckDBPyConnection, raw: Raw, mapping: ShopMapping) -> dict[str, Columns]:
    """The columns of each `shop.<table>` there is; of events, where the source has none, an empty one.

    Raises InputError for a column that is missing and needed.
    """
    con.execute("CREATE SCHEMA IF NOT EXISTS shop; CREATE SCHEMA IF NOT EXISTS export")
    for name, columns in raw.columns.items():
        con.execute(f"CREATE OR REPLACE VIEW export.{quoted(name)} AS {_export(name, columns, mapping)}")
    found: dict[str, Columns] = {}
    for table in TABLES:
        select = _select(table, raw, mapping)
        if select:
            origin = raw.origins.get(table, f"preset '{mapping.preset.title}'")
            with named_in_errors(origin):
                con.execute(f"CREATE OR REPLACE VIEW shop.{table} AS {select}")
                found[table] = columns_of(con, f"shop.{table}")
            _refuse_missing(table, found[table], mapping, origin)
    if "events" not in found:
        con.execute(f"CREATE OR REPLACE VIEW shop.events AS {_NO_EVENTS}")
        found["events"] = columns_of(con, "shop.events")
    return found


def _export(name: str, columns: Columns, mapping: ShopMapping) -> str:
    read = {column: found_column(column, columns) for column in mapping.preset.reads.get(name, ())}
    cells = [f"{quoted(own) if own else 'NULL::VARCHAR'} AS {quoted(column)}" for column, own in read.items()]
    others = [quoted(column) for column in columns if column not in read.values() and column not in read]
    return f"SELECT {', '.join(cells + others)} FROM raw.{quoted(name)}"


def _select(table: str, raw: Raw, mapping: ShopMapping) -> str:
    select = mapping.preset.selects.get(table, "")
    if select and all(raw.has(name) for name in re.findall(r"\bexport\.(\w+)", select)):
        return select
    return f"SELECT * FROM raw.{table}" if raw.has(table) else ""


def _refuse_missing(table: str, columns: Columns, mapping: ShopMapping, origin: str) -> None:
    given, whole = mapping.given[table], mapping.tables[table]
    named = {f"columns.{name}": column for name, column in given.columns.items()}
    named |= {f"drop.{name}": rule.column for name, rule in given.drop.items()}
    for field, column in named.items():
        _refuse(f"{SETTINGS_FILE} [mapping.{table}] {field}", column, columns, origin)
    for name in REQUIRED[table]:
        if name not in whole.constants:
            _refuse(f"{origin}: {name}", whole.columns.get(name, name), columns, origin)


def _refuse(field: str, column: str, columns: Columns, origin: str) -> None:
    if found_column(column, columns):
        return
    near = difflib.get_close_matches(column.lower(), [name.lower() for name in columns], 1)
    hint = f" Did you mean '{next(name for name in columns if name.lower() == near[0])}'?" if near else ""
    detail = f"{origin} has no column '{column}', it has {', '.join(columns)}.{hint}"
    raise InputError(field, f"{detail} Rename under columns in the mapping")
