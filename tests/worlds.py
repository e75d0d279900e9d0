"""Small worlds: cleaned tables small enough to check by eye, built by named functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from data.columns import EVENT_TYPES

T = datetime(2024, 6, 1, tzinfo=UTC)
"""The moment at which the worlds are looked at."""

TABLES = """
CREATE TABLE event (seq BIGINT, customer INTEGER, item INTEGER, kind UTINYINT, t TIMESTAMP, day DATE, order_no INTEGER,
  session_no INTEGER, quantity DOUBLE, price DOUBLE);
CREATE TABLE item (item INTEGER, item_id VARCHAR, title VARCHAR, category VARCHAR, brand VARCHAR, price DOUBLE,
  regular_price DOUBLE, in_stock BOOLEAN, image_url VARCHAR, url VARCHAR, parent_id VARCHAR, "group" VARCHAR,
  first_seen TIMESTAMP, tags VARCHAR[], pack_units DOUBLE, kind VARCHAR, family INTEGER, is_product BOOLEAN);
CREATE TABLE customer (customer INTEGER, customer_id VARCHAR, email_consent BOOLEAN, country VARCHAR, language VARCHAR,
  signed_up_at TIMESTAMP);
CREATE TABLE attribute (customer INTEGER, name VARCHAR, value VARCHAR);
"""


@dataclass(frozen=True)
class Thing:
    """An item of a small world; family None is a family of its own."""

    id: str
    family: int | None = None
    title: str | None = None
    category: str | None = None
    brand: str | None = None
    group: str | None = None
    price: float | None = None
    in_stock: bool | None = None
    first_seen: datetime | None = None
    tags: list[str] | None = None
    is_product: bool = True
    kind: str | None = None
    pack_units: float | None = None


@dataclass(frozen=True)
class Did:
    """An event of a small world, `days` before T; customer and item are positions, -1 is a guest or no item."""

    customer: int
    kind: str
    item: int
    days: float
    order: int = -1
    quantity: float | None = 1
    price: float | None = None
    session: int = -1


def world(items: Sequence[Thing | str], customers: Sequence[str], events: Sequence[Did]) -> duckdb.DuckDBPyConnection:
    """A connection that holds the cleaned tables; ids in the order given, which must be alphabetical."""
    con = duckdb.connect()
    con.execute(TABLES)
    things = [thing if isinstance(thing, Thing) else Thing(thing) for thing in items]
    add_items(con, things)
    add_customers(con, [(name, None, None) for name in customers])
    add_events(con, events)
    return con


def add_items(con: duckdb.DuckDBPyConnection, things: Sequence[Thing]) -> None:
    """Rows of `item`, numbered as given."""
    rows = [
        {
            "item": number, "item_id": thing.id, "title": thing.title, "category": thing.category, "brand": thing.brand,
            "group": thing.group, "price": thing.price, "in_stock": thing.in_stock, "tags": thing.tags,
            "kind": thing.kind, "pack_units": thing.pack_units,
            "first_seen": thing.first_seen and thing.first_seen.replace(tzinfo=None), "is_product": thing.is_product,
            "family": number if thing.family is None else thing.family,
        }
        for number, thing in enumerate(things)
    ]  # fmt: skip
    add_rows(con, "item", rows)


def add_customers(con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, str | None, bool | None]]) -> None:
    """Rows (id, country, consent) of `customer`, numbered as given."""
    named = [
        {"customer": number, "customer_id": name, "country": country, "email_consent": consent}
        for number, (name, country, consent) in enumerate(rows)
    ]
    add_rows(con, "customer", named)


def add_attributes(con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Rows (customer, name, value) of `attribute`."""
    add_rows(con, "attribute", [{"customer": number, "name": name, "value": value} for number, name, value in rows])


def add_events(con: duckdb.DuckDBPyConnection, events: Sequence[Did]) -> None:
    """Rows of `event`, their `seq` going on from what is there."""
    held = con.execute("SELECT count(*) FROM event").fetchall()[0][0]
    rows = [
        {
            "seq": held + number, "customer": did.customer, "item": did.item, "kind": EVENT_TYPES.index(did.kind),
            "t": _when(did), "day": _when(did).date(), "order_no": did.order, "session_no": did.session,
            "quantity": did.quantity, "price": did.price,
        }
        for number, did in enumerate(events)
    ]  # fmt: skip
    add_rows(con, "event", rows)


def add_rows(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Rows that name the same columns; a column that is not named is NULL."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    row = f"({', '.join('?' * len(rows[0]))})"
    values = [value for named in rows for value in named.values()]
    con.execute(f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * len(rows))}", values)  # noqa: S608 - our names


def _when(did: Did) -> datetime:
    return (T - timedelta(days=did.days)).replace(tzinfo=None)


def a_shop_of_three_customers() -> duckdb.DuckDBPyConnection:
    """Ann bought a kettle with a mug, then tea; Bob a kettle and a mug; Cid looked at the tea. A guest bought both."""
    kettle, mug, tea = 0, 1, 2
    return world(
        items=["kettle", "mug", "tea"],
        customers=["ann", "bob", "cid"],
        events=[
            Did(0, "purchase", kettle, 20, order=1, price=30.0),
            Did(0, "purchase", mug, 20, order=1, price=8.0),
            Did(0, "purchase", tea, 5, order=2, price=4.0),
            Did(1, "purchase", kettle, 10, order=3, price=28.0),
            Did(1, "purchase", mug, 10, order=3, price=8.0),
            Did(2, "view", tea, 3, session=9),
            Did(-1, "purchase", kettle, 2, order=4, price=30.0),
            Did(-1, "purchase", mug, 2, order=4, price=8.0),
        ],
    )
