"""Events as the shop wrote them become typed rows; nothing is judged or lost here."""

from __future__ import annotations

from typing import Final

from data.columns import EVENT_TYPES
from data.mapping.sql import id_sql, literal, moment_sql, number_sql, quoted, text_sql
from data.mapping.table import TableMapping
from data.sources.raw import Columns

IDS: Final = ("customer_id", "item_id", "event_id", "order_id", "session_id")
NUMBERS: Final = ("quantity", "price")


def lines_sql(table: str, columns: Columns, mapping: TableMapping) -> str:
    """SELECT of one typed row per raw row: seq, ids, event_type, kind, t (UTC), quantity, price, what could not be read."""
    own = {name: mapping.columns.get(name, name) for name in (*IDS, *NUMBERS, "event_type", "timestamp")}
    has = {name: column for name, column in own.items() if column in columns}
    parts = ["row_number() OVER () - 1 AS seq"]
    parts += [f"{_id(name, has, columns, mapping)} AS {name}" for name in IDS]
    parts += [f"{_number(name, has, columns, mapping)} AS {name}" for name in NUMBERS]
    parts += [f"{_unread(name, has, columns, mapping)} AS {name}_text" for name in NUMBERS]
    parts.append(f"{_type(has, columns, mapping)} AS event_type")
    parts.append(f"{_moment(has, columns, mapping)} AS t")
    parts.append(f"{_text('timestamp', has)} AS timestamp_text")
    parts.append(f"{_dropped(mapping)} AS dropped")
    kinds = ", ".join(f"{literal(name)}: {number}" for number, name in enumerate(EVENT_TYPES))
    return (
        f"SELECT * EXCLUDE (timestamp_text), CASE WHEN t IS NULL THEN timestamp_text END AS timestamp_text, "
        f"(MAP {{{kinds}}})[event_type]::UTINYINT AS kind FROM (SELECT {', '.join(parts)} FROM {table})"
    )


def _id(name: str, has: dict[str, str], columns: Columns, mapping: TableMapping) -> str:
    if name in has:
        return id_sql(has[name], columns[has[name]], mapping)
    return f"{literal(mapping.constants[name])}" if name in mapping.constants else "NULL::VARCHAR"


def _number(name: str, has: dict[str, str], columns: Columns, mapping: TableMapping) -> str:
    if name in has:
        return number_sql(has[name], columns[has[name]], mapping)
    return f"{literal(mapping.constants[name])}::DOUBLE" if name in mapping.constants else "NULL::DOUBLE"


def _unread(name: str, has: dict[str, str], columns: Columns, mapping: TableMapping) -> str:
    if name not in has:
        return "NULL::VARCHAR"
    column, kind = has[name], columns[has[name]]
    return f"CASE WHEN {number_sql(column, kind, mapping)} IS NULL THEN {text_sql(column, kind, mapping)} END"


def _type(has: dict[str, str], columns: Columns, mapping: TableMapping) -> str:
    if "event_type" not in has:
        return literal(mapping.constants.get("event_type", ""))
    text = f"trim({text_sql(has['event_type'], columns[has['event_type']], mapping)})"
    renamed = "".join(
        f" WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in mapping.values.get("event_type", {}).items()
    )
    return f"CASE {text}{renamed} ELSE {text} END" if renamed else text


def _moment(has: dict[str, str], columns: Columns, mapping: TableMapping) -> str:
    if "timestamp" not in has:
        return "NULL::TIMESTAMP"
    return moment_sql(has["timestamp"], columns[has["timestamp"]], mapping)


def _text(name: str, has: dict[str, str]) -> str:
    return f"{quoted(has[name])}::VARCHAR" if name in has else "NULL::VARCHAR"


def _dropped(mapping: TableMapping) -> str:
    return "NULL::VARCHAR"
