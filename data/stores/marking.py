"""How far a night reads: up to a mark below which nothing can appear any more."""

from __future__ import annotations

from sqlalchemy import func, select

from data.stores.database import Database
from data.stores.migrating import store_id
from data.stores.rows import Mark
from data.stores.tables import EVENT, TOMBSTONE


def mark_of(database: Database) -> Mark:
    """The store's id, its highest event and its highest erasure, taken while nobody writes.

    A writer draws its numbers before they can be seen, so that without the lock a lower one could still turn up.
    """
    with database.changing() as connection:
        seq = connection.execute(select(func.max(EVENT.c.seq))).scalar() or 0
        erasures = connection.execute(select(func.max(TOMBSTONE.c.number))).scalar() or 0
        return Mark(store_id(connection), seq, erasures)
