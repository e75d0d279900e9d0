"""The event store: what happened since the night, what was shown, and who asked to be forgotten."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from data.stores.asking import Asking
from data.stores.database import Cursor, Database, Digest, StoreDown
from data.stores.migrating import migrate
from data.stores.rows import NOTHING_TOLD, Decided, Event, Look, Mark, Outcome, Told, Whose
from data.stores.telling import Telling
from data.stores.tombstones import no_key
from data.stores.writer import Full, Writer


class Store:
    """Safe for threads; open it in the process that uses it. Everything that asks or writes raises StoreDown.

    `digest` makes of a customer's id what tombstones are kept by; without it nothing is accepted once there is one,
    and PostgreSQL is asked about nobody.
    """

    def __init__(self, database: Database, digest: Digest = no_key) -> None:
        self.database, self.digest = database, digest
        self.writer = Writer(database, digest)
        self._asked = Asking(database)
        self._telling = Telling(database, digest)
        self._id = ""

    @property
    def id(self) -> str:
        """Which store it is, the same for every process and machine that opens it."""
        if not self._id:
            self._id = self._asked(self._read_id)
        return self._id

    @property
    def rests(self) -> bool:
        """Whether it failed so lately that it is not asked."""
        return self._asked.rests

    def since(self, mark: Mark) -> Mark:
        """The mark to ask by: what a night read of another store tells nothing about this one."""
        return mark if mark.store == self.id else Mark(self.id, 0, 0)

    def told(self, whose: Whose, mark: Mark, looks: tuple[Look, ...] = ()) -> Told:
        """What is known of one customer, session or both since the mark, and the showings of a few looks."""
        if not (whose.customer_id or whose.session_id):
            return NOTHING_TOLD
        mark = self.since(mark)
        asked = {
            "customer": whose.customer_id, "session": whose.session_id, "seq": mark.seq,
            "alone": "" if whose.customer_id else whose.session_id, "erasures": mark.erasures,
        }  # fmt: skip
        return self._asked(self._telling.one, asked, looks)

    def told_of_many(self, customers: Sequence[str], mark: Mark, looks: tuple[Look, ...] = ()) -> dict[str, Told]:
        """The same of several customers, by id, of those of whom anything is told."""
        mark = self.since(mark)
        return self._asked(self._telling.many, customers, {"seq": mark.seq, "erasures": mark.erasures}, looks)

    def gone(self, mark: Mark) -> frozenset[str]:
        """The digests of all who asked to be forgotten since the mark."""
        return self._asked(self._read_gone, self.since(mark).erasures)

    def accept(self, events: Sequence[Event], seconds: float = -1) -> list[Outcome]:
        """What became of each; on disk when this returns. Raises Full where too much waits, StoreDown, TimeoutError
        after so many seconds: they may be written yet."""
        return self.writer.bring(events).result(seconds)

    def writes(self, seconds: float) -> bool:
        """Whether it takes what is written within so many seconds."""
        try:
            self.writer.bring(()).result(seconds)
        except (Full, StoreDown, TimeoutError):
            return False
        return True

    def decided(self, decisions: Sequence[Decided]) -> int:
        """How many will be written soon; nobody waits for it."""
        return self.writer.decided(decisions)

    def close(self) -> None:
        """Write what waits and let go."""
        self.writer.stop()
        self._asked.close()
        self.database.close()

    def migrate(self) -> None:
        """Make or renew the tables; what is in them stays."""
        with self._speaking():
            migrate(self.database)

    @contextmanager
    def looking(self) -> Generator[Connection]:
        """The store as it was at one moment, for what is seldom."""
        with self._speaking(), self.database.looking() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Generator[Connection]:
        """A transaction that is on disk when the block ends, for what is seldom; writers of all processes wait."""
        with self._speaking(), self.database.changing() as connection:
            yield connection

    def _read_id(self, cursor: Cursor) -> str:
        row = cursor.execute(self.database.statements.store_id).fetchone()
        return row[0] if row else ""

    def _read_gone(self, cursor: Cursor, erasures: int) -> frozenset[str]:
        rows = cursor.execute(self.database.statements.all_gone, {"erasures": erasures}).fetchall()
        return frozenset(digest for (digest,) in rows)

    @contextmanager
    def _speaking(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreDown(type(error.orig).__name__) from error
        except self.database.failures as error:
            raise StoreDown(type(error).__name__) from error
