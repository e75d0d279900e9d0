"""Outside ids become numbers, once: customers and items in order of their ids, sessions and orders likewise."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.columns import PURCHASE
from data.mapping.quoting import literal
from data.reading.staging import keep

KEPT = "staged.line WHERE reason IS NULL"


def number_ids(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Leaves `staged.customer_no`, `staged.item_no`, `staged.session_no`: number and id, ids in byte order."""
    _number(con, work, "customer", f"SELECT customer_id FROM staged.about_customer UNION SELECT customer_id FROM {KEPT}")
    _number(con, work, "item", f"SELECT item_id FROM staged.about_item UNION SELECT item_id FROM {KEPT}")
    _number(con, work, "session", f"SELECT DISTINCT session_id FROM {KEPT}")


def number_lines(con: duckdb.DuckDBPyConnection, work: Path, time_zone: str) -> None:
    """Leaves `staged.numbered`: the kept lines in numbers, with their order; duplicates still in."""
    keep(con, work, "staged.keyed", _keyed_sql(time_zone))
    keep(con, work, "staged.order_no", """
        SELECT (row_number() OVER (ORDER BY order_id, owner, owner_day, owner_session) - 1)::INTEGER AS order_no, *
        FROM (SELECT DISTINCT order_id, owner, owner_day, owner_session FROM staged.keyed WHERE ordered)""")  # fmt: skip
    keep(con, work, "staged.numbered", """
        SELECT seq, customer, item, kind, t, day, coalesce(order_no, -1)::INTEGER AS order_no, session_no, quantity, price, event_id
        FROM staged.keyed LEFT JOIN staged.order_no USING (order_id, owner, owner_day, owner_session)""")


def _number(con: duckdb.DuckDBPyConnection, work: Path, name: str, ids: str) -> None:
    keep(con, work, f"staged.{name}_no", f"""
        SELECT (row_number() OVER (ORDER BY {name}_id) - 1)::INTEGER AS {name}, {name}_id
        FROM ({ids}) WHERE {name}_id IS NOT NULL ORDER BY {name}_id""")


def _keyed_sql(time_zone: str) -> str:
    """Who an order belongs to: its id alone, else the customer's day, else a guest's session."""
    return f"""
        SELECT seq, customer, item, kind, t, day, session_no, quantity, price, event_id, coalesce(order_id, '') AS order_id,
            order_id IS NOT NULL OR (kind = {PURCHASE} AND (customer >= 0 OR session_no >= 0)) AS ordered,
            CASE WHEN ordered AND order_id IS NULL THEN customer ELSE -2 END AS owner,
            CASE WHEN owner >= 0 THEN day ELSE DATE '1970-01-01' END AS owner_day,
            CASE WHEN owner = -1 THEN session_no ELSE -2 END AS owner_session
        FROM (SELECT seq, coalesce(customer, -1) AS customer, coalesce(item, -1) AS item, kind, t,
                  timezone({literal(time_zone)}, timezone('UTC', t))::DATE AS day, coalesce(session, -1) AS session_no,
                  abs(quantity) AS quantity, CASE WHEN price >= 0 THEN price END AS price, event_id, line.order_id
              FROM staged.line AS line LEFT JOIN staged.customer_no USING (customer_id)
              LEFT JOIN staged.item_no USING (item_id) LEFT JOIN staged.session_no USING (session_id) WHERE reason IS NULL)"""
