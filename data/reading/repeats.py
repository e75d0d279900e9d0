"""Which lines repeat another, and the events without them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from data.reading.staging import count, keep

SAME: Final = "event_id, item, customer, kind, t, order_no, session_no, quantity, price"
IDENTIFIED: Final = "event_id IS NOT NULL OR customer >= 0 OR order_no >= 0 OR session_no >= 0"
"""Two guests without a session may well do the same at the same moment; their lines are no duplicates."""


IN_ORDER: Final = "order_no, item, customer, kind"
"""What makes a line of the store one of the source, where they do not share an event_id."""


def write_events(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Leaves the view `event` and `staged.repeated` (seq of each line that repeats an earlier one).

    The same event_id and item is the same event; without an event_id everything must agree. Lines are compared in full
    only where a 64-bit hash repeats, so that memory holds one hash per line, and that can be written to disk. A line
    of the store repeats one of the source also where order, item, customer and type are the same.
    """
    key = f"hash({_key()})"
    con.execute(f"""
        CREATE OR REPLACE TABLE staged.repeated AS
        WITH twice AS (SELECT {key} AS hashed FROM staged.numbered WHERE {IDENTIFIED} GROUP BY 1 HAVING count(*) > 1)
        SELECT seq FROM staged.numbered WHERE ({IDENTIFIED}) AND {key} IN (SELECT hashed FROM twice)
        QUALIFY row_number() OVER (PARTITION BY {_key()} ORDER BY seq) > 1""")
    _repeat_orders(con)
    columns = "seq, customer, item, kind, t, day, order_no, session_no, quantity, price"
    once = "staged.numbered ANTI JOIN staged.repeated USING (seq)"
    keep(con, work, "event", f"SELECT {columns} FROM {once} ORDER BY seq")


def _repeat_orders(con: duckdb.DuckDBPyConnection) -> None:
    """What the store tells of orders that the source holds too. Cost: the smaller side, the store's, is in memory."""
    first = count(con, "staged.source_line")
    con.execute(f"""
        INSERT INTO staged.repeated
        WITH told AS (SELECT seq, {IN_ORDER} FROM staged.numbered WHERE seq >= {first} AND order_no >= 0),
        both_tell AS (
            SELECT DISTINCT {IN_ORDER} FROM staged.numbered SEMI JOIN told USING ({IN_ORDER}) WHERE seq < {first})
        SELECT seq FROM told SEMI JOIN both_tell USING ({IN_ORDER}) ANTI JOIN staged.repeated USING (seq)""")


def _key() -> str:
    alone = [f"CASE WHEN event_id IS NULL THEN {name} END" for name in SAME.split(", ")[2:]]
    return ", ".join(["event_id", "item", *alone])
