"""Outside ids become numbers, once: customers and items in order of their ids, sessions and orders likewise."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from data.columns import PURCHASE
from data.mapping.quoting import literal
from data.reading.staging import keep

KEPT: Final = "staged.line WHERE reason IS NULL"
OWNER: Final = "order_id, owner, owner_day, owner_session"
"""What makes two lines one order: its id alone, else the customer and the day, else a guest's session."""


def number_ids(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Leaves `staged.customer_no`, `staged.item_no`, `staged.session_no`: number and id, ids in byte order."""
    for name in ("customer", "item"):
        _number(con, work, name, f"SELECT {name}_id FROM staged.about_{name} UNION SELECT {name}_id FROM {KEPT}")
    _number(con, work, "session", f"SELECT DISTINCT session_id FROM {KEPT}")


def number_lines(con: duckdb.DuckDBPyConnection, work: Path, time_zone: str) -> None:
    """Leaves `staged.numbered`: the kept lines in numbers, with their order; duplicates still in."""
    keep(con, work, "staged.keyed", _keyed_sql(time_zone))
    owners = f"(SELECT DISTINCT {OWNER} FROM staged.keyed WHERE ordered)"
    number = f"(row_number() OVER (ORDER BY {OWNER}) - 1)::INTEGER AS order_no"
    keep(con, work, "staged.order_no", f"SELECT {number}, {OWNER} FROM {owners}")
    joined = f"staged.keyed LEFT JOIN staged.order_no USING ({OWNER})"
    columns = "seq, customer, item, kind, t, day, session_no, quantity, price, event_id"
    keep(con, work, "staged.numbered", f"SELECT {columns}, coalesce(order_no, -1)::INTEGER AS order_no FROM {joined}")


def _number(con: duckdb.DuckDBPyConnection, work: Path, name: str, ids: str) -> None:
    number = f"(row_number() OVER (ORDER BY {name}_id) - 1)::INTEGER AS {name}"
    known = f"({ids}) WHERE {name}_id IS NOT NULL"
    keep(con, work, f"staged.{name}_no", f"SELECT {number}, {name}_id FROM {known} ORDER BY {name}_id")


def _keyed_sql(time_zone: str) -> str:
    return f"""
        SELECT seq, customer, item, kind, t, day, session_no, quantity, price, event_id,
            coalesce(order_id, '') AS order_id,
            order_id IS NOT NULL OR (kind = {PURCHASE} AND (customer >= 0 OR session_no >= 0)) AS ordered,
            CASE WHEN ordered AND order_id IS NULL THEN customer ELSE -2 END AS owner,
            CASE WHEN owner >= 0 THEN day ELSE DATE '1970-01-01' END AS owner_day,
            CASE WHEN owner = -1 THEN session_no ELSE -2 END AS owner_session
        FROM (SELECT seq, coalesce(customer, -1) AS customer, coalesce(item, -1) AS item, kind, t,
                  timezone({literal(time_zone)}, timezone('UTC', t))::DATE AS day, coalesce(session, -1) AS session_no,
                  abs(quantity) AS quantity, CASE WHEN price >= 0 THEN price END AS price, event_id, line.order_id
              FROM staged.line AS line LEFT JOIN staged.customer_no USING (customer_id)
              LEFT JOIN staged.item_no USING (item_id) LEFT JOIN staged.session_no USING (session_id)
              WHERE reason IS NULL)"""
