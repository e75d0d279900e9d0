"""The event store: what happened since the night, what was shown, and who asked to be forgotten."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import orjson

from data.stores.database import Database, StoreDown
from data.stores.migrating import migrate, store_id
from data.stores.rows import NOTHING_TOLD, Decided, Event, Mark, Showing, Told, Touch, Whose
from data.stores.statements import ERASED, MOST_TOUCHES, SHOWING, TOUCH
from data.stores.writer import Writer

PAUSE_SECONDS: Final = 1.0
"""After a failure nobody asks again for so long, so that a slow store delays one answer, not all."""
NEVER: Final = 2**62
"""A sequence number that is never reached."""


class Store:
    """Safe for threads; open it in the process that uses it. `told` and `accept` raise StoreDown."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.writer = Writer(database)
        self._own = threading.local()
        self._closed_until = 0.0
        self._id = ""

    @property
    def id(self) -> str:
        """Which store it is, the same for every process and machine that opens it."""
        if not self._id:
            with self.database.engine.connect() as connection:
                self._id = store_id(connection)
        return self._id

    @property
    def rests(self) -> bool:
        """Whether it failed so lately that it is not asked."""
        return time.monotonic() < self._closed_until

    def since(self, mark: Mark) -> Mark:
        """The mark to ask by: what a night read of another store tells nothing about this one."""
        return mark if mark.store == self.id else Mark(self.id, 0, 0)

    def told(self, whose: Whose, mark: Mark, after: int, showings: int) -> Told:
        """What is known of one customer, session or both since the mark, and the newest showings after a moment."""
        if not (whose.customer_id or whose.session_id):
            return NOTHING_TOLD
        mark = self._asked(self.since, mark)
        asked = {
            "customer": whose.customer_id, "session": whose.session_id, "digest": whose.digest, "seq": mark.seq,
            "alone": "" if whose.customer_id else whose.session_id, "erasures": mark.erasures, "after": after,
            "showings": showings,
        }  # fmt: skip
        return self._asked(self._one, asked)

    def told_of_many(
        self, customers: Sequence[str], digests: Sequence[str], mark: Mark, after: int, showings: int
    ) -> dict[str, Told]:
        """The same of several customers, by id, of those of whom anything is told."""
        mark = self._asked(self.since, mark)
        asked = {
            "customers": self.database.many(customers), "digests": self.database.many(digests), "seq": mark.seq,
            "erasures": mark.erasures, "after": after, "showings": showings,
        }  # fmt: skip
        return self._asked(self._many, asked, dict(zip(digests, customers, strict=True)))

    def accept(self, events: Sequence[Event]) -> list[bool]:
        """Whether each is new; on disk when this returns. Raises Full where too much waits, StoreDown."""
        return self.writer.bring(events).result()

    def decided(self, decisions: Sequence[Decided]) -> int:
        """How many will be written soon; nobody waits for it."""
        return self.writer.decided(decisions)

    def close(self) -> None:
        """Write what waits and let go."""
        self.writer.stop()
        self.database.close()

    def migrate(self) -> None:
        """Make or renew the tables; what is in them stays."""
        migrate(self.database)

    def _one(self, cursor: Any, asked: dict[str, Any]) -> Told:
        rows = self.database.told(cursor, asked)
        if not rows:
            return NOTHING_TOLD
        told = _sorted(rows)
        if len(told.touches) >= MOST_TOUCHES and asked["customer"]:
            told.touches.extend(self._moved(cursor, asked, told.touches[-1].seq))
        return told

    def _moved(self, cursor: Any, asked: dict[str, Any], before: int) -> list[Touch]:
        older = {"customer": asked["customer"], "seq": asked["seq"], "before": before}
        rows = cursor.execute(self.database.statements.moved, older).fetchall()
        return sorted((Touch(*row) for row in rows), reverse=True)

    def _many(self, cursor: Any, asked: dict[str, Any], customer_of: dict[str, str]) -> dict[str, Told]:
        held: dict[str, list[Any]] = {}
        for whose, *row in cursor.execute(self.database.statements.told_of_many, asked).fetchall():
            held.setdefault(customer_of[whose] if row[0] == ERASED else whose, []).append(row)
        told = {customer: _sorted(rows) for customer, rows in held.items()}
        for customer, one in told.items():
            if len(one.touches) >= MOST_TOUCHES:
                one.touches.extend(self._moved(cursor, asked | {"customer": customer}, one.touches[-1].seq))
        return told

    def _asked(self, ask: Any, *rest: Any) -> Any:
        """What `ask` answers over this thread's cursor. Raises StoreDown."""
        if self.rests:
            raise StoreDown("resting")
        try:
            return ask(*rest) if ask == self.since else ask(self._cursor(), *rest)
        except self.database.failures as error:
            self._closed_until = time.monotonic() + PAUSE_SECONDS
            self._forget()
            raise StoreDown(type(error).__name__) from error

    def _cursor(self) -> Any:
        if not hasattr(self._own, "connection"):
            self._own.connection = self.database.reading()
            self._own.cursor = self._own.connection.cursor()
        return self._own.cursor

    def _forget(self) -> None:
        connection = self._own.__dict__.pop("connection", None)
        self._own.__dict__.pop("cursor", None)
        if connection is not None:
            with suppress(*self.database.failures):
                connection.close()


def _sorted(rows: Sequence[Any]) -> Told:
    """(what, seq, kind, t, told, placement, campaign) by what they are, newest first."""
    touches = [Touch(seq, told, kind, t) for what, seq, kind, t, told, *_ in rows if what == TOUCH]
    shown = sorted((row for row in rows if row[0] == SHOWING), key=lambda row: -row[1])
    showings = [Showing(row[5], row[6], row[1], bool(row[2]), orjson.loads(row[4])) for row in shown]
    touches.sort(reverse=True)
    return Told(touches, showings, any(row[0] == ERASED for row in rows))
