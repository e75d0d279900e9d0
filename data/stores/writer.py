"""One thread that writes for all: what waits is put into one transaction, so that a flush to disk serves many."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Final

from data.stores.database import Database, Digest, StoreDown
from data.stores.rows import Decided, Event, Outcome
from data.stores.transaction import Transaction

MOST_WAITING: Final = 20_000
"""Events, and as many decisions, that wait in memory at most; who brings more is told to come back."""
AT_ONCE: Final = 1_000
"""Rows of one transaction, or one caller's if they are more: whoever comes next waits as long as they take."""


LINGER_SECONDS: Final = 1.0
"""How long a decision waits for others: nobody waits for it, and every transaction writes each page that it touches."""


class Full(Exception):
    """More waits than may; nothing of what was brought was taken."""


class Brought:
    """What one caller brought; a bare lock, since a Future costs more than an event."""

    __slots__ = ("_done", "_failed", "_outcomes", "events")

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        self._outcomes: list[Outcome] = []
        self._failed: Exception | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def result(self, seconds: float = -1) -> list[Outcome]:
        """What became of each, once it is on disk. Raises StoreDown, TimeoutError after so many seconds, or what the
        database cannot keep."""
        if not self._done.acquire(timeout=seconds):
            raise TimeoutError
        self._done.release()
        if self._failed is not None:
            raise self._failed
        return self._outcomes

    def tell(self, outcomes: list[Outcome], failed: Exception | None = None) -> None:
        """Let go whoever waits, once."""
        self._outcomes, self._failed = outcomes, failed
        self._done.release()


class Writer:
    """Takes events, whose callers wait for the disk, and decisions, for which nobody waits."""

    def __init__(self, database: Database, digest: Digest) -> None:
        self._database, self._transaction = database, Transaction(database, digest)
        self._events: deque[Brought] = deque()
        self._decisions: deque[Decided] = deque()
        self._waiting, self._stopped, self._due = 0, False, 0.0
        self.lost = 0  # decisions that could not be written
        turn = threading.Lock()
        self._work, self._space = threading.Condition(turn), threading.Condition(turn)
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def bring(self, events: Sequence[Event]) -> Brought:
        """Where to learn what became of each event: its `result` waits until they are on disk. Raises Full.

        Who brings none asks that what waits be written. What no database can keep (half a character, say) is raised as
        the driver says it, to who brought it alone.
        """
        brought = Brought(events)
        with self._work:
            if self._stopped or (self._waiting and self._waiting + len(events) > MOST_WAITING):
                raise Full
            self._waiting += len(events)
            self._events.append(brought)
            self._work.notify()
        return brought

    def decided(self, decisions: Sequence[Decided]) -> int:
        """How many of them were taken to be written soon; those that there was no room for are not."""
        with self._work:
            taken = 0 if self._stopped else max(min(MOST_WAITING - len(self._decisions), len(decisions)), 0)
            before = len(self._decisions)
            self._decisions.extend(decisions[:taken])
            if not before:
                self._due = time.monotonic() + LINGER_SECONDS
            if not before or before < AT_ONCE <= len(self._decisions):
                self._work.notify()
        return taken

    def room(self, decisions: int, seconds: float) -> None:
        """Wait until so many decisions would be taken: for callers that make them faster than a disk takes them."""
        with self._space:
            self._space.wait_for(lambda: self._stopped or len(self._decisions) + decisions <= MOST_WAITING, seconds)

    def stop(self) -> None:
        """Write what waits, then end."""
        with self._work:
            self._stopped = True
            self._work.notify()
            self._space.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._work:
                self._work.wait_for(lambda: self._events or self._decisions or self._stopped)
                self._work.wait_for(lambda: self._events or self._presses(), self._due - time.monotonic())
                brought, decisions = self._taken()
                if self._stopped and not brought and not decisions:
                    return
            if brought or decisions:
                self._write(brought, decisions)

    def _presses(self) -> bool:
        """Whether decisions wait no longer."""
        return self._stopped or len(self._decisions) >= AT_ONCE or time.monotonic() >= self._due

    def _taken(self) -> tuple[list[Brought], list[Decided]]:
        brought: list[Brought] = []
        rows = 0
        while self._events and (not brought or rows + len(self._events[0].events) <= AT_ONCE):
            brought.append(self._events.popleft())
            rows += len(brought[-1].events)
        self._waiting -= rows
        asked = any(not one.events for one in brought)
        decisions = self._next_decisions() if asked or self._presses() else []
        return brought, decisions

    def _next_decisions(self) -> list[Decided]:
        taken = [self._decisions.popleft() for _ in range(min(AT_ONCE, len(self._decisions)))]
        if self._decisions:
            self._due = time.monotonic() + LINGER_SECONDS
        if taken:
            self._space.notify_all()
        return taken

    def _write(self, brought: list[Brought], decisions: list[Decided]) -> None:
        """What cannot be kept fails alone; else what fails is told to all whose events were in it."""
        events = [event for one in brought for event in one.events]
        try:
            told = iter(self._transaction(events, decisions))
        except self._database.refusals as error:
            self._write_apart(brought, decisions, error)
        except Exception as error:
            self._tell_all(brought, decisions, error)
        else:
            for one in brought:
                one.tell(list(islice(told, len(one.events))))

    def _write_apart(self, brought: list[Brought], decisions: list[Decided], error: Exception) -> None:
        if len(brought) + len(decisions) == 1:
            return self._tell_all(brought, decisions, error)
        for one in brought:
            self._write([one], [])
        for decision in decisions:
            self._write([], [decision])
        return None

    def _tell_all(self, brought: list[Brought], decisions: list[Decided], error: Exception) -> None:
        """Decisions that could not be written are let go."""
        self.lost += len(decisions)
        refused = isinstance(error, self._database.refusals) or not isinstance(error, self._database.failures)
        for one in brought:
            one.tell([], error if refused else StoreDown(type(error).__name__))
