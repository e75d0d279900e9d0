"""A guest turns out to be a customer: what was done and shown in the session becomes theirs."""

from __future__ import annotations

from sqlalchemy import Connection, column, delete, func, insert, literal, select, table, update

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
        return _moved(connection, session_id, customer_id, since)


def _moved(connection: Connection, session_id: str, customer_id: str, since: int) -> int:
    """How many, moved by the database itself: all writers wait meanwhile, and a session may be of any length."""
    of_guest = (EVENT.c.session_id == session_id) & (EVENT.c.session_id != "") & (EVENT.c.customer_id == "")
    told = [column.name for column in EVENT.c if column.name not in ("seq", "customer_id")]
    columns = ", ".join(told)
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE moving AS SELECT seq, {columns} FROM event WHERE 1 = 0")
    moving = table("moving", column("seq"), *map(column, told))
    stay = select(*(EVENT.c[name] for name in ("seq", *told))).where(of_guest, EVENT.c.t >= since)
    connection.execute(insert(moving).from_select(["seq", *told], stay))
    connection.execute(delete(EVENT).where(of_guest))
    theirs = select(literal(customer_id), *(moving.c[name] for name in told)).order_by(moving.c.seq)
    connection.execute(insert(EVENT).from_select(["customer_id", *told], theirs))
    count = connection.execute(select(func.count()).select_from(moving)).scalar_one()
    connection.exec_driver_sql("DROP TABLE moving")
    return count
