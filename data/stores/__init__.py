"""Where events of the day are kept, one file per kind of database; all of them in STORES.

Each is durable before it says so, counts an event once, and tells within a deadline what happened since a night.
May not live here: what an answer makes of it (models/decision), HTTP (service).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import InputError
from data.stores.database import Database, Digest
from data.stores.postgresql import Postgresql
from data.stores.settings import StoreSettings
from data.stores.sqlite import Sqlite
from data.stores.store import Store
from data.stores.tombstones import no_key


@dataclass(frozen=True)
class Kind:
    """A kind of address: how it begins, an example to show, and what opens it with a deadline in seconds."""

    name: str
    prefixes: tuple[str, ...]
    example: str
    open: Callable[[str, float], Database]


STORES: Final = (
    Kind("sqlite", ("sqlite://",), "sqlite:////var/lib/shop.db", Sqlite),
    Kind("postgresql", ("postgresql://", "postgres://"), "postgresql://shop:${SHOP_PASSWORD}@db/shop", Postgresql),
)
"""Every store; the first whose prefix fits an address opens it."""
FILE: Final = "store.db"


def open_store(settings: StoreSettings, var: Path, digest: Digest = no_key) -> Store:
    """The store that the settings name, else the one in `var`. Raises InputError for an address that no store takes."""
    return Store(database_at(settings.url or f"sqlite:///{var / FILE}", settings.deadline_ms / 1000), digest)


def database_at(address: str, deadline: float) -> Database:
    """The database behind an address; nothing is asked of it yet."""
    for kind in STORES:
        if address.startswith(kind.prefixes):
            return kind.open(address, deadline)
    raise InputError("store.url", f"no store begins so; there are: {'; '.join(kind.example for kind in STORES)}")
