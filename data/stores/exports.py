"""The register of files with customers in them: which were written, when, from which bundle, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from data.stores.database import Database
from data.stores.tables import EXPORT


class Export(NamedTuple):
    """One file or folder, in the order of the table's columns after `number`."""

    at: int  # microseconds since 1970
    what: str  # lists, customers or evaluation
    path: str  # absolute
    bundle: str  # '' where none was used
    rows: int


def register(database: Database, export: Export) -> None:
    """On disk when this returns."""
    with database.changing() as connection:
        connection.execute(insert(EXPORT).values(export._asdict()))


def registered(database: Database, before: int) -> list[Export]:
    """What was written before a moment, the oldest first."""
    with database.engine.connect() as connection:
        return written(connection, before)


def written(connection: Connection, before: int) -> list[Export]:
    """The same, over a connection."""
    columns = [EXPORT.c[name] for name in Export._fields]
    rows = connection.execute(select(*columns).where(EXPORT.c.at < before).order_by(EXPORT.c.number))
    return [Export(*row) for row in rows]


def forget(database: Database, exports: Iterable[Export]) -> None:
    """Takes what is not there any more out of the register."""
    with database.changing() as connection:
        for export in exports:
            connection.execute(delete(EXPORT).where(EXPORT.c.path == export.path, EXPORT.c.at == export.at))
