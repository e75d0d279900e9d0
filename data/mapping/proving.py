"""What a mapping says is tried on DuckDB before anything is read, so that a slip is named by its own setting."""

from __future__ import annotations

import duckdb

from data.errors import InputError
from data.mapping.moments import EPOCHS
from data.mapping.quoting import literal
from data.mapping.shapes import NOT_READ_YET, SHAPES
from data.mapping.shop import TABLES, ShopMapping
from data.mapping.table import TableMapping
from data.settings import SETTINGS_FILE, unknown_name


def prove(con: duckdb.DuckDBPyConnection, mapping: ShopMapping) -> None:
    """Raises InputError naming the setting that cannot mean anything."""
    _prove_zone(con, "shop", mapping.time_zone)
    for table in TABLES:
        section = f"mapping.{table}"
        _prove_names(section, table, mapping.given[table])
        _prove_zone(con, section, mapping.tables[table].time_zone)
        _prove_formats(con, section, mapping.tables[table])


def _prove_names(section: str, table: str, given: TableMapping) -> None:
    known = (*SHAPES[table], *NOT_READ_YET[table])
    for part, names in (("columns", given.columns), ("constants", given.constants), ("values", given.values)):
        for name in names:
            if name not in known:
                raise _wrong(f"{section}.{part}", unknown_name("column", name, known))


def _prove_zone(con: duckdb.DuckDBPyConnection, section: str, zone: str) -> None:
    if zone and not con.execute("SELECT 1 FROM pg_timezone_names() WHERE name = ?", [zone]).fetchall():
        raise _wrong(section, f"no time zone '{zone}'; give one such as 'Europe/London'")


def _prove_formats(con: duckdb.DuckDBPyConnection, section: str, mapping: TableMapping) -> None:
    if len(mapping.delimiter) > 1:
        raise _wrong(section, f"delimiter '{mapping.delimiter}' should be one sign, such as ';'")
    if mapping.timestamp_format and mapping.timestamp_format not in EPOCHS:
        _try(con, f"{section} timestamp_format", f"try_strptime('', {literal(mapping.timestamp_format)})")
    for name, rule in mapping.drop.items():
        _try(con, f"{section}.drop.{name} pattern", f"regexp_matches('', {literal(rule.pattern)})")


def _try(con: duckdb.DuckDBPyConnection, section: str, expression: str) -> None:
    try:
        con.execute(f"SELECT {expression}").fetchall()
    except duckdb.Error as error:
        raise _wrong(section, str(error).splitlines()[0]) from None


def _wrong(section: str, detail: str) -> InputError:
    return InputError(f"{SETTINGS_FILE} [{section}]", detail)
