"""What is written at once: events and decisions of many callers, and what the one says of the other."""

from __future__ import annotations

import time
from typing import Final

import orjson

from data.columns import CLICK
from data.stores.database import Cursor, Database, Digest
from data.stores.rows import Decided, Event, Outcome
from data.stores.statements import OF_A_DECISION
from data.stores.tombstones import before_erasure, owners

SOON_SECONDS: Final = 3.0
"""What took longer to fail hangs, and would hang again."""
_OF: Final = (Outcome.DUPLICATE, Outcome.NEW)


class Transaction:
    """Called by one thread at a time."""

    def __init__(self, database: Database, digest: Digest) -> None:
        self._database, self._digest = database, digest

    def __call__(self, events: list[Event], decisions: list[Decided]) -> list[Outcome]:
        """What became of each event; all of it is on disk. Raises what the driver raises.

        What fails in passing (a connection of yesterday, two writers in each other's way) is tried once more. Where it
        had been written and only the answer was lost, events are found to be there already: none counts twice.
        """
        began = time.monotonic()
        try:
            return self._once(events, decisions)
        except self._database.refusals:
            raise
        except self._database.passing:
            if time.monotonic() - began > SOON_SECONDS:
                raise
            return self._once(events, decisions)

    def _once(self, events: list[Event], decisions: list[Decided]) -> list[Outcome]:
        with self._database.writing() as cursor:
            if not events and not decisions:
                cursor.execute(self._database.statements.written, {"at": str(time.time_ns())})
            outcomes = self._stored(cursor, events)
            self._decide(cursor, decisions)
            self._mark(cursor, events, outcomes)
        return outcomes

    def _stored(self, cursor: Cursor, events: list[Event]) -> list[Outcome]:
        happened = [(event.customer_id, event.session_id, event.t) for event in events]
        gone = before_erasure(self._database, cursor, self._digest, happened)
        if not any(gone):
            return [_OF[new] for new in self._database.insert(cursor, events)]
        new = iter(self._database.insert(cursor, [event for event, out in zip(events, gone, strict=True) if not out]))
        return [Outcome.ERASED if out else _OF[next(new)] for out in gone]

    def _decide(self, cursor: Cursor, decisions: list[Decided]) -> None:
        decisions = self._owned(cursor, decisions)
        happened = [(row.customer_id, row.session_id, row.at) for row in decisions]
        gone = before_erasure(self._database, cursor, self._digest, happened)
        kept = [row for row, out in zip(decisions, gone, strict=True) if not out]
        if kept:
            self._database.decide(cursor, kept)

    def _owned(self, cursor: Cursor, decisions: list[Decided]) -> list[Decided]:
        """What was answered to a guest is the customer's whose session it turned out to be."""
        owner = owners(self._database, cursor, [row.session_id for row in decisions if not row.customer_id])
        return [
            row._replace(customer_id=owner[row.session_id], session_id="")
            if not row.customer_id and row.session_id in owner else row
            for row in decisions
        ]  # fmt: skip

    def _mark(self, cursor: Cursor, events: list[Event], outcomes: list[Outcome]) -> None:
        """Decisions that these events say were shown or clicked."""
        own = self._database.statements
        said: dict[str, list[dict[str, str | int]]] = {own.shown: [], own.clicked: []}
        for event, outcome in zip(events, outcomes, strict=True):
            if event.decision_id and event.kind in OF_A_DECISION and outcome != Outcome.ERASED:
                statement = own.clicked if event.kind == CLICK else own.shown
                said[statement].append({
                    "decision_id": event.decision_id, "t": event.t, "clicked": _line(event.item_id),
                    "customer": event.customer_id, "session": event.session_id, "by_token": event.by_token,
                })  # fmt: skip
        for statement, rows in said.items():
            if rows:
                cursor.executemany(statement, rows)


def _line(item_id: str) -> str:
    """The item as CLICKED takes it, '' for the list as a whole."""
    return orjson.dumps(item_id).decode() if item_id else ""
