"""Whose turn it is to write to a file: one thread of one process at a time, and each process in its turn."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class Turns:
    """Two locks of files beside it, which the system takes back from a process that is killed.

    Whoever waits for its turn holds the other lock meanwhile: who has just had one, and wants the next, stands behind.
    With one lock alone a busy process takes it again before those that wait are awake.
    """

    def __init__(self, path: Path) -> None:
        self._places = [f"{path}.next", f"{path}.turn"]
        self._files: list[int] = []
        self._of_threads = threading.Lock()

    @contextmanager
    def take(self) -> Generator[None]:
        """A turn, as long as the block lasts."""
        with self._of_threads:
            if not self._files:
                self._files = [os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for place in self._places]
            following, turn = self._files
            with _locked(following):
                fcntl.flock(turn, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(turn, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the files; the next turn opens them again."""
        with self._of_threads:
            while self._files:
                os.close(self._files.pop())


@contextmanager
def _locked(file: int) -> Generator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
