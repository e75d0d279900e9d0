"""The event store of a service: its tables made before the workers start, opened anew in each of them."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from multiprocessing.util import Finalize
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from data.mapping.shop import ShopSettings
from data.secret import derived, secret
from data.settings import Settings
from data.stores import open_store
from data.stores.database import StoreDown
from data.stores.erased import LABEL, digest_of
from data.stores.settings import StoreSettings
from data.stores.spool import FILE, Spool
from data.stores.store import Store
from models.decision.memory import MemorySettings
from service.living import Living

AGAIN_SECONDS = 5.0

log = structlog.get_logger("service")


def prepare(var: Path, settings: Settings) -> None:
    """Make or renew the tables, and the secret. Raises InputError for an address that cannot be used.

    A store that is down is logged, and tried again by the workers.
    """
    secret(var)
    store = open_store(settings.section("store", StoreSettings), var)
    _migrated(store)
    store.close()


def living(var: Path, settings: Settings) -> Living:
    """Opened in the worker that uses it: neither connections nor threads survive a fork."""
    own = opened(var, settings)
    spools = settings.section("store", StoreSettings).when_down == "spool"
    spool = Spool(var, own.store, takes=spools) if spools or (var / FILE).is_file() else None
    threading.Thread(target=_until_migrated, args=(own.store, spool), name="store-opening", daemon=True).start()
    for open_ in (own.store, spool):
        if open_:
            Finalize(None, open_.close, exitpriority=1)  # a forked worker ends without what `atexit` holds
    return replace(own, spool=spool)


def opened(var: Path, settings: Settings) -> Living:
    """The store, with the key that its tombstones are read by; its tables are taken to be there."""
    key = derived(secret(var), LABEL)
    store = open_store(settings.section("store", StoreSettings), var, lambda id_: digest_of(key, id_))
    zone = ZoneInfo(settings.section("shop", ShopSettings).time_zone)
    return Living(store, settings.section("memory", MemorySettings), zone)


def _until_migrated(store: Store, spool: Spool | None) -> None:
    while not _migrated(store):
        time.sleep(AGAIN_SECONDS)
    if spool:
        spool.watch()


def _migrated(store: Store) -> bool:
    try:
        store.migrate()
    except StoreDown as error:
        log.warning("the event store cannot be opened", why=str(error))
        return False
    return True
