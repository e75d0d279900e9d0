"""Nothing that was erased is taken back: what comes late of a customer who asked to be forgotten is told apart."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from data.stores.database import Cursor, Database, Digest
from data.stores.tables import TOMBSTONE


class NoKey(Exception):
    """The store holds tombstones, and nothing was handed in to read them by."""


def no_key(customer_id: str) -> str:
    """Raises NoKey: to accept without looking would take back what was erased."""
    raise NoKey("tombstones cannot be read without the key that they were made with")


def before_erasure(
    database: Database, cursor: Cursor, digest: Digest, happened: Sequence[tuple[str, str, int]]
) -> list[bool]:
    """Of each (customer, session, moment) whether its customer asked since then to be forgotten.

    A guest's session counts as the customer's whose it turned out to be. Nobody is hashed while there is no tombstone.
    """
    if not happened or cursor.execute(database.statements.anybody_erased).fetchone() is None:
        return [False] * len(happened)
    owner = owners(database, cursor, [session for customer, session, _ in happened if not customer])
    whose = [customer or owner.get(session, "") for customer, session, _ in happened]
    digests = {customer: digest(customer) for customer in set(whose) if customer}
    asked = {"digests": database.many(list(digests.values()))}
    erased = dict(cursor.execute(database.statements.erased_at, asked).fetchall())
    return [t < erased.get(digests.get(who, ""), t) for who, (_, _, t) in zip(whose, happened, strict=True)]


def erased_at(connection: Connection, digest: Digest, customer_id: str) -> int | None:
    """When the customer asked to be forgotten, None where that never was."""
    if connection.execute(select(TOMBSTONE.c.number).limit(1)).first() is None:
        return None
    return connection.execute(select(TOMBSTONE.c.at).where(TOMBSTONE.c.digest == digest(customer_id))).scalar()


def owners(database: Database, cursor: Cursor, sessions: Sequence[str]) -> dict[str, str]:
    """Whose each session turned out to be, of those of which it is known."""
    asked = {session for session in sessions if session}
    if not asked:
        return {}
    rows = cursor.execute(database.statements.whose_sessions, {"sessions": database.many(list(asked))}).fetchall()
    return dict(rows)
