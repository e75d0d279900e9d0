"""The whole way from a source to the cleaned tables and the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.checks.check import Findings
from data.checks.run import found
from data.errors import InputError
from data.mapping.proving import prove
from data.mapping.shop import ShopMapping, shop_mapping
from data.reading.attributes import about_sql, further_sql, listed_sql
from data.reading.catalogue import write_customers, write_items
from data.reading.erasing import leave_out_erased, without_erased_sql
from data.reading.gathering import STORE, gather_lines
from data.reading.numbering import number_ids, number_lines
from data.reading.origins import Origins, open_origins
from data.reading.repeats import write_events
from data.reading.set_aside import write_set_aside
from data.reading.shop_tables import make_shop_tables
from data.reading.staging import count, keep, prepare, too_little_memory
from data.settings import Settings
from data.sources.opening import Columns, Raw, named_in_errors
from data.stores.standing import Snapshot

Progress = Callable[[str], None]
"""Told the name of each step as it starts."""


@dataclass(frozen=True)
class Reading:
    """How much was read and kept, the shop's zone, and what the checks found; stored: rows of the event store."""

    rows: int
    stored: int
    events: int
    items: int
    customers: int
    time_zone: str
    findings: Findings


def read_shop(
    con: duckdb.DuckDBPyConnection, origins: Origins, settings: Settings, work: Path, now: datetime, progress: Progress
) -> Reading:
    """Leaves the views `event`, `item`, `customer`, `attribute` in `con`, over Parquet files in `work`.

    A `now` without a zone is UTC. Raises InputError when the source, its columns or its rows cannot be used. Cost: a
    few passes over the events; memory bounded by `[reading] memory`.
    """
    reading = _read(con, origins, settings, work, now, progress)
    for finding in reading.findings.fatal:
        raise InputError("source", f"{finding.says} ({'; '.join(_why(reading.findings)) or 'the events are empty'})")
    return reading


def check_shop(
    con: duckdb.DuckDBPyConnection, origins: Origins, settings: Settings, work: Path, now: datetime, progress: Progress
) -> Findings:
    """All findings, fatal ones among them. Raises InputError when the source or its columns cannot be read at all."""
    return _read(con, origins, settings, work, now, progress).findings


def newest_moment(con: duckdb.DuckDBPyConnection, now: datetime) -> datetime | None:
    """The default as_of (naive UTC): just after the newest event not after `now`; None without such an event."""
    newest = "SELECT date_trunc('second', max(t)) + INTERVAL 1 SECOND FROM event WHERE t <= ?"
    return con.execute(newest, [_in_utc(now)]).fetchall()[0][0]


def _why(findings: Findings) -> Iterator[str]:
    """The warnings in short: most say what became of the rows."""
    for row in findings.rows:
        if row.level == "warning":
            examples = f", such as {', '.join(row.examples[:3])}" if row.examples else ""
            yield f"{row.count:,} {row.says}{examples}"


def _in_utc(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now


def _read(
    con: duckdb.DuckDBPyConnection, origins: Origins, settings: Settings, work: Path, now: datetime, progress: Progress
) -> Reading:
    try:
        return _read_within_memory(con, origins, settings, work, now, progress)
    except duckdb.OutOfMemoryException as error:
        raise too_little_memory(error) from None


def _read_within_memory(
    con: duckdb.DuckDBPyConnection, origins: Origins, settings: Settings, work: Path, now: datetime, progress: Progress
) -> Reading:
    mapping = shop_mapping(settings)
    prepare(con, settings, work)
    prove(con, mapping)
    con.execute("SET VARIABLE zone = $1::VARCHAR", [mapping.time_zone])
    progress("open the source")
    raw = open_origins(con, origins, mapping, work)
    tables = make_shop_tables(con, raw, mapping)
    progress("read the tables")
    _stage(con, work, raw, tables, mapping, origins.store)
    progress("number customers, items and orders")
    number_ids(con, work)
    number_lines(con, work, mapping.time_zone)
    progress("write the cleaned tables")
    write_events(con, work)
    write_customers(con, work)
    with named_in_errors(_origin(raw, "customers")):
        keep(con, work, "attribute", further_sql(tables, mapping))
    write_items(con, work)
    progress("check")
    path, rows = write_set_aside(con, work, tables)
    findings = Findings(found(con, _in_utc(now), "items" in tables), path, rows)
    rows, events, items, customers = (count(con, table) for table in ("staged.line", "event", "item", "customer"))
    stored = count(con, f"staged.line WHERE origin = '{STORE}'")
    return Reading(rows, stored, events, items, customers, mapping.time_zone, findings)


def _stage(
    con: duckdb.DuckDBPyConnection,
    work: Path,
    raw: Raw,
    tables: dict[str, Columns],
    mapping: ShopMapping,
    store: Snapshot | None,
) -> None:
    """Leaves `staged.line`, `staged.about_item` and `staged.about_customer`, nothing of the erased in any of them."""
    listed = {name: listed_sql(name, tables, mapping) for name in ("items", "customers")}
    with named_in_errors(_origin(raw, "events")):
        gather_lines(con, work, tables["events"], mapping)
    with named_in_errors(_origin(raw, "customers")):
        con.execute(f"CREATE OR REPLACE VIEW staged.listed_customer AS {listed['customers']}")
        leave_out_erased(con, tables, store.key if store else b"")
        listed["customers"] = without_erased_sql(listed["customers"], "customers" in tables)
    for table, name in (("items", "item"), ("customers", "customer")):
        with named_in_errors(_origin(raw, table)):
            con.execute(f"CREATE OR REPLACE VIEW staged.listed_{name} AS {listed[table]}")
            keep(con, work, f"staged.about_{name}", about_sql(table, f"staged.listed_{name}"))


def _origin(raw: Raw, table: str) -> str:
    """Where a table came from, for messages; its columns may stand on the events."""
    return raw.origins.get(table) or raw.origins.get("events", "the event store")
