"""Events that wait for a store that is down: on this machine's disk, and handed on when it is back."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from data.stores.database import StoreDown
from data.stores.rows import Event, Outcome
from data.stores.sqlite import PREFIX, Sqlite
from data.stores.store import Store
from data.stores.writer import Full

FILE: Final = "spool.db"
LOOK_SECONDS: Final = 1.0
AT_ONCE: Final = 1_000
WAITING: Final = f"SELECT seq, {', '.join(Event._fields)} FROM event ORDER BY seq LIMIT {AT_ONCE}"


class Spool:
    """A small store of its own in `var`; all workers of a machine share it, one of them hands on at a time."""

    def __init__(self, var: Path, store: Store) -> None:
        self._kept = Store(Sqlite(f"{PREFIX}{var / FILE}", deadline=1.0), store.digest)
        self._kept.migrate()
        self._store = store
        self._turn = var / f"{FILE}.handing"
        self._stopped = threading.Event()

    def accept(self, events: Sequence[Event]) -> list[Outcome]:
        """Keep them here; on disk when this returns. Raises Full and StoreDown as a store does."""
        return self._kept.accept(events)

    def watch(self) -> None:
        """Hand on what waits, in a thread of its own; call it in the worker."""
        threading.Thread(target=self._watch, name="spool", daemon=True).start()

    def hand_on(self) -> int:
        """How many events the store took; each is let go here after it is on disk there, so none is lost between."""
        handle = os.open(self._turn, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return self._all()
        except BlockingIOError:
            return 0
        finally:
            os.close(handle)

    def close(self) -> None:
        """Stop handing on."""
        self._stopped.set()
        self._kept.close()

    def _all(self) -> int:
        handed = 0
        while rows := self._waiting():
            self._store.accept([Event(*row[1:]) for row in rows])
            with self._kept.database.writing() as cursor:
                cursor.executemany("DELETE FROM event WHERE seq = ?", [row[:1] for row in rows])
            handed += len(rows)
        return handed

    def _waiting(self) -> list[Any]:
        with self._kept.database.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(WAITING)]

    def _watch(self) -> None:
        """What fails, here or there, is tried again."""
        own = self._kept.database
        while not self._stopped.wait(LOOK_SECONDS):
            if not self._store.rests:
                with suppress(StoreDown, Full, SQLAlchemyError, *own.failures, *self._store.database.failures):
                    self.hand_on()
