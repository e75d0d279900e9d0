"""The tables of every store: brought from any version to this one with all that is in them."""

from __future__ import annotations

import multiprocessing
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Integer, MetaData, Table, insert, select, text

from data.columns import CLICK
from data.stores.database import StoreDown
from data.stores.migrating import FOLDER, migrate
from data.stores.store import Store
from data.stores.tables import METADATA
from tests.contracts.stores import event, items, opened, told

Rows = dict[str, list[dict[str, Any]]]
MOMENTS = ("at", "shown_at", "clicked_at")


def versions() -> list[str]:
    """Every migration, the first one first."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def filled(connection: Connection, step: int) -> None:
    """One more row in every table that there is by now, each column told."""
    there = MetaData()
    there.reflect(connection)
    for table in (table for table in there.sorted_tables if table.name != "alembic_version"):
        connection.execute(insert(table).values({column.name: value(column.type, step) for column in table.columns}))


def value(kind: Any, step: int) -> Any:
    """A number or a text of a step."""
    return step if isinstance(kind, Integer) or kind.python_type is not str else f"'ü😀 {step}"


def contents(connection: Connection) -> Rows:
    """All rows of all tables but Alembic's."""
    there = MetaData()
    there.reflect(connection)
    return {table.name: _rows(connection, table) for table in there.sorted_tables if table.name != "alembic_version"}


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def lost(before: Rows, after: Rows) -> list[Any]:
    """Rows that stood there before and, by the columns that they had, do not any more."""
    found: list[Any] = []
    for name, rows in before.items():
        now = [row.items() for row in after.get(name, [])]
        found += [(name, row) for row in rows if not any(row.items() <= other for other in now)]
    return found


def test_from_the_first_version_step_by_step_nothing_is_lost(nowhere: str) -> None:
    with opened(nowhere) as store:
        held: Rows = {}
        for step, version in enumerate(versions(), start=1000):
            migrate(store.database, version)
            with store.changing() as connection:
                assert lost(held, contents(connection)) == []
                filled(connection, step)
                held = contents(connection)
        migrate(store.database)
        with store.looking() as connection:
            assert contents(connection) == held
        assert len(held["event"]) == len(versions())


def test_the_tables_are_those_that_the_code_says(store: Store) -> None:
    with store.looking() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_defaults_and_what_the_indexes_leave_out_are_those_that_the_code_says(store: Store, nowhere: str) -> None:
    with opened(nowhere.replace("store.db", "other.db")) as other:
        with other.changing() as connection:
            METADATA.create_all(connection)
        assert shape(other) == shape(store)


def shape(store: Store) -> dict[str, Any]:
    """Of every table its columns with their defaults, its indexes with their conditions."""
    there = MetaData()
    with store.looking() as connection:
        there.reflect(connection)
    return {name: _shape(table) for name, table in there.tables.items() if name != "alembic_version"}


def _shape(table: Table) -> tuple[set[Any], set[Any]]:
    defaults = {(column.name, getattr(column.server_default, "arg", None)) for column in table.columns}
    columns = {(name, None if arg is None else str(arg)) for name, arg in defaults}
    return columns, {(index.name, *index.columns.keys(), *map(str, index.kwargs.values())) for index in table.indexes}


def test_migrating_again_changes_nothing(store: Store) -> None:
    store.accept([event(1, "ann")])
    with store.looking() as connection:
        before = contents(connection)
    store.migrate()
    with store.looking() as connection:
        assert contents(connection) == before


def migrated(address: str, told: Any) -> None:
    """In a process of its own: the id of the store once it is migrated."""
    with opened(address) as store:
        store.migrate()
        told.put(store.id)


def test_processes_that_migrate_at_once_take_turns(nowhere: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    processes = [spawn.Process(target=migrated, args=(nowhere, told)) for _ in range(3)]
    for process in processes:
        process.start()
    ids = {told.get(timeout=60) for _ in processes}
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with opened(nowhere) as store:
        assert ids == {store.id}
        store.accept([event(1, "ann")])
        assert items(store, "ann") == ["i1"]


@pytest.mark.parametrize("version", versions()[:-1])
def test_a_store_of_any_earlier_version_is_usable_after_a_migration(nowhere: str, version: str) -> None:
    with opened(nowhere) as store:
        migrate(store.database, version)
        store.migrate()
        store.accept([event(1, "ann")])
        assert items(store, "ann") == ["i1"]


def test_a_list_that_was_clicked_before_items_were_told_apart_was_clicked_as_a_whole(nowhere: str) -> None:
    with opened(nowhere) as store:
        migrate(store.database, "0004")
        with store.changing() as connection:
            row = {"decision_id": "d", "customer_id": "ann", "placement": "cart"} | dict.fromkeys(MOMENTS, 1)
            there = MetaData()
            there.reflect(connection)
            connection.execute(insert(there.tables["decision"]).values(row))
        store.migrate()
        store.accept([event(1, "ann", CLICK, decision_id="d")])
        (showing,) = told(store, "ann").showings
        assert (showing.clicked, showing.clicked_items) == (True, [])


def test_tables_of_a_later_version_are_left_alone(store: Store) -> None:
    store.accept([event(1, "ann")])
    with store.changing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreDown, match="another version"):
        store.migrate()
    assert items(store, "ann") == ["i1"]
