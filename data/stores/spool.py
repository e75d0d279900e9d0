"""Events that wait for a store that is down: on this machine's disk, and handed on when it is back."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from data.stores.database import StoreDown
from data.stores.rows import Event, Outcome
from data.stores.sqlite import PREFIX, Sqlite
from data.stores.store import Store
from data.stores.tables import EVENT
from data.stores.writer import Full

FILE: Final = "spool.db"
LOOK_SECONDS: Final = 1.0
AT_ONCE: Final = 1_000
WAITING: Final = f"SELECT seq, {', '.join(Event._fields)} FROM event ORDER BY seq LIMIT {AT_ONCE}"


class Spool:
    """A small store of its own in `var`; all workers of a machine share it, one of them hands on at a time."""

    def __init__(self, var: Path, store: Store, takes: bool = True) -> None:
        """takes: False where only what was kept before is handed on."""
        self._kept = Store(Sqlite(f"{PREFIX}{var / FILE}", deadline=1.0), store.digest)
        self._kept.migrate()
        self._store, self._takes = store, takes
        self._turn = var / f"{FILE}.handing"
        self._stopped = threading.Event()

    def accept(self, events: Sequence[Event]) -> list[Outcome]:
        """Keep them here; on disk when this returns. Raises Full and StoreDown as a store does."""
        if not self._takes:
            raise StoreDown("nothing is kept for it")
        return self._kept.accept(events)

    def held(self, customer_id: str, sessions: Sequence[str]) -> list[dict[str, Any]]:
        """What waits of the customer and of these sessions, as it stands in the table. Raises StoreDown."""
        with self._kept.looking() as connection:
            rows = connection.execute(select(EVENT).where(_of(customer_id, sessions)).order_by(EVENT.c.seq)).mappings()
            return [{str(name): value for name, value in row.items()} for row in rows]

    def erase(self, customer_id: str, sessions: Sequence[str]) -> int:
        """How many events of theirs waited; they are in no file here any more. Raises StoreDown."""
        with self._kept.changing() as connection:
            gone = connection.execute(delete(EVENT).where(_of(customer_id, sessions))).rowcount
        self._kept.database.scrub()
        return gone

    @contextmanager
    def still(self, how: int = fcntl.LOCK_EX) -> Generator[None]:
        """No worker hands anything on while the block lasts. Raises BlockingIOError for a `how` that does not wait."""
        handle = os.open(self._turn, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    def watch(self) -> None:
        """Hand on what waits, in a thread of its own; call it in the worker."""
        threading.Thread(target=self._watch, name="spool", daemon=True).start()

    def hand_on(self) -> int:
        """How many events the store took; each is let go here after it is on disk there, so none is lost between."""
        handed = 0
        with suppress(BlockingIOError):
            while some := self._some():
                handed += some
        return handed

    def close(self) -> None:
        """Stop handing on."""
        self._stopped.set()
        self._kept.close()

    def _some(self) -> int:
        """What they say of decisions was written down here too, by the same statements; it goes with them."""
        with self.still(fcntl.LOCK_EX | fcntl.LOCK_NB):
            if rows := self._waiting():
                self._store.accept([Event(*row[1:]) for row in rows])
                with self._kept.database.writing() as cursor:
                    cursor.executemany("DELETE FROM event WHERE seq = ?", [row[:1] for row in rows])
                    cursor.execute("DELETE FROM decision")
            return len(rows)

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


def _of(customer_id: str, sessions: Sequence[str]) -> ColumnElement[bool]:
    """Guests' events wait as such, whoever it turned out since that they were."""
    these = func.json_each(orjson.dumps(sessions).decode()).table_valued("value")  # any number of them
    of_session = (EVENT.c.customer_id == "") & EVENT.c.session_id.in_(select(these.c.value))
    return (EVENT.c.customer_id == customer_id) & (EVENT.c.customer_id != "") | of_session
