"""What the two databases do differently, and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine

from data.stores.rows import Decided, Event, Look
from data.stores.statements import Statements

Cursor = Any
"""A driver's cursor; both follow DB-API 2."""
Digest = Callable[[str], str]
"""The keyed hash of a customer's id: who holds the store without the key cannot tell who was erased."""


NEVER: Final = 2**62
"""A number that no event reaches."""


class StoreDown(Exception):
    """The store cannot be asked, or did not answer within the deadline; what was being written may not be there."""


class Database(Protocol):
    """One kind of database behind an address."""

    statements: Statements
    engine: Engine

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What its driver raises where the database is at fault, and else only `refusals`."""
        ...

    @property
    def refusals(self) -> tuple[type[Exception], ...]:
        """What its driver raises where it was handed what cannot be kept."""
        ...

    @property
    def passing(self) -> tuple[type[Exception], ...]:
        """What its driver raises where the same may well succeed when it is tried again, over a new connection."""
        ...

    def reading(self) -> Any:
        """A connection of the driver for one thread, every statement on its own, bounded by the deadline."""
        ...

    def writing(self) -> AbstractContextManager[Cursor]:
        """A cursor inside a transaction that is on disk when the block ends; one writer of this process at a time."""
        ...

    def changing(self) -> AbstractContextManager[Connection]:
        """The same through SQLAlchemy, for what is seldom and not urgent; others wait meanwhile."""
        ...

    def looking(self) -> Connection:
        """A connection that sees the store as it was at one moment, for what is seldom; nobody waits for it."""
        ...

    def scrub(self) -> None:
        """Leave nothing of what was deleted in files."""
        ...

    def told(self, cursor: Cursor, asked: dict[str, Any], looks: tuple[Look, ...], digest: Digest) -> list[Any]:
        """The rows of TOLD."""
        ...

    def settled(self, cursor: Cursor) -> int:
        """Up to this number no event is under way that cannot be seen yet."""
        ...

    def insert(self, cursor: Cursor, events: Sequence[Event]) -> list[bool]:
        """Whether each event is new; a guest's goes to the customer whose session it turned out to be."""
        ...

    def decide(self, cursor: Cursor, decisions: Sequence[Decided]) -> None:
        """Write these lists; one that is there already is written over."""
        ...

    def many(self, texts: Sequence[str]) -> Any:
        """A list of texts as the statements take it."""
        ...

    def close(self) -> None:
        """Let go of the connection that writes."""
        ...
