"""API keys: kept as hashes, compared in constant time, each with the scopes it opens."""

from __future__ import annotations

import hmac
import math
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from service.holders import Holder

READ, EVENTS, ADMIN, METRICS = "read", "events", "admin", "metrics"
SCOPES: tuple[str, ...] = (READ, EVENTS, ADMIN, METRICS)
"""read: recommendations, the area, customers, segments. events: what customers do is handed in. admin: customers are
merged, exported and erased. metrics: /metrics."""

ANYBODY = Holder(name="", scopes=frozenset(SCOPES))
"""Who asks an open service."""

HEADER = "X-API-Key"
ENVIRON = "HTTP_X_API_KEY"


class Row(Protocol):
    """A row of [[service.keys]]."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def scopes(self) -> tuple[str, ...]: ...
    @property
    def until(self) -> float: ...
    @property
    def per_second(self) -> float: ...
    @property
    def burst(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Key(Holder):
    """One key that opens something until a moment (Unix seconds); its `mark` is its digest."""

    until: float = math.inf

    @staticmethod
    def of(row: Row) -> Key:
        return Key(
            name=row.name, scopes=frozenset(row.scopes), per_second=row.per_second, burst=row.burst,
            mark=bytes.fromhex(row.sha256), until=row.until,
        )  # fmt: skip


@dataclass(frozen=True)
class Keys:
    """All keys; without any, everything is open (the server then listens on 127.0.0.1 alone)."""

    keys: tuple[Key, ...]

    @staticmethod
    def of(rows: Iterable[Row]) -> Keys:
        return Keys(tuple(map(Key.of, rows)))

    @property
    def open(self) -> bool:
        return not self.keys

    def holder(self, given: str, now: float) -> Key | None:
        """The key that was given, None if it is none of ours or its time is over. Every key is compared, so the time
        that it takes tells nothing."""
        digest = sha256(given.encode("utf-8", "replace")).digest()
        found = None
        for key in self.keys:
            if hmac.compare_digest(digest, key.mark) and now < key.until:
                found = key
        return found
