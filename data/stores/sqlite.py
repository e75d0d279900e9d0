"""`sqlite:///var/store.db`: a file, written ahead and flushed at every commit; processes take turns by a file lock."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from data.errors import InputError
from data.stores.checkpoints import LONGEST, Checkpoints
from data.stores.database import NEVER, Cursor, Digest
from data.stores.questions import SOMEBODY_ERASED, look_numbers
from data.stores.rows import Decided, Event, Look
from data.stores.statements import DECIDED, Statements
from data.stores.turns import Turns

PREFIX: Final = "sqlite:///"
WAIT_SECONDS: Final = 30.0
"""For a lock that somebody outside holds; our own writers take turns before."""
INSERT: Final = f"""
INSERT INTO event ({", ".join(Event._fields)})
VALUES (?1, ?2, CASE WHEN ?3 <> '' OR ?4 = '' THEN ?3
    ELSE coalesce((SELECT customer_id FROM session WHERE session_id = ?4), '') END,
    {", ".join(f"?{number}" for number in range(4, len(Event._fields) + 1))})
ON CONFLICT (event_id, item_id) DO NOTHING"""


TOGETHER: Final = 64
"""Decisions of one statement; each number of them is a statement, and the driver keeps 128 ready."""
ALWAYS: Final = (
    "page_size = 2048", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON",
)  # fmt: skip
"""Ids come by chance, so that each event writes a page of every index: small ones, in stores that are new."""
WRITING: Final = ("cache_size = -32768", f"wal_autocheckpoint = {5 * LONGEST}")
"""The tips of the indexes stay in memory (32 MB); the log (pages) is moved by another thread while that keeps up."""
_CHANGES: Final = "regulars_changes"


class Sqlite:
    """One database file. Raises InputError for an address without a file's place."""

    failures = (sqlite3.Error, OSError)
    refusals = (sqlite3.DataError, sqlite3.IntegrityError, UnicodeError, OverflowError)
    passing = ()

    def __init__(self, address: str, deadline: float) -> None:
        path = address.removeprefix(PREFIX)
        if not address.startswith(PREFIX) or not path:
            raise InputError(
                "store.url", f"'{address}' names no file; write sqlite:///relative.db or sqlite:////absolute.db"
            )
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._make()
        self.statements = Statements().each(_as_driver)
        self._deadline = deadline
        self._turns = Turns(self.path)
        self._writer: sqlite3.Connection | None = None
        self._checkpoints = Checkpoints(self._connect, self._turns.take, partial(_flush, self.path))
        self.engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool)
        event.listen(self.engine, "begin", _begin)

    def _make(self) -> None:
        """What customers did is for whoever runs the service alone; the files beside it are made as it is."""
        with suppress(OSError):  # it is there, or the folder is not theirs who only read
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    def reading(self) -> sqlite3.Connection:
        """Readers never wait for writers here, so the deadline only bounds what others lock."""
        connection = self._connect()
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA busy_timeout = {int(self._deadline * 1000)}")
        return connection

    @contextmanager
    def writing(self) -> Generator[Cursor]:
        """See `Database`."""
        with self._turns.take():
            if self._writer is None:
                self._writer = self._connect()
                for pragma in WRITING:
                    self._writer.execute(f"PRAGMA {pragma}")
            try:
                cursor = self._writer.cursor()
                cursor.execute("BEGIN IMMEDIATE")
                yield cursor
                cursor.execute("COMMIT")
                self._checkpoints.wrote()
            except BaseException:
                self._give_up()
                raise

    @contextmanager
    def changing(self) -> Generator[Connection]:
        """See `Database`."""
        with self._turns.take(), self.engine.execution_options(**{_CHANGES: True}).begin() as connection:
            yield connection

    def looking(self) -> Connection:
        """See `Database`."""
        return self.engine.connect()

    def scrub(self) -> None:
        """See `Database`; the file itself is written over at once, the log as soon as nobody reads what it held."""
        self._checkpoints.scrub()

    def told(self, cursor: Cursor, asked: dict[str, Any], looks: tuple[Look, ...], digest: Digest) -> list[Any]:
        """See `Database`."""
        asked = asked | look_numbers(looks)
        rows: list[Any] = cursor.execute(self.statements.told_unhashed[len(looks)], asked).fetchall()
        if rows and asked["customer"] and any(row[0] == SOMEBODY_ERASED for row in rows):
            rows += cursor.execute(self.statements.gone, asked | {"digest": digest(asked["customer"])}).fetchall()
        return [row for row in rows if row[0] != SOMEBODY_ERASED] if rows else rows

    def settled(self, cursor: Cursor) -> int:
        """They are numbered in the order in which they can be seen."""
        return NEVER

    def insert(self, cursor: Cursor, events: Sequence[Event]) -> list[bool]:
        """See `Database`."""
        execute = cursor.execute
        return [execute(INSERT, row).rowcount == 1 for row in events]

    def decide(self, cursor: Cursor, decisions: Sequence[Decided]) -> None:
        """See `Database`."""
        for first in range(0, len(decisions), TOGETHER):
            part = decisions[first : first + TOGETHER]
            cursor.execute(_of_many(self.statements.decide, len(part)), list(chain.from_iterable(part)))

    def many(self, texts: Sequence[str]) -> str:
        """A JSON array."""
        return orjson.dumps(texts).decode()

    def close(self) -> None:
        """See `Database`."""
        self._checkpoints.stop()
        with self._turns.take():
            self._give_up()
        self._turns.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in ALWAYS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _give_up(self) -> None:
        """A connection that failed in the middle is not used again; closed with a transaction it would live on."""
        if self._writer is not None:
            with suppress(sqlite3.Error):
                self._writer.rollback()
            with suppress(sqlite3.Error):
                self._writer.close()
            self._writer = None


@cache
def _open_for_good(path: Path) -> int:
    """Whoever closes a descriptor of a file lets go of every lock that the process holds on it, SQLite's too."""
    return os.open(path, os.O_RDONLY)


def _flush(path: Path) -> None:
    os.fsync(_open_for_good(path))


@lru_cache(maxsize=TOGETHER)
def _of_many(decide: str, rows: int) -> str:
    """The driver lets go of the interpreter at each statement that it runs, and where other threads are busy, getting
    it back costs more than the row."""
    return decide.replace(DECIDED, ", ".join([DECIDED] * rows))


def _begin(connection: Connection) -> None:
    """Who only looks waits for nobody."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _CHANGES in connection.get_execution_options() else "BEGIN")


def _as_driver(text: str) -> str:
    """Lists as JSON; a customer or session as a value that the planner does not see: where a partial index may serve,
    it would plan anew each time that another is asked about, which takes four times as long as the answer.
    """
    text = re.sub(r"\{(customers|digests|sessions)\}", r"(SELECT value FROM json_each(:\1))", text)
    return re.sub(r"= :(customer|session|whose)\b", r"= (SELECT :\1)", text)
