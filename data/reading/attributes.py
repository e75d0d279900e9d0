"""What is said of each item and each customer: from a table of its own, else from the columns on the event lines."""

from __future__ import annotations

from typing import Final

from data.mapping.columns import found_column
from data.mapping.quoting import literal, quoted
from data.mapping.shapes import EVENT_SHAPES, NOT_READ_YET, SHAPES
from data.mapping.shop import ShopMapping
from data.mapping.sql import cell_sql, trimmed_sql
from data.reading.lines import NO_TEXT
from data.sources.opening import Columns

OWN_ID: Final = {"items": "item_id", "customers": "customer_id"}

NOT_FROM_EVENTS: Final = ("price", "regular_price", "in_stock", "first_seen", "kind", "signed_up_at")
"""Columns that mean something else on an event line: what was paid is no catalogue price."""

NEWEST_COUNTS: Final = ("email_consent",)
"""Of several values the first counts, so that on event lines no later one reaches back in time; but for these."""


def listed_sql(table: str, tables: dict[str, Columns], mapping: ShopMapping) -> str:
    """SELECT of `place` and the typed columns of `items` or `customers`, several rows per id as they stand."""
    if table not in tables:
        return _on_event_lines(table, tables["events"], mapping)
    columns, own = tables[table], mapping.tables[table]
    cells = ", ".join(f'{cell_sql(name, shape, columns, own)} AS "{name}"' for name, shape in SHAPES[table].items())
    return f"SELECT row_number() OVER () AS place, {cells} FROM shop.{table}"


def about_sql(table: str, listed: str) -> str:
    """SELECT of one row per id out of the view `listed`, and `listed`, the number of rows it had."""
    own_id = OWN_ID[table]
    others = [name for name in SHAPES[table] if name != own_id]
    cells = ", ".join(f'{_which(name)}("{name}", place) AS "{name}"' for name in others)
    usable = f"{own_id} IS NOT NULL AND NOT {NO_TEXT.format(id=own_id)}"
    return f"SELECT {own_id}, count(*) AS listed, {cells} FROM {listed} WHERE {usable} GROUP BY {own_id}"


def further_sql(tables: dict[str, Columns], mapping: ShopMapping) -> str:
    """SELECT of customer, name, value: what the customers' table says beyond the contract, a row per text."""
    columns, own = tables.get("customers", {}), mapping.tables["customers"]
    known = (*SHAPES["customers"], *NOT_READ_YET["customers"])
    taken = {found_column(own.columns.get(name, name), columns) for name in known}
    further = [name for name in columns if name not in taken]
    if not further:
        return "SELECT 0 AS customer, '' AS name, '' AS value WHERE false"
    texts = ", ".join(f'{trimmed_sql(quoted(name), columns[name], own)} AS "{at}"' for at, name in enumerate(further))
    of_whom = cell_sql("customer_id", "id", columns, own)
    listed = f"SELECT row_number() OVER () AS place, {of_whom} AS customer_id, {texts} FROM shop.customers"
    told = " UNION ALL ".join(
        f'SELECT customer_id, {literal(name)} AS name, arg_min("{at}", place) AS value FROM listed '
        f'WHERE "{at}" IS NOT NULL GROUP BY customer_id'
        for at, name in enumerate(further)
    )
    joined = "told JOIN staged.customer_no USING (customer_id)"
    return f"WITH listed AS ({listed}), told AS ({told}) SELECT customer, name, value FROM {joined} ORDER BY ALL"


def _which(name: str) -> str:
    return "arg_max" if name in NEWEST_COUNTS else "arg_min"


def _on_event_lines(table: str, columns: Columns, mapping: ShopMapping) -> str:
    events, own, own_id = mapping.tables["events"], mapping.tables[table], OWN_ID[table]
    taken = {found_column(events.columns.get(name, name), columns) for name in EVENT_SHAPES}
    free = {name: kind for name, kind in columns.items() if name not in taken or name in own.columns.values()}
    of_whom = cell_sql(own_id, "id", columns, events)
    cells, said = [f"{of_whom} AS {own_id}"], "false"
    for name, shape in SHAPES[table].items():
        if name != own_id:
            seen = {} if name in NOT_FROM_EVENTS and name not in own.columns else free
            cells.append(f'{cell_sql(name, shape, seen, own)} AS "{name}"')
            if found_column(own.columns.get(name, name), seen):
                said = f"{of_whom} IS NOT NULL"
    place = cell_sql("timestamp", EVENT_SHAPES["timestamp"], columns, events)
    return f"SELECT {place} AS place, {', '.join(cells)} FROM shop.events WHERE {said}"
