"""Every row that was set aside, with its reason, in one CSV file that a spreadsheet can open without harm."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import duckdb

from data.mapping.quoting import literal
from data.reading.gathering import STORE
from data.reading.lines import NO_TEXT
from data.reading.staging import count

FILE: Final = "set_aside.csv"
TEXTS: Final = (
    "customer_id", "item_id", "event_type", "timestamp", "event_id", "order_id", "session_id", "content",
    "quantity", "price",
)  # fmt: skip


def write_set_aside(con: duckdb.DuckDBPyConnection, work: Path, tables: Iterable[str]) -> tuple[Path, int]:
    """The file and how many rows it holds: origin, row (counted from 1), reason, and the row as it was read.

    Lines of the store that the source holds too are left out: nothing of them is lost, and they are the rule. `tables`
    are those the source has. A text that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    parts = [_lines_sql("reason", "WHERE reason IS NOT NULL")]
    parts.append(_lines_sql("'duplicate'", f"SEMI JOIN staged.repeated USING (seq) WHERE origin <> {literal(STORE)}"))
    parts.append("SELECT origin, line AS row, reason, content FROM raw.reject")
    parts += [_nameless_sql(table) for table in ("items", "customers") if table in tables]
    con.execute(f"CREATE OR REPLACE VIEW staged.set_aside AS {' UNION ALL BY NAME '.join(parts)}")
    path, safe = work / FILE, ", ".join(f'{_safe(name)} AS "{name}"' for name in TEXTS)
    rows = f"SELECT origin, row, reason, {safe} FROM staged.set_aside ORDER BY origin, row"
    con.execute(f"COPY ({rows}) TO {literal(str(path))} (FORMAT csv, HEADER)")
    return path, count(con, "staged.set_aside")


def _lines_sql(reason: str, which: str) -> str:
    return f"""
        SELECT origin, place AS row, {reason} AS reason, customer_id, item_id, event_type,
            coalesce(timestamp_text, t::VARCHAR) AS "timestamp", event_id, order_id, session_id,
            coalesce(quantity_text, quantity::VARCHAR) AS quantity, coalesce(price_text, price::VARCHAR) AS price
        FROM staged.line {which}"""


def _nameless_sql(table: str) -> str:
    name = table.removesuffix("s")
    first = {"items": "title", "customers": "country"}[table]
    return f"""
        SELECT '{table}' AS origin, place AS row, 'no {name}_id' AS reason, {first} AS content
        FROM staged.listed_{name} WHERE {name}_id IS NULL OR {NO_TEXT.format(id=f"{name}_id")}"""


def _safe(name: str) -> str:
    formula = rf"""regexp_matches("{name}", '^[-=+@\t\r]') AND TRY_CAST("{name}" AS DOUBLE) IS NULL"""
    return f"""CASE WHEN {formula} THEN chr(39) || "{name}" ELSE "{name}" END"""
