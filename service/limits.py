"""Limits of requests per key, over all worker processes: when each key may ask next, in a small file they all map.

The generic cell rate algorithm (ITU-T I.371): a single moment per key, the one at which its allowance is whole again,
says all that is needed.
"""

from __future__ import annotations

import fcntl
import math
import mmap
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

from service import measures
from service.errors import Problem
from service.holders import Holder

SLOTS = 1_024  # keys with a limit
PLACES = 65_536
"""Behind them, where customers' tokens are counted: each has one place by its mark, and whoever comes to it takes it
over afresh, so that two who share one are told apart too generously, never too strictly."""
SLOT = struct.Struct("=8sQ")
"""The first bytes of a key's digest, and its moment in nanoseconds of the machine's monotonic clock."""
SIZE = (SLOTS + PLACES) * SLOT.size
SECOND = 1_000_000_000
CHARGED = "regulars.charged"
"""In the WSGI environment: the seconds to wait, 0 for a request that is counted and may pass."""


class Limits:
    """The limits as a process sees them; those with the same file, made by `prepare`, count together.

    The file's lock belongs to the process and goes when it does, so one that is killed holds up nobody. Costs 7 µs of
    processor time a request.
    """

    def __init__(self, file: Path | None = None, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._thread = Lock()  # the file's lock does not tell the threads of a process apart
        self._file = -1 if file is None else os.open(file, os.O_RDWR)
        self._table = mmap.mmap(self._file, SIZE)
        self._slots: dict[bytes, int] = {}

    @staticmethod
    def prepare(file: Path) -> None:
        """Make the file, before any process opens it."""
        file.write_bytes(bytes(SIZE))

    def charge(self, holder: Holder, environ: dict[str, Any]) -> None:
        """Count the request once, however often it comes by here. Raises Problem 429 where it comes too soon."""
        wait = environ.get(CHARGED)
        if wait is None:
            wait = environ[CHARGED] = self.wait(holder)
            if wait:
                measures.limited(holder.name)
        if wait:
            who = holder.name if holder.bound else f"the key '{holder.name}'"
            detail = f"{who} may ask {holder.per_second:g} times a second, {holder.burst} at once"
            raise Problem(429, detail, headers={"Retry-After": str(math.ceil(wait))})

    def wait(self, holder: Holder) -> float:
        """Seconds until the holder may ask; 0 where it may now, which is then counted."""
        with self._thread:
            if self._file < 0:
                return self._counted(holder)
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                return self._counted(holder)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _counted(self, holder: Holder) -> float:
        now, between = self._clock(), int(SECOND / holder.per_second)
        mark = holder.mark[:8]
        at = self._place(mark) if holder.bound else self._slot(mark)
        whole = max(now, SLOT.unpack_from(self._table, at)[1])
        whole = min(whole, now + between * holder.burst)  # further away only where the limit was another
        early = whole - now - between * (holder.burst - 1)
        SLOT.pack_into(self._table, at, mark, whole if early > 0 else whole + between)
        return max(early, 0) / SECOND

    def _slot(self, mark: bytes) -> int:
        """Where the key stands in the table; a new one takes the place of the key that has been idle longest."""
        at = self._slots.get(mark)
        if at is None or self._table[at : at + 8] != mark:
            slots = list(SLOT.iter_unpack(self._table[: SLOTS * SLOT.size]))
            marks = [held for held, _ in slots]
            moments = [moment for _, moment in slots]
            number = marks.index(mark) if mark in marks else moments.index(min(moments))
            at = self._slots[mark] = number * SLOT.size
            if marks[number] != mark:
                SLOT.pack_into(self._table, at, mark, 0)
        return at

    def _place(self, mark: bytes) -> int:
        """Where a token is counted."""
        at = (SLOTS + int.from_bytes(mark, "little") % PLACES) * SLOT.size
        if self._table[at : at + 8] != mark:
            SLOT.pack_into(self._table, at, mark, 0)
        return at
