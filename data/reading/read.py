"""The whole way from a source to the cleaned tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from data.mapping.shop import ShopMapping, shop_mapping
from data.mapping.sql import literal
from data.reading.clean import write_customers, write_events, write_items
from data.reading.lines import lines_sql
from data.settings import Settings
from data.sources.files import open_files

Progress = Callable[[str], None]
"""Told the name of each step as it starts."""


@dataclass(frozen=True)
class Reading:
    """How much was read: kept rows per table, and the shop's zone."""

    events: int
    items: int
    customers: int
    time_zone: str


def read_shop(
    con: duckdb.DuckDBPyConnection, source: str, settings: Settings, work: Path, now: datetime, progress: Progress
) -> Reading:
    """Leaves the views `event`, `item`, `customer` in `con`, over Parquet files in `work`.

    Raises InputError when the source, its columns or its rows cannot be used. Cost: a few passes over the events, memory
    bounded by `[reading] memory`.
    """
    mapping = shop_mapping(settings)
    _prepare(con, work)
    progress("open the source")
    raw = open_files(con, source, mapping, work)
    progress("read events")
    _keep(con, "line", lines_sql("raw.events", raw.columns["events"], mapping.tables["events"]), work)
    progress("number customers and items")
    write_customers(con, raw, mapping, work)
    write_items(con, raw, mapping, work)
    progress("write events")
    write_events(con, mapping, work)
    return _reading(con, mapping)


def newest_moment(con: duckdb.DuckDBPyConnection, now: datetime) -> datetime | None:
    """The default as_of: just after the newest event that is not after `now`; None without such an event."""
    newest = "SELECT date_trunc('second', max(t)) + INTERVAL 1 SECOND FROM event WHERE t <= ?"
    return con.execute(newest, [now]).fetchall()[0][0]


def _prepare(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    work.mkdir(parents=True, exist_ok=True)
    con.execute("SET TimeZone = 'UTC'; SET autoinstall_known_extensions = false; SET enable_progress_bar = false")
    con.execute(f"SET temp_directory = {literal(str(work / 'spill'))}")
    con.execute("CREATE SCHEMA IF NOT EXISTS raw; CREATE SCHEMA IF NOT EXISTS staged")


def _keep(con: duckdb.DuckDBPyConnection, name: str, select: str, work: Path) -> None:
    path = literal(str(work / f"{name}.parquet"))
    con.execute(f"COPY ({select}) TO {path} (FORMAT parquet, COMPRESSION zstd)")
    con.execute(f"CREATE OR REPLACE VIEW staged.{name} AS SELECT * FROM {path}")


def _reading(con: duckdb.DuckDBPyConnection, mapping: ShopMapping) -> Reading:
    counts = [con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in ("event", "item", "customer")]
    return Reading(counts[0], counts[1], counts[2], mapping.time_zone)
