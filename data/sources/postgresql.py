"""`postgresql://…`: tables or queries copied by ADBC; a password stands in the address only as ${NAME}."""

from __future__ import annotations

import os
from typing import Any, cast

from adbc_driver_postgresql import dbapi  # pyright: ignore[reportMissingTypeStubs]

from data.addresses import filled, scrubbed
from data.errors import InputError
from data.mapping.quoting import quoted
from data.sources.databases import copy_tables
from data.sources.opening import Opening, Raw


def open_postgresql(opening: Opening) -> Raw:
    """The tables of a PostgreSQL database. Raises InputError with the server's words, the password taken out."""
    address, secrets = filled(opening.address, os.environ)

    try:
        database = cast("Any", dbapi).connect(address, autocommit=True)
    except dbapi.Error as error:
        raise InputError("source", f"the database says: {scrubbed(str(error), secrets)}") from None
    with database, database.cursor() as cursor:
        return copy_tables(opening, cursor, _plain, lambda message: scrubbed(message, secrets))


def _plain(select: str, columns: list[str]) -> str:
    cells = ", ".join(quoted(name) for name in columns)
    return f"SELECT {cells} FROM ({select}) AS shop"
