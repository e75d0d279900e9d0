"""Whether there is a store, and what a night takes of it: how far it reads, and by which key the erased are known."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from data.addresses import filled, scrubbed
from data.errors import InputError
from data.secret import derived, secret
from data.settings import SETTINGS_FILE, Settings
from data.stores import FILE, database_at
from data.stores.database import Database, StoreDown
from data.stores.erased import LABEL
from data.stores.marking import mark_of
from data.stores.migrating import migrate
from data.stores.rows import Mark
from data.stores.settings import StoreSettings

FIELD = f"{SETTINGS_FILE} [store] url"


@dataclass(frozen=True)
class Snapshot:
    """Where a store stands, how far it is read, and the key of its tombstones, b'' where it has none."""

    address: str
    mark: Mark
    key: bytes = field(repr=False)


def address_of(settings: StoreSettings, var: Path) -> str:
    """What the settings say, else the file in `var`; '' where there is none."""
    file = var / FILE
    return settings.url or (f"sqlite:///{file}" if file.is_file() else "")


@contextmanager
def standing(settings: Settings, var: Path) -> Generator[Database | None]:
    """The store, its tables up to date, None where there is none. Raises InputError for one that cannot be asked."""
    own = settings.section("store", StoreSettings)
    address = address_of(own, var)
    if not address:
        yield None
        return
    database = database_at(address, own.deadline_ms / 1000)
    try:
        migrate(database)
        yield database
    except (SQLAlchemyError, StoreDown, *database.failures) as error:
        raise cannot_be_asked(address, error) from None
    finally:
        database.close()


def snapshot(settings: Settings, var: Path) -> Snapshot | None:
    """What a night that begins now reads of the store; None where there is none. Raises InputError as `standing`."""
    with standing(settings, var) as database:
        if database is None:
            return None
        mark = mark_of(database)
    key = derived(secret(var), LABEL) if mark.erasures else b""
    return Snapshot(address_of(settings.section("store", StoreSettings), var), mark, key)


def cannot_be_asked(address: str, error: Exception) -> InputError:
    """The database's words on one line, without what is secret in its address."""
    secrets = filled(address, os.environ)[1] if "${" in address else []
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return InputError(FIELD, f"the store cannot be asked: {scrubbed(first, secrets)}")
