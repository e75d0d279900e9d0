"""A thread that does the same small thing again and again, as long as its process lives."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

POLL_SECONDS = 0.5  # what is left of two seconds is for the digests of a gigabyte, and a busy machine


def again_and_again(look: Callable[[], None], name: str) -> None:
    """Call `look` every POLL_SECONDS in a thread of its own; it must not raise. A thread does not survive a fork, so
    this is for the worker."""
    Thread(target=_watch, args=(look,), name=name, daemon=True).start()


def _watch(look: Callable[[], None]) -> None:
    while True:
        time.sleep(POLL_SECONDS)
        look()
