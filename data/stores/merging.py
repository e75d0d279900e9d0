"""A guest turns out to be a customer: what was done and shown in the session becomes theirs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.stores.store import Store
from data.stores.tables import DECISION, EVENT, SESSION
from data.stores.tombstones import erased_at


def merge(store: Store, session_id: str, customer_id: str, now_us: int) -> int:
    """How many events of the guest are the customer's now; later ones of the session will be, too.

    They are numbered anew in their old order: for a night that has read them as a guest's they have happened since. A
    session that was another customer's keeps with them what they did in it. What a guest did before the customer asked
    to be forgotten goes. Raises StoreDown.
    """
    if not (session_id and customer_id):
        raise ValueError("a session and a customer are merged, neither may be empty")
    with store.changing() as connection:
        connection.execute(delete(SESSION).where(SESSION.c.session_id == session_id))
        connection.execute(insert(SESSION).values(session_id=session_id, customer_id=customer_id, at=now_us))
        since = erased_at(connection, store.digest, customer_id) or 0
        of_guest = (DECISION.c.session_id == session_id) & (DECISION.c.customer_id == "")
        connection.execute(delete(DECISION).where(of_guest & (DECISION.c.at < since)))
        connection.execute(update(DECISION).where(of_guest).values(customer_id=customer_id, session_id=""))
        moved = [row | {"customer_id": customer_id} for row in _taken(connection, session_id) if row["t"] >= since]
        if moved:
            connection.execute(insert(EVENT), moved)
        return len(moved)


def _taken(connection: Connection, session_id: str) -> list[dict[str, Any]]:
    """The guest's events without their numbers, oldest first, taken out of the table."""
    of_guest = (EVENT.c.session_id == session_id) & (EVENT.c.session_id != "") & (EVENT.c.customer_id == "")
    columns = [column for column in EVENT.c if column is not EVENT.c.seq]
    rows = connection.execute(select(*columns).where(of_guest).order_by(EVENT.c.seq)).mappings().all()
    connection.execute(delete(EVENT).where(of_guest))
    return [dict(row) for row in rows]
