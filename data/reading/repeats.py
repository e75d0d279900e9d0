"""Which lines repeat another, and the events without them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from data.reading.staging import keep

SAME: Final = "event_id, item, customer, kind, t, order_no, session_no, quantity, price"
IDENTIFIED: Final = "event_id IS NOT NULL OR customer >= 0 OR order_no >= 0 OR session_no >= 0"
"""Two guests without a session may well do the same at the same moment; their lines are no duplicates."""


def write_events(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Leaves the view `event` and `staged.repeated` (seq of each line that repeats an earlier one).

    The same event_id and item is the same event; without an event_id everything must agree. Lines are compared in full
    only where a 64-bit hash repeats, so that memory holds one hash per line, and that can be written to disk.
    """
    key = f"hash({_key()})"
    con.execute(f"""
        CREATE OR REPLACE TABLE staged.repeated AS
        WITH twice AS (SELECT {key} AS hashed FROM staged.numbered WHERE {IDENTIFIED} GROUP BY 1 HAVING count(*) > 1)
        SELECT seq FROM staged.numbered WHERE ({IDENTIFIED}) AND {key} IN (SELECT hashed FROM twice)
        QUALIFY row_number() OVER (PARTITION BY {_key()} ORDER BY seq) > 1""")
    columns = "seq, customer, item, kind, t, day, order_no, session_no, quantity, price"
    once = "staged.numbered ANTI JOIN staged.repeated USING (seq)"
    keep(con, work, "event", f"SELECT {columns} FROM {once} ORDER BY seq")


def _key() -> str:
    alone = [f"CASE WHEN event_id IS NULL THEN {name} END" for name in SAME.split(", ")[2:]]
    return ", ".join(["event_id", "item", *alone])
