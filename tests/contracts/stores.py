"""Event stores for tests: how they are opened, and events that differ in what is said."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import select, text

from data.addresses import filled
from data.columns import PURCHASE
from data.stores import database_at
from data.stores.rows import NOTHING_READ, Decided, Event, Look, Mark, Told, Whose
from data.stores.store import Store
from data.stores.tables import METADATA

MANY = 100
NIGHT = 1_700_000_000_000_000


def digest(customer_id: str) -> str:
    """What tombstones are kept by in tests."""
    return f"digest of {customer_id}"


@contextmanager
def opened(address: str, deadline: float = 10.0) -> Generator[Store]:
    """The store at an address; slow machines get time."""
    store = Store(database_at(address, deadline), digest)
    try:
        yield store
    finally:
        store.close()


def event(number: int | str, customer: str = "", kind: int = PURCHASE, **more: Any) -> Event:
    """The event `e<number>` about the item `i<number>`."""
    said = {
        "event_id": f"e{number}",
        "item_id": f"i{number}",
        "session_id": "",
        "t": NIGHT + (number if isinstance(number, int) else 0),
    } | more
    return Event(customer_id=customer, kind=kind, **said)


def decided(decision_id: str, customer: str = "", shown_at: int | None = None, **more: Any) -> Decided:
    """An answered list of one item."""
    said = {"session_id": "", "placement": "cart", "campaign": "", "bundle": "b", "arm": "", "at": NIGHT} | more
    return Decided(decision_id, customer, shown_at=shown_at, items=f'["{decision_id}"]', **said)


def whose(customer: str = "", session: str = "") -> Whose:
    """Of whom is asked."""
    return Whose(customer, session)


def looks(after: int = 0, most: int = MANY, least: int = 1) -> tuple[Look, ...]:
    """At the placements of these tests."""
    return Look("cart", after, most, least), Look("area", after, most, least)


def told(
    store: Store,
    customer: str = "",
    session: str = "",
    mark: Mark = NOTHING_READ,
    showings: int = MANY,
    after: int = 0,
    least: int = 1,
) -> Told:
    """All that the store tells of them since a mark."""
    return store.told(whose(customer, session), mark, looks(after, showings, least))


def items(store: Store, customer: str = "", session: str = "", mark: Mark = NOTHING_READ) -> list[str]:
    """The items that were touched, newest first."""
    return [touch.item_id for touch in told(store, customer, session, mark).touches]


def write(store: Store, decisions: Iterable[Decided]) -> None:
    """The decisions are written when this returns."""
    assert store.decided(list(decisions)) > 0
    store.accept([])
    store.accept([event(-1, "somebody else")])


def rows(store: Store, table: str) -> list[tuple[Any, ...]]:
    """A whole table in the order of its first column."""
    with store.looking() as connection:
        return [tuple(row) for row in connection.execute(select(METADATA.tables[table]).order_by(text("1")))]


def make_database(address: str, name: str, template: str) -> str:
    """The address of a new database of the server, a copy of another."""
    with psycopg.connect(filled(address, os.environ)[0], autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
    return address.rsplit("/", 1)[0] + f"/{name}"
