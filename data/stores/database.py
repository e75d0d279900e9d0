"""What the two databases do differently, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from data.stores.rows import Event
from data.stores.statements import Statements

Cursor = Any
"""A driver's cursor; both follow DB-API 2."""


class StoreDown(Exception):
    """The store cannot be asked, or did not answer within the deadline; what was being written may not be there."""


class Database(Protocol):
    """One kind of database behind an address."""

    statements: Statements
    engine: Engine

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What its driver raises where the database, not the statement, is at fault."""
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

    def told(self, cursor: Cursor, asked: dict[str, Any]) -> list[Any]:
        """The rows of TOLD."""
        ...

    def insert(self, cursor: Cursor, events: Sequence[Event]) -> list[bool]:
        """Whether each event is new; a guest's goes to the customer whose session it turned out to be."""
        ...

    def many(self, texts: Sequence[str]) -> Any:
        """A list of texts as the statements take it."""
        ...

    def close(self) -> None:
        """Let go of the connection that writes."""
        ...
