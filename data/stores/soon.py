"""Connections that nobody waits for longer than a deadline, whatever name server or network hangs."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any


class Soon:
    """Safe for threads; a connection that comes too late serves whoever asks next."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._made: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._closed = False

    def get(self, seconds: float) -> Any:
        """A connection. Raises TimeoutError, or what connecting raises."""
        until = time.monotonic() + seconds
        while True:  # again, where somebody else has taken what was made
            with suppress(queue.Empty):
                return self._made.get_nowait()
            news: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
            threading.Thread(target=self._make, args=(news,), name="store-connect", daemon=True).start()
            try:
                failed = news.get(timeout=max(until - time.monotonic(), 0))
            except queue.Empty:
                raise TimeoutError("no connection within the deadline") from None
            if failed is not None:
                raise failed

    def close(self) -> None:
        """Let go of those that nobody took."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                self._made.get_nowait().close()

    def _make(self, news: queue.SimpleQueue[Exception | None]) -> None:
        try:
            self._made.put(self._connect())
            news.put(None)
        except Exception as error:
            news.put(error)
        if self._closed:
            self.close()
