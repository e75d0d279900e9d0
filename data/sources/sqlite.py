"""`sqlite:///shop.db` (relative) or `sqlite:////var/shop.db` (absolute), opened read-only."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from adbc_driver_sqlite import dbapi

from data.errors import InputError
from data.mapping.quoting import quoted
from data.sources.databases import copy_tables
from data.sources.opening import Opening, Raw

PREFIX = "sqlite:///"


def open_sqlite(opening: Opening) -> Raw:
    """The tables of a database file, all columns as text: SQLite has no column types to rely on."""
    path = Path(opening.address.removeprefix(PREFIX))
    if not opening.address.startswith(PREFIX) or not path.is_file():
        raise InputError("source", f"no database file {path}; give sqlite:///relative.db or sqlite:////absolute.db")
    with cast("Any", dbapi).connect(f"file:{quote(str(path))}?mode=ro") as database, database.cursor() as cursor:
        return copy_tables(opening, cursor, _as_text, str)


def _as_text(select: str, columns: list[str]) -> str:
    cells = ", ".join(f"CAST({quoted(name)} AS TEXT) AS {quoted(name)}" for name in columns)
    return f"SELECT {cells} FROM ({select}) AS shop"
