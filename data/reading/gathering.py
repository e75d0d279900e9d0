"""The event lines of the source and of the store, typed, in one view `staged.line`; the source's come first."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from data.columns import EVENT_TYPES
from data.mapping.quoting import literal
from data.mapping.shapes import EVENT_SHAPES
from data.mapping.shop import ShopMapping
from data.mapping.table import TableMapping
from data.reading.lines import Written, lines_sql
from data.reading.staging import count, keep
from data.sources.opening import Columns, columns_of

STORE: Final = "store"
"""The origin of lines that are no part of a shop's export."""
PLAIN: Final = TableMapping()
_NUMBERS: Final = ("quantity", "price")


def gather_lines(con: duckdb.DuckDBPyConnection, work: Path, events: Columns, mapping: ShopMapping) -> None:
    """Leaves `staged.source_line`, numbered from 0, and `staged.gathered`, with `origin` and `place` within it.

    Where there are `raw.store_*`, `staged.store_line` is the store's, numbered after the source's, and the lines of
    guests whose session has an owner are that customer's. Cost: one pass over each.
    """
    stored = "store_event" in _raw_tables(con)
    owned = stored and _owners(con)
    written = Written("shop.events", events, owned=owned)
    keep(con, work, "staged.source_line", lines_sql(written, mapping.tables["events"]))
    parts = ["SELECT 'events' AS origin, seq + 1 AS place, * FROM staged.source_line"]
    if stored:
        first = count(con, "staged.source_line")
        con.execute(f"CREATE OR REPLACE VIEW staged.told AS {_told_sql()}")
        told = Written("staged.told", columns_of(con, "staged.told"), f"{first} + seq", owned)
        keep(con, work, "staged.store_line", lines_sql(told, PLAIN))
        parts.append(f"SELECT {literal(STORE)} AS origin, seq - {first} AS place, * FROM staged.store_line")
    con.execute(f"CREATE OR REPLACE VIEW staged.gathered AS {' UNION ALL BY NAME '.join(parts)}")


def _raw_tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    found = con.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'raw'").fetchall()
    return {str(row[0]) for row in found}


def _owners(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any session is known to be a customer's; leaves `staged.session_of`."""
    con.execute("""
        CREATE OR REPLACE TABLE staged.session_of AS
        SELECT session_id::VARCHAR AS session_id, any_value(customer_id::VARCHAR) AS customer_id
        FROM raw.store_session GROUP BY 1""")
    return count(con, "staged.session_of") > 0


def _told_sql() -> str:
    """The store's events with the contract's columns and words; the types are those of no database in particular."""
    names = ", ".join(map(literal, EVENT_TYPES))
    words = {
        "event_type": f"[{names}][TRY_CAST(kind AS INTEGER) + 1]",
        "timestamp": "make_timestamp(TRY_CAST(t AS BIGINT))",
        **{name: f"TRY_CAST({name} AS DOUBLE)" for name in _NUMBERS},
    }
    cells = (f'{words.get(name, _text(name))} AS "{name}"' for name in EVENT_SHAPES)
    return f"SELECT TRY_CAST(seq AS BIGINT) AS seq, {', '.join(cells)} FROM raw.store_event"


def _text(name: str) -> str:
    return f"nullif({name}::VARCHAR, '')"
