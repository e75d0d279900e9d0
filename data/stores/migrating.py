"""The tables made, or brought to this version's shape with all that is in them; one process at a time does it."""

from __future__ import annotations

import logging
import uuid
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, insert, select

from data.stores.database import Database, StoreDown
from data.stores.tables import ABOUT

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database, to: str = "head") -> None:
    """All migrations up to `to` that were not run yet, in one transaction; a fresh store gets its id.

    Raises StoreDown for tables of a later version than ours, which are left as they are.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with database.changing() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        _upgrade(config, to)
        if not store_id(connection):
            connection.execute(insert(ABOUT).values(name="id", value=uuid.uuid4().hex))


def _upgrade(config: Config, to: str) -> None:
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise StoreDown(f"its tables are of another version of Regulars: {error}") from None


def store_id(connection: Connection) -> str:
    """The id of the store, '' where it has none yet."""
    return connection.execute(select(ABOUT.c.value).where(ABOUT.c.name == "id")).scalar() or ""
