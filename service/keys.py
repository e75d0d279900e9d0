"""API keys: kept as hashes, compared in constant time, each with the scopes it opens."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

READ, METRICS = "read", "metrics"
SCOPES: tuple[str, ...] = (READ, METRICS)
"""read: recommendations, the area, customers, segments. metrics: /metrics."""

HEADER = "X-API-Key"
ENVIRON = "HTTP_X_API_KEY"


class Named(Protocol):
    """A row of [[service.keys]]."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def scopes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Key:
    """One key that opens something; the digest stays out of every repr."""

    name: str
    digest: bytes = field(repr=False)
    scopes: frozenset[str]


@dataclass(frozen=True)
class Keys:
    """All keys; without any, everything is open (the server then listens on 127.0.0.1 alone)."""

    keys: tuple[Key, ...]

    @staticmethod
    def of(rows: Iterable[Named]) -> Keys:
        return Keys(tuple(Key(row.name, bytes.fromhex(row.sha256), frozenset(row.scopes)) for row in rows))

    @property
    def open(self) -> bool:
        return not self.keys

    def holder(self, given: str) -> Key | None:
        """The key that was given, None if it is none of ours. Every key is compared, so the time tells nothing."""
        digest = sha256(given.encode("utf-8", "replace")).digest()
        found = None
        for key in self.keys:
            if hmac.compare_digest(digest, key.digest):
                found = key
        return found
