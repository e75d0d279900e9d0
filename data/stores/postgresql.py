"""`postgresql://…`: for several machines; a password stands in the address only as ${NAME}."""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from data.errors import InputError
from data.sources.postgresql import filled, scrubbed
from data.stores.database import Cursor
from data.stores.rows import Event
from data.stores.statements import Statements, as_pyformat

WRITERS: Final = 0x5265_6775
"""The advisory lock that writers share and a night takes alone, to know that nothing below its mark is under way."""
WAIT_SECONDS: Final = 10.0
"""For a statement that writes; longer, and the server is taken for down."""
_TYPES: Final = dict.fromkeys(Event._fields, "text") | {
    "kind": "integer", "t": "bigint", "quantity": "double precision", "price": "double precision", "position": "integer"
}  # fmt: skip
INSERT: Final = f"""
INSERT INTO event ({", ".join(Event._fields)})
SELECT event_id, item_id, CASE WHEN told.customer_id <> '' OR session_id = '' THEN told.customer_id
    ELSE coalesce((SELECT session.customer_id FROM session WHERE session.session_id = told.session_id), '') END,
    {", ".join(Event._fields[3:])}
FROM unnest({", ".join(f"%s::{kind}[]" for kind in _TYPES.values())}) WITH ORDINALITY
    AS told ({", ".join(Event._fields)}, nth) ORDER BY nth
ON CONFLICT (event_id, item_id) DO NOTHING RETURNING event_id, item_id"""


class _Bounded(psycopg.Connection[Any]):
    """Gives up on a server that does not answer within `seconds`, whatever hangs."""

    seconds = WAIT_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """See psycopg; no statement of ours waits without an end."""
        return super().wait(gen, interval, self.seconds if timeout is None else timeout)


class Postgresql:
    """One database server, or several of which one takes writes. Raises InputError for an address it cannot use."""

    failures = (psycopg.Error, OSError, TimeoutError)

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
        self.engine = create_engine("postgresql+psycopg://", creator=self._connect, poolclass=NullPool)

    def reading(self) -> Any:
        """See `Database`."""
        connection = self._connect(autocommit=True)
        connection.seconds = self._deadline
        return connection

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

    def told(self, cursor: Cursor, asked: dict[str, Any]) -> list[Any]:
        """See `Database`."""
        return cursor.execute(self.statements.told, asked).fetchall()

    def insert(self, cursor: Cursor, events: Sequence[Event]) -> list[bool]:
        """See `Database`."""
        columns = [list(column) for column in zip(*events, strict=True)]
        new = set(cursor.execute(INSERT, columns).fetchall())
        first: list[bool] = []
        for event in events:
            key = (event.event_id, event.item_id)
            first.append(key in new)
            new.discard(key)
        return first

    def many(self, texts: Sequence[str]) -> list[str]:
        """An array."""
        return list(texts)

    def close(self) -> None:
        """See `Database`."""
        with self._turn:
            self._give_up()

    def _connect(self, autocommit: bool = False) -> Any:
        return _Bounded.connect(self._address, autocommit=autocommit)

    def _give_up(self) -> None:
        if self._writer is not None:
            with suppress(psycopg.Error):
                self._writer.close()
            self._writer = None


def _as_driver(text: str) -> str:
    return (
        as_pyformat(text).replace("{customers}", "(SELECT unnest(%(customers)s::text[]))")
        .replace("{digests}", "(SELECT unnest(%(digests)s::text[]))")
    )  # fmt: skip
