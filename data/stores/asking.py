"""Questions that are asked all day: a connection for each thread, and a rest for a store that failed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from data.stores.database import Cursor, Database, StoreDown

PAUSE_SECONDS: Final = 1.0
"""After a failure nobody asks again for so long, so that a slow store delays one answer, not all."""
Asks = ParamSpec("Asks")
Answer = TypeVar("Answer")


class Asking:
    """Safe for threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own = threading.local()
        self._turn = threading.Lock()
        self._opened: dict[threading.Thread, Any] = {}
        self._failed, self._closed_until = 0, 0.0

    @property
    def rests(self) -> bool:
        """Whether the store failed so lately that it is not asked."""
        return time.monotonic() < self._closed_until

    def __call__(
        self, ask: Callable[Concatenate[Cursor, Asks], Answer], *rest: Asks.args, **named: Asks.kwargs
    ) -> Answer:
        """What `ask` answers over this thread's cursor. Raises StoreDown."""
        if self.rests:
            raise StoreDown("resting")
        try:
            return ask(self._cursor(), *rest, **named)
        except self._database.refusals:
            raise
        except self._database.failures as error:
            self._closed_until = time.monotonic() + PAUSE_SECONDS
            self._give_up()
            raise StoreDown(type(error).__name__) from error

    def close(self) -> None:
        """Let go of all threads' connections."""
        with self._turn:
            for connection in self._opened.values():
                self._let_go(connection)
            self._opened.clear()
            self._failed += 1

    def _give_up(self) -> None:
        """Where one connection failed, the others lead to the same fallen server: none of them is tried again."""
        if getattr(self._own, "failed", -1) == self._failed:
            self._failed += 1

    def _cursor(self) -> Any:
        if getattr(self._own, "failed", -1) != self._failed:
            failed = self._failed
            self._own.cursor = self._connection().cursor()
            self._own.failed = failed
        return self._own.cursor

    def _connection(self) -> Any:
        me = threading.current_thread()
        with self._turn:
            ended = [thread for thread in self._opened if thread is me or not thread.is_alive()]
            for thread in ended:
                self._let_go(self._opened.pop(thread))
        connection = self._database.reading()
        with self._turn:
            self._opened[me] = connection
        return connection

    def _let_go(self, connection: Any) -> None:
        with suppress(*self._database.failures):
            connection.close()
