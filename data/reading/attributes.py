"""What is said of each item and each customer: from a table of its own, else from the columns on the event lines."""

from __future__ import annotations

from typing import Final

from data.mapping.shop import ShopMapping
from data.mapping.sql import cell_sql
from data.reading.shapes import CUSTOMER_SHAPES, EVENT_SHAPES, ITEM_SHAPES
from data.sources.opening import Columns

NOT_FROM_EVENTS: Final = ("price", "regular_price", "in_stock", "first_seen", "kind", "signed_up_at")
"""Columns that mean something else on an event line: what was paid is no catalogue price."""

NEWEST_COUNTS: Final = ("email_consent",)
"""Of several values on event lines the first counts, so that no later one reaches back in time; but for these."""


def items_sql(tables: dict[str, Columns], mapping: ShopMapping) -> str:
    """SELECT of one row per item_id that has attributes, in the columns of ITEM_SHAPES."""
    return _attributes_sql("items", "item_id", ITEM_SHAPES, tables, mapping)


def customers_sql(tables: dict[str, Columns], mapping: ShopMapping) -> str:
    """SELECT of one row per customer_id that has attributes, in the columns of CUSTOMER_SHAPES."""
    return _attributes_sql("customers", "customer_id", CUSTOMER_SHAPES, tables, mapping)


def _attributes_sql(
    table: str, own_id: str, shapes: dict[str, str], tables: dict[str, Columns], mapping: ShopMapping
) -> str:
    if table in tables:
        cells = [f'{cell_sql(name, shape, tables[table], mapping.tables[table])} AS "{name}"' for name, shape in shapes.items()]
        rows = f"SELECT row_number() OVER () AS place, {', '.join(cells)} FROM shop.{table}"
    else:
        rows = _on_event_lines(table, own_id, shapes, tables["events"], mapping)
    firsts = [f'arg_min("{name}", place) AS "{name}"' for name in shapes if name not in (own_id, *NEWEST_COUNTS)]
    newest = [f'arg_max("{name}", place) AS "{name}"' for name in shapes if name in NEWEST_COUNTS]
    return f"SELECT {', '.join([own_id, *firsts, *newest])} FROM ({rows}) WHERE {own_id} IS NOT NULL GROUP BY {own_id}"


def _on_event_lines(table: str, own_id: str, shapes: dict[str, str], columns: Columns, mapping: ShopMapping) -> str:
    events, own = mapping.tables["events"], mapping.tables[table]
    usable = {name: kind for name, kind in columns.items() if name not in events.columns.values()}
    cells = [f"{cell_sql('timestamp', EVENT_SHAPES['timestamp'], columns, events)} AS place"]
    cells.append(f"{cell_sql(own_id, 'id', columns, events)} AS {own_id}")
    for name, shape in shapes.items():
        if name != own_id:
            seen = {} if name in NOT_FROM_EVENTS and name not in own.columns else usable
            cells.append(f'{cell_sql(name, shape, seen, own)} AS "{name}"')
    return f"SELECT {', '.join(cells)} FROM shop.events"
