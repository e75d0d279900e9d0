"""The whole way from a source to the cleaned tables; `read_shop` reads as the list of its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from data.mapping.shop import shop_mapping
from data.reading.attributes import customers_sql, items_sql
from data.reading.catalogue import write_customers, write_items
from data.reading.lines import lines_sql
from data.reading.numbering import number_ids, number_lines
from data.reading.repeats import write_events
from data.reading.shop_tables import make_shop_tables
from data.reading.staging import count, keep, prepare
from data.settings import Settings
from data.sources import open_source
from data.sources.opening import Opening, named_in_errors

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

    Raises InputError when the source, its columns or its rows cannot be used. Cost: a few passes over the events;
    memory bounded by `[reading] memory`.
    """
    mapping = shop_mapping(settings)
    prepare(con, settings, work)
    progress("open the source")
    raw = open_source(Opening(con, source, mapping, work))
    tables = make_shop_tables(con, raw, mapping)
    progress("read the tables")
    with named_in_errors(raw.origins["events"]):
        keep(con, work, "staged.line", lines_sql(tables["events"], mapping.tables["events"]))
        keep(con, work, "staged.about_item", items_sql(tables, mapping))
        keep(con, work, "staged.about_customer", customers_sql(tables, mapping))
    progress("number customers, items and orders")
    number_ids(con, work)
    number_lines(con, work, mapping.time_zone)
    progress("write the cleaned tables")
    write_events(con, work)
    write_customers(con, work)
    write_items(con, work)
    return Reading(count(con, "event"), count(con, "item"), count(con, "customer"), mapping.time_zone)


def newest_moment(con: duckdb.DuckDBPyConnection, now: datetime) -> datetime | None:
    """The default as_of (UTC, naive): just after the newest event that is not after `now`; None without such an event."""
    newest = "SELECT date_trunc('second', max(t)) + INTERVAL 1 SECOND FROM event WHERE t <= ?"
    return con.execute(newest, [now]).fetchall()[0][0]
