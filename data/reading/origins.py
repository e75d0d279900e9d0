"""Where a shop's tables are read: its own export, the event store, or both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.errors import InputError
from data.mapping.shop import ShopMapping
from data.sources import open_source
from data.sources.opening import REJECTS, Opening, Raw
from data.sources.store import open_store_tables
from data.stores.standing import Snapshot


@dataclass(frozen=True)
class Origins:
    """The address of the export, and what is read of the store; either may be missing."""

    source: str | None
    store: Snapshot | None = None

    @property
    def needs_events(self) -> bool:
        """Whether the source must hold events, because the store has none."""
        return self.store is None or not self.store.mark.seq


def open_origins(con: duckdb.DuckDBPyConnection, origins: Origins, mapping: ShopMapping, work: Path) -> Raw:
    """The source's raw tables, beside them the store's. Raises InputError where neither holds events."""
    if origins.source is None and origins.needs_events:
        raise InputError("--source", "say where the shop's events are; the event store holds none yet")
    con.execute(REJECTS)
    raw = Raw()
    if origins.source is not None:
        raw = open_source(Opening(con, origins.source, mapping, work, origins.needs_events))
    if origins.store:
        open_store_tables(Opening(con, origins.store.address, mapping, work), origins.store.mark)
    return raw
