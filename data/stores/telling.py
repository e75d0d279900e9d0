"""What the database answers, put together: touches and showings of each customer or guest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from data.stores.database import Cursor, Database, Digest
from data.stores.moved import Moved
from data.stores.questions import ERASED, MOST_TOUCHES, OF_AN_ITEM, OF_GUEST, SHOWING, TOUCH, look_numbers
from data.stores.rows import NOTHING_TOLD, Look, Showing, Told, Touch

LAST_OF_AN_ITEM: Final = max(OF_AN_ITEM)


class Telling:
    """Safe for threads."""

    def __init__(self, database: Database, digest: Digest) -> None:
        self._database, self._digest = database, digest
        own = database.statements
        self._moved = Moved(database, own.moved), Moved(database, own.moved_of_guest)

    def one(self, cursor: Cursor, asked: dict[str, Any], looks: tuple[Look, ...]) -> Told:
        """Of one customer, session or both."""
        rows = self._database.told(cursor, asked, looks, self._digest)
        return self._told(cursor, rows, asked["customer"], asked["session"], asked["seq"]) if rows else NOTHING_TOLD

    def many(
        self, cursor: Cursor, customers: Sequence[str], since: dict[str, int], looks: tuple[Look, ...]
    ) -> dict[str, Told]:
        """Of those customers of whom there is anything to tell; nobody is hashed where nobody asked to be forgotten."""
        own, many = self._database.statements, self._database.many
        alone = [row[0] for row in cursor.execute(own.heavy, {"customers": many(customers), **since}).fetchall()]
        told = {who: self.one(cursor, {"customer": who, "session": "", "alone": "", **since}, looks) for who in alone}
        customers = [customer for customer in customers if customer not in told] if told else customers
        gone = cursor.execute(own.any_gone, since).fetchone()
        customer_of = {self._digest(customer): customer for customer in customers} if gone else {}
        asked = {"customers": many(customers), "digests": many(list(customer_of)), **since, **look_numbers(looks)}
        held: dict[str, list[Any]] = {}
        for whose, *row in cursor.execute(own.told_of_many[len(looks)], asked).fetchall():
            held.setdefault(customer_of[whose] if row[0] == ERASED else whose, []).append(row)
        return told | {who: self._told(cursor, rows, who, "", since["seq"]) for who, rows in held.items()}

    def _told(self, cursor: Cursor, rows: Sequence[Any], customer: str, session: str, since: int) -> Told:
        erased = any(row[0] == ERASED for row in rows)
        if erased:
            self._moved[0].forget(customer)
        own = self._touches(cursor, rows, TOUCH, customer, since)
        guest = self._touches(cursor, rows, OF_GUEST, session, 0)
        return Told(sorted(own + guest, reverse=True) if own and guest else own or guest, _showings(rows), erased)

    def _touches(self, cursor: Cursor, rows: Sequence[Any], of: int, whose: str, since: int) -> list[Touch]:
        events = [Touch(seq, told, kind, t) for what, seq, kind, t, told, *_ in rows if what == of]
        events.sort(reverse=True)
        touches = [touch for touch in events if touch.item_id and touch.kind <= LAST_OF_AN_ITEM]
        if len(events) >= MOST_TOUCHES:
            touches += self._moved[of == OF_GUEST].told(cursor, whose, since, events[-1].seq)
        return touches


def _showings(rows: Sequence[Any]) -> list[Showing]:
    shown = sorted((row for row in rows if row[0] == SHOWING), key=lambda row: -row[1])
    return [Showing(row[5], row[6], row[1], bool(row[2]), row[4], row[7]) for row in shown]
