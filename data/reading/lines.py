"""Events as the shop wrote them become typed rows, each with the reason, if any, for which it is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.columns import CART, EVENT_TYPES, FAVOURITE, PURCHASE, REMOVE_FROM_CART, RETURN, VIEW
from data.mapping.columns import found_column
from data.mapping.quoting import literal, quoted
from data.mapping.shapes import EVENT_SHAPES
from data.mapping.sql import cell_sql, text_sql
from data.mapping.table import DropRule, TableMapping
from data.sources.opening import Columns

NEED_ITEM: Final = (VIEW, CART, REMOVE_FROM_CART, FAVOURITE, PURCHASE)
OLDEST: Final = "1990-01-01"
_UNPAID: Final = "(price = 0 OR (price IS NULL AND quantity < 0))"

NO_TEXT: Final = "contains({id}, chr(0))"
"""Of an id: it holds a NUL, which no event store can look for and no request can name."""
_IDS: Final = ("customer_id", "item_id", "session_id")
SET_ASIDE: Final = (
    ("no text in an id", " OR ".join(NO_TEXT.format(id=name) for name in _IDS)),
    ("unknown event type", "kind IS NULL"),
    ("timestamp cannot be read", f"t IS NULL OR t < TIMESTAMP '{OLDEST}'"),
    ("no item", f"kind IN ({', '.join(map(str, NEED_ITEM))}) AND item_id IS NULL"),
    ("write-off", f"kind IN ({PURCHASE}, {RETURN}) AND customer_id IS NULL AND {_UNPAID}"),
    ("quantity is zero", f"kind = {PURCHASE} AND quantity = 0"),
)  # fmt: skip
"""Why a row is set aside, in the order in which it is asked; a condition over typed rows.

A write-off is a change of stock: no customer, and no price paid in either direction.
"""

UNREAD: Final = ("timestamp", "quantity", "price")


@dataclass(frozen=True)
class Written:
    """Where event lines stand: the table, its columns, the number of a line, and whether some sessions have an owner.

    The owners are in `staged.session_of`.
    """

    table: str
    columns: Columns
    seq: str = "row_number() OVER () - 1"
    owned: bool = False


def lines_sql(written: Written, mapping: TableMapping) -> str:
    """SELECT: seq, the contract's columns typed, kind, t (UTC), `*_text` where unreadable, reason."""
    columns = written.columns
    cells = ", ".join(f"{cell_sql(name, shape, columns, mapping)} AS {name}" for name, shape in EVENT_SHAPES.items())
    unread = ", ".join(f"{_unread(name, columns, mapping)} AS {name}_text" for name in UNREAD)
    dropped = _dropped(columns, mapping)
    typed = f"SELECT {written.seq} AS seq, {cells}, {unread}, {dropped} AS dropped FROM {written.table}"
    typed = _owned(typed) if written.owned else typed
    reasons = " ".join(f"WHEN {condition} THEN {literal(reason)}" for reason, condition in SET_ASIDE)
    return f"SELECT *, CASE WHEN dropped IS NOT NULL THEN dropped {reasons} END AS reason FROM ({_known(typed)})"


def _owned(typed: str) -> str:
    """A guest's line is the customer's whose session it turned out to be."""
    owner = "coalesce(typed.customer_id, owner.customer_id) AS customer_id"
    return (
        f"SELECT typed.* REPLACE ({owner}) FROM ({typed}) AS typed "
        "LEFT JOIN staged.session_of AS owner ON owner.session_id = typed.session_id"
    )


def _known(typed: str) -> str:
    names = ", ".join(literal(name) for name in EVENT_TYPES)
    returned = f"WHEN word = 'purchase' AND quantity < 0 THEN {RETURN}"
    return (
        f'SELECT * EXCLUDE ("timestamp", word), "timestamp" AS t, '
        f"(CASE {returned} ELSE nullif(list_position([{names}], word), 0) - 1 END)::UTINYINT AS kind "
        f"FROM (SELECT *, lower(event_type) AS word FROM ({typed}))"
    )


def _unread(name: str, columns: Columns, mapping: TableMapping) -> str:
    column = found_column(mapping.columns.get(name, name), columns)
    if column is None or name in mapping.constants:
        return "NULL::VARCHAR"
    text = text_sql(quoted(column), columns[column], mapping)
    return f"CASE WHEN {cell_sql(name, EVENT_SHAPES[name], columns, mapping)} IS NULL THEN {text} END"


def _dropped(columns: Columns, mapping: TableMapping) -> str:
    cases = "".join(
        f" WHEN {_condition(rule, column)} THEN {literal(f'dropped: {name}')}"
        for name, rule in mapping.drop.items()
        if (column := found_column(rule.column, columns))
    )
    return f"CASE{cases} END" if cases else "NULL::VARCHAR"


def _condition(rule: DropRule, column: str) -> str:
    text = f"{quoted(column)}::VARCHAR"
    listed = ", ".join(literal(value) for value in rule.values)
    conditions = ([f"{text} IN ({listed})"] if listed else []) + (
        [f"regexp_matches({text}, {literal(rule.pattern)})"] if rule.pattern else []
    )
    return " OR ".join(conditions) or "false"
