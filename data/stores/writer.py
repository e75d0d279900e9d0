"""One thread that writes for all: what waits is put into one transaction, so that a flush to disk serves many."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

from data.columns import CLICK
from data.stores.database import Cursor, Database, StoreDown
from data.stores.rows import Decided, Event
from data.stores.statements import OF_A_DECISION

MOST_WAITING: Final = 20_000
"""Events, and as many decisions, that wait in memory at most; who brings more is told to come back."""
AT_ONCE: Final = 5_000
"""Rows of one transaction."""


class Full(Exception):
    """More waits than may; nothing of what was brought was taken."""


@dataclass(eq=False)
class Brought:
    """What one caller brought, and where it is told which of it was new."""

    events: Sequence[Event]
    told: Future[list[bool]] = field(default_factory=Future[list[bool]])


class Writer:
    """Takes events, whose callers wait for the disk, and decisions, for which nobody waits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events: deque[Brought] = deque()
        self._decisions: deque[Decided] = deque()
        self._waiting, self._stopped = 0, False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def bring(self, events: Sequence[Event]) -> Future[list[bool]]:
        """Done when they are on disk: whether each was new. Raises Full; the future raises StoreDown."""
        brought = Brought(events)
        with self._changed:
            if self._stopped or (self._waiting and self._waiting + len(events) > MOST_WAITING):
                raise Full
            self._waiting += len(events)
            self._events.append(brought)
            self._changed.notify()
        return brought.told

    def decided(self, decisions: Sequence[Decided]) -> int:
        """How many of them were taken to be written soon; those that there was no room for are not."""
        with self._changed:
            taken = 0 if self._stopped else max(min(MOST_WAITING - len(self._decisions), len(decisions)), 0)
            self._decisions.extend(decisions[:taken])
            self._changed.notify()
        return taken

    def room(self, decisions: int, seconds: float) -> None:
        """Wait until so many decisions would be taken: for callers that make them faster than a disk takes them."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or len(self._decisions) + decisions <= MOST_WAITING, seconds)

    def stop(self) -> None:
        """Write what waits, then end."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._events or self._decisions or self._stopped)
                brought, decisions = self._taken()
                if not brought and not decisions:
                    return
            self._write(brought, decisions)

    def _taken(self) -> tuple[list[Brought], list[Decided]]:
        brought: list[Brought] = []
        rows = 0
        while self._events and (not brought or rows + len(self._events[0].events) <= AT_ONCE):
            brought.append(self._events.popleft())
            rows += len(brought[-1].events)
        self._waiting -= rows
        decisions = [self._decisions.popleft() for _ in range(min(AT_ONCE, len(self._decisions)))]
        self._changed.notify_all()
        return brought, decisions

    def _write(self, brought: list[Brought], decisions: list[Decided]) -> None:
        """What fails is told to all whose events were in it; decisions that could not be written are let go."""
        try:
            with self._database.writing() as cursor:
                told = [self._database.insert(cursor, one.events) for one in brought]
                if decisions:
                    cursor.executemany(self._database.statements.decide, [row._asdict() for row in decisions])
                self._mark(cursor, brought)
        except Exception as error:
            down = StoreDown(type(error).__name__)
            for one in brought:
                one.told.set_exception(down)
            return
        for one, new in zip(brought, told, strict=True):
            one.told.set_result(new)

    def _mark(self, cursor: Cursor, brought: list[Brought]) -> None:
        """Decisions that these events say were shown or clicked."""
        own = self._database.statements
        for one in brought:
            for event in one.events:
                if event.decision_id and event.kind in OF_A_DECISION:
                    statement = own.clicked if event.kind == CLICK else own.shown
                    cursor.execute(statement, {"decision_id": event.decision_id, "t": event.t})
