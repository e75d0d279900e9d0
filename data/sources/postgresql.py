"""`postgresql://…`: tables or queries copied by ADBC; a password stands in the address only as ${NAME}."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast
from urllib.parse import quote

from adbc_driver_postgresql import dbapi  # pyright: ignore[reportMissingTypeStubs]

from data.errors import InputError
from data.mapping.quoting import quoted
from data.sources.addresses import parts_of
from data.sources.databases import copy_tables
from data.sources.opening import Opening, Raw

REFERENCE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
HIDDEN: Final = "***"


def open_postgresql(opening: Opening) -> Raw:
    """The tables of a PostgreSQL database. Raises InputError with the server's words, the password taken out."""
    address, secrets = filled(opening.address, os.environ)

    try:
        database = cast("Any", dbapi).connect(address, autocommit=True)
    except dbapi.Error as error:
        raise InputError("source", f"the database says: {scrubbed(str(error), secrets)}") from None
    with database, database.cursor() as cursor:
        return copy_tables(opening, cursor, _plain, lambda message: scrubbed(message, secrets))


def scrubbed(message: str, secrets: Sequence[str]) -> str:
    """A server's message on one line, with every secret taken out."""
    for secret in secrets:
        message = message.replace(secret, HIDDEN)
    return " ".join(message.split())


def filled(address: str, environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """The address with every ${NAME} filled in, and the texts to keep out of messages.

    Raises InputError for a password written out, or a name that is not set.
    """
    given = parts_of(address).password
    if (given and not REFERENCE.fullmatch(given)) or re.search(r"[?&]password=(?!\$\{)", address):
        raise InputError("source", "the password stands in the address; write ${NAME} and set NAME in the environment")
    secrets: list[str] = []
    for name in REFERENCE.findall(address):
        if name not in environment:
            raise InputError("source", f"the address names ${{{name}}}, which is not set in the environment")
        encoded = quote(environment[name], safe="")
        secrets += [encoded, environment[name]]
        address = address.replace(f"${{{name}}}", encoded)
    return address, [secret for secret in secrets if secret]


def _plain(select: str, columns: list[str]) -> str:
    cells = ", ".join(quoted(name) for name in columns)
    return f"SELECT {cells} FROM ({select}) AS shop"
