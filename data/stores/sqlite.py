"""`sqlite:///var/store.db`: a file, written ahead and flushed at every commit; processes take turns by a file lock."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from data.errors import InputError
from data.stores.database import Cursor
from data.stores.rows import Event
from data.stores.statements import Statements

PREFIX: Final = "sqlite:///"
WAIT_SECONDS: Final = 30.0
"""For a lock that somebody outside holds; our own writers take turns before."""
INSERT: Final = f"""
INSERT INTO event ({", ".join(Event._fields)})
VALUES (?1, ?2, CASE WHEN ?3 <> '' OR ?4 = '' THEN ?3
    ELSE coalesce((SELECT customer_id FROM session WHERE session_id = ?4), '') END,
    {", ".join(f"?{number}" for number in range(4, len(Event._fields) + 1))})
ON CONFLICT (event_id, item_id) DO NOTHING"""


class Sqlite:
    """One database file. Raises InputError for an address without a file's place."""

    failures = (sqlite3.Error, OSError)

    def __init__(self, address: str, deadline: float) -> None:
        path = address.removeprefix(PREFIX)
        if not address.startswith(PREFIX) or not path:
            raise InputError(
                "store.url", f"'{address}' names no file; write sqlite:///relative.db or sqlite:////absolute.db"
            )
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.statements = Statements().each(_lists)
        self._deadline = deadline
        self._turn, self._lock = threading.Lock(), -1
        self._writer: sqlite3.Connection | None = None
        self.engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool)
        event.listen(self.engine, "begin", _begin)

    def reading(self) -> sqlite3.Connection:
        """Readers never wait for writers here, so the deadline only bounds what others lock."""
        connection = self._connect()
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA busy_timeout = {int(self._deadline * 1000)}")
        return connection

    @contextmanager
    def writing(self) -> Generator[Cursor]:
        """See `Database`."""
        with self._in_turn():
            if self._writer is None:
                self._writer = self._connect()
            try:
                cursor = self._writer.cursor()
                cursor.execute("BEGIN IMMEDIATE")
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                self._give_up()
                raise

    @contextmanager
    def changing(self) -> Generator[Connection]:
        """See `Database`; what was deleted is written over, in the log too."""
        with self._in_turn():
            with self.engine.begin() as connection:
                yield connection
            with closing(self._connect()) as after, suppress(sqlite3.OperationalError):
                after.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def told(self, cursor: Cursor, asked: dict[str, Any]) -> list[Any]:
        """See `Database`; who was erased is asked last, so that nothing of theirs outlives the answer."""
        own = self.statements
        asks = [own.own] * bool(asked["customer"]) + [own.guest] * bool(asked["session"])
        asks += [own.showings] * bool(asked["showings"]) + [own.gone] * bool(asked["digest"])
        return [row for statement in asks for row in cursor.execute(statement, asked).fetchall()]

    def insert(self, cursor: Cursor, events: Sequence[Event]) -> list[bool]:
        """See `Database`."""
        execute = cursor.execute
        return [execute(INSERT, row).rowcount == 1 for row in events]

    def many(self, texts: Sequence[str]) -> str:
        """A JSON array."""
        return orjson.dumps(texts).decode()

    def close(self) -> None:
        """See `Database`."""
        with self._turn:
            self._give_up()
            if self._lock >= 0:
                os.close(self._lock)
                self._lock = -1

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def _in_turn(self) -> Generator[None]:
        """Threads by a lock, processes by another that the system takes back from one that is killed."""
        with self._turn:
            if self._lock < 0:
                self._lock = os.open(f"{self.path}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._lock, fcntl.LOCK_UN)

    def _give_up(self) -> None:
        """A connection that failed in the middle is not used again; closing it takes its transaction back."""
        if self._writer is not None:
            with suppress(sqlite3.Error):
                self._writer.close()
            self._writer = None


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _lists(text: str) -> str:
    return text.replace("{customers}", "(SELECT value FROM json_each(:customers))").replace(
        "{digests}", "(SELECT value FROM json_each(:digests))"
    )
