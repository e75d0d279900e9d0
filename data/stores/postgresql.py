"""`postgresql://…`: for several machines; a password stands in the address only as ${NAME}."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from data.addresses import filled, scrubbed
from data.errors import InputError
from data.stores.database import Cursor, Digest
from data.stores.questions import look_numbers
from data.stores.rows import Decided, Event, Look
from data.stores.soon import Soon
from data.stores.statements import Statements, as_pyformat
from data.stores.underway import Settled

WRITERS: Final = 0x5265_6775
"""The advisory lock that writers share and a night takes alone, to know that nothing below its mark is under way."""
WAIT_SECONDS: Final = 10.0
"""For a statement that writes; longer, and the server is taken for down."""
_TYPES: Final = dict.fromkeys(Event._fields, "text") | {
    "kind": "integer", "t": "bigint", "quantity": "double precision", "price": "double precision",
    "position": "integer", "by_token": "integer",
}  # fmt: skip
INSERT: Final = f"""
INSERT INTO event ({", ".join(Event._fields)})
SELECT event_id, item_id, CASE WHEN told.customer_id <> '' OR session_id = '' THEN told.customer_id
    ELSE coalesce((SELECT session.customer_id FROM session WHERE session.session_id = told.session_id), '') END,
    {", ".join(Event._fields[3:])}
FROM unnest({", ".join(f"%b::{kind}[]" for kind in _TYPES.values())}) WITH ORDINALITY
    AS told ({", ".join(Event._fields)}, nth) ORDER BY nth
ON CONFLICT (event_id, item_id) DO NOTHING RETURNING event_id, item_id"""


WRITING: Final = f"""
SELECT virtualtransaction FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = {WRITERS}
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
"""Who may have drawn numbers that nobody else can see yet; the lock goes after their events have appeared."""


BY_INDEX: Final = "; ".join(f"SET enable_{way} = off" for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin"))
"""For questions: an index leads to what each of them wants, in its order, and no statistics of yesterday may lead a
planner to read all that a customer ever did, or all that there is."""


class _Bounded(psycopg.Connection[Any]):
    """Gives up on a server that does not answer within `seconds`, whatever hangs."""

    seconds = WAIT_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """See psycopg; no statement of ours waits without an end."""
        return super().wait(gen, interval, self.seconds if timeout is None else timeout)


class Postgresql:
    """One database server, or several of which one takes writes. Raises InputError for an address it cannot use."""

    failures = (psycopg.Error, OSError, TimeoutError)
    refusals = (psycopg.DataError, psycopg.IntegrityError, psycopg.errors.ProgramLimitExceeded, UnicodeError)
    passing = (psycopg.OperationalError,)

    def __init__(self, address: str, deadline: float) -> None:
        whole, self._secrets = filled(address, os.environ)
        try:
            self._address = make_conninfo(whole, connect_timeout=max(2, round(deadline)), application_name="regulars")
        except psycopg.Error as error:
            raise InputError("store.url", scrubbed(str(error), self._secrets)) from None
        self.statements = Statements().each(_as_driver)
        self._deadline = deadline
        self._turn = threading.Lock()
        self._writer: Any = None
        self._settled = Settled()
        self._soon = Soon(self._connect_to_read)
        self.engine = create_engine("postgresql+psycopg://", creator=self._connect, poolclass=NullPool)

    def reading(self) -> Any:
        """See `Database`."""
        return self._soon.get(self._deadline)

    @contextmanager
    def writing(self) -> Generator[Cursor]:
        """See `Database`."""
        with self._turn:
            if self._writer is None:
                self._writer = self._connect()
            try:
                with self._writer.cursor() as cursor:
                    cursor.execute(f"SELECT pg_advisory_xact_lock_shared({WRITERS})")
                    yield cursor
                self._writer.commit()
            except BaseException:
                self._give_up()
                raise

    @contextmanager
    def changing(self) -> Generator[Connection]:
        """See `Database`."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
            yield connection

    def looking(self) -> Connection:
        """See `Database`."""
        return self.engine.connect().execution_options(isolation_level="REPEATABLE READ")

    def scrub(self) -> None:
        """The server does it by itself (autovacuum)."""

    def told(self, cursor: Cursor, asked: dict[str, Any], looks: tuple[Look, ...], digest: Digest) -> list[Any]:
        """See `Database`."""
        named = {"digest": digest(asked["customer"]) if asked["customer"] else ""}
        return cursor.execute(self.statements.told[len(looks)], asked | named | look_numbers(looks)).fetchall()

    def settled(self, cursor: Cursor) -> int:
        """Numbers are drawn before others can see them, so: below what could be seen when all who wrote then wrote."""
        look = self._settled.begin()
        newest = cursor.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()[0]
        return self._settled.upto(look, newest, {row[0] for row in cursor.execute(WRITING).fetchall()})

    def insert(self, cursor: Cursor, events: Sequence[Event]) -> list[bool]:
        """See `Database`."""
        if not events:
            return []
        columns = [list(column) for column in zip(*events, strict=True)]
        new = set(cursor.execute(INSERT, columns).fetchall())
        first: list[bool] = []
        for event in events:
            key = (event.event_id, event.item_id)
            first.append(key in new)
            new.discard(key)
        return first

    def decide(self, cursor: Cursor, decisions: Sequence[Decided]) -> None:
        """See `Database`."""
        cursor.executemany(self.statements.decide, decisions)

    def many(self, texts: Sequence[str]) -> list[str]:
        """An array."""
        return list(texts)

    def close(self) -> None:
        """See `Database`."""
        self._soon.close()
        with self._turn:
            self._give_up()

    def _connect(self) -> Any:
        return _Bounded.connect(self._address)

    def _connect_to_read(self) -> Any:
        connection = _Bounded.connect(self._address, autocommit=True)
        connection.seconds = self._deadline
        connection.execute(BY_INDEX)
        return connection

    def _give_up(self) -> None:
        if self._writer is not None:
            with suppress(psycopg.Error):
                self._writer.close()
            self._writer = None


def _as_driver(text: str) -> str:
    return re.sub(r"{(\w+)}", r"(SELECT unnest(%(\1)b::text[]))", as_pyformat(text))
