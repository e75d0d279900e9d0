"""How long a thread may wait for the disk: while it does, it answers nobody, and a process has few."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Lock, Thread
from typing import Final, TypeVar

from data.stores.database import StoreDown

FEW: Final = 2
"""Threads that may wait for long; the others are left for lists."""
LONG_SECONDS, SHORT_SECONDS = 10.0, 1.0

Answer = TypeVar("Answer")


class Waiting:
    """Those of one process who wait for the store to write. Once it hangs, until it answers, no more than FEW wait."""

    def __init__(self) -> None:
        self._turn, self._many, self._hangs = Lock(), 0, False

    def wait(self, ask: Callable[[float], Answer]) -> Answer:
        """What `ask`, told for how many seconds it may wait, answers. Raises StoreDown where it raises TimeoutError:
        what was asked for may yet be done."""
        with self._place() as seconds:
            try:
                answer = ask(seconds)
            except TimeoutError:
                self._hangs = True
                raise StoreDown("it takes too long") from None
            self._hangs = False
            return answer

    @contextmanager
    def _place(self) -> Generator[float]:
        with self._turn:
            if self._hangs and self._many >= FEW:
                raise StoreDown("others wait for it already")
            self._many += 1
            seconds = LONG_SECONDS if self._many <= FEW else SHORT_SECONDS
        try:
            yield seconds
        finally:
            with self._turn:
                self._many -= 1


def aside(work: Callable[[], Answer]) -> Callable[[float], Answer]:
    """For `Waiting.wait`: work that knows of no time, done in a thread of its own."""

    def ask(seconds: float) -> Answer:
        done = Future[Answer]()
        Thread(target=_do, args=(work, done), name="store-work", daemon=True).start()
        return done.result(seconds)

    return ask


def _do(work: Callable[[], Answer], done: Future[Answer]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:
        done.set_exception(error)
