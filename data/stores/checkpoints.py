"""What SQLite wrote ahead is moved into the file beside the writer, so that no caller waits for it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import Final

LOG: Final = logging.getLogger("data.stores")
EVERY_SECONDS: Final = 1.0
LONGEST: Final = 80_000
"""Pages of the log, 160 MB, after which writers wait a moment for the rest to be moved, so that it starts anew."""
ROUNDS, FEW = 4, 300
"""What came meanwhile is moved and flushed beside the writers until it is few pages or so many rounds were made."""
MOVE: Final = "PRAGMA wal_checkpoint(PASSIVE)"
EMPTY: Final = "PRAGMA wal_checkpoint(TRUNCATE)"
SCRUB_MS: Final = 50
"""For readers to end, each time; writers wait as long."""


class Checkpoints:
    """A thread that lives from the first transaction to `stop`; what it cannot do now it tries again."""

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        in_turn: Callable[[], AbstractContextManager[None]],
        flush: Callable[[], None],
    ) -> None:
        self._connect, self._in_turn, self._flush = connect, in_turn, flush
        self._stopped = threading.Event()
        self._turn, self._starting = threading.Lock(), threading.Lock()
        self._wrote = self._scrubs = self._fails = False
        self._thread: threading.Thread | None = None

    def wrote(self) -> None:
        """Told after every transaction, by one thread at a time."""
        self._wrote = True
        self._start()

    def scrub(self) -> None:
        """Empty the log, now or, while somebody reads what it held, each second until it is."""
        with self._turn:
            self._scrubs = True
            self._try()
        self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._stopped.clear()
                self._thread = threading.Thread(target=self._run, name="store-checkpoints", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End; the file is in order at any time."""
        if self._thread is not None:
            self._stopped.set()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stopped.wait(EVERY_SECONDS):
            with self._turn:
                if self._wrote or self._scrubs:
                    self._wrote = False
                    self._try()

    def _try(self) -> None:
        """What fails for long is told once: callers do not notice, but the log grows until the disk is full."""
        try:
            self._move()
        except (sqlite3.Error, OSError):
            if not self._fails:
                LOG.warning("the event store's log cannot be moved", exc_info=True)
            self._fails = True
        else:
            self._fails = False

    def _move(self) -> None:
        """Pages that were moved are no longer looked for in the log, so that readers stay fast however long it is.

        SQLite flushes the file where all was moved, and so with the writers waiting: what can be flushed is before.
        """
        with closing(self._connect()) as connection:
            if self._scrubs:
                connection.execute(f"PRAGMA busy_timeout = {SCRUB_MS}")
                self._scrubs = bool(connection.execute(EMPTY).fetchone()[0])
                return
            before = 0
            for _ in range(ROUNDS):
                _, pages, _ = connection.execute(MOVE).fetchone()
                if pages <= LONGEST:
                    return
                if pages - before < FEW:
                    break
                self._flush()
                before = pages
            with self._in_turn():
                connection.execute(MOVE)
