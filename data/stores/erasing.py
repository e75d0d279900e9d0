"""What is held of one customer, and its end; what is done with an admin key is written down."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Table, delete, insert, select

from data.stores.store import Store
from data.stores.tables import AUDIT, DECISION, EVENT, SESSION, TOMBSTONE

Held = dict[str, list[dict[str, Any]]]


def held(store: Store, customer_id: str) -> Held:
    """All rows of the customer, as they stand in the tables: `events`, `decisions`, `sessions`. Raises StoreDown."""
    with store.looking() as connection:
        return {
            name: [_plain(row) for part in parts for row in connection.execute(_rows(table, part)).mappings()]
            for name, table, parts in _of(customer_id)
        }


def _plain(row: RowMapping) -> dict[str, Any]:
    """Under plain names: SQLAlchemy's own kind of text cannot be written as JSON."""
    return {str(name): value for name, value in row.items()}


def sessions_of(store: Store, customer_id: str) -> list[str]:
    """The visits that turned out to be the customer's. Raises StoreDown."""
    with store.looking() as connection:
        asked = select(SESSION.c.session_id).where(SESSION.c.customer_id == customer_id)
        return list(connection.execute(asked).scalars())


def erase(store: Store, customer_id: str, digest: str, now_us: int) -> dict[str, int]:
    """How many rows of each were deleted; from now on nothing that happened before is accepted of the customer.

    One transaction. Who asks again is remembered by the later moment, under a new number. Raises StoreDown.
    """
    with store.changing() as connection:
        counts = {
            name: sum(connection.execute(delete(table).where(part)).rowcount for part in parts)
            for name, table, parts in _of(customer_id)
        }
        connection.execute(delete(TOMBSTONE).where(TOMBSTONE.c.digest == digest))
        connection.execute(insert(TOMBSTONE).values(digest=digest, at=now_us))
    store.database.scrub()
    return counts


def audit(
    store: Store, now_us: int, key_name: str, act: str, subject: str = "", outcome: str = "", request_id: str = ""
) -> None:
    """Write down what was done with an admin key; `subject` is the digest of whom it was about. Raises StoreDown."""
    row = {"key_name": key_name, "act": act, "subject": subject, "outcome": outcome, "request_id": request_id}
    with store.changing() as connection:
        connection.execute(insert(AUDIT).values(at=now_us, **row))


def _rows(table: Table, part: ColumnElement[bool]) -> Select[Any]:
    return select(table).where(part).order_by(*table.primary_key)


def _of(customer_id: str) -> tuple[tuple[str, Table, tuple[ColumnElement[bool], ...]], ...]:
    """Name, table and conditions, sessions last: the decisions of a session are found by it."""
    if not customer_id:
        raise ValueError("guests are nobody's to hold or erase")
    sessions = select(SESSION.c.session_id).where(SESSION.c.customer_id == customer_id)
    of_guest = (DECISION.c.customer_id == "") & DECISION.c.session_id.in_(sessions)
    return (
        ("events", EVENT, ((EVENT.c.customer_id == customer_id) & (EVENT.c.customer_id != ""),)),
        ("decisions", DECISION, (DECISION.c.customer_id == customer_id, of_guest)),
        ("sessions", SESSION, (SESSION.c.customer_id == customer_id,)),
    )
