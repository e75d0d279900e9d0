"""A night over a store on a PostgreSQL server of its own: what it reads, and that nothing appears below its mark."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from data.columns import PURCHASE
from data.settings import Settings
from data.stores import open_store
from data.stores.marking import mark_of
from data.stores.rows import Event
from data.stores.settings import StoreSettings
from data.stores.standing import snapshot
from data.stores.store import Store
from data.stores.tables import SESSION
from tests.data.servers import PASSWORD, postgresql, postgresql_programs
from tests.data.shops import events_csv, export
from tests.data.test_store_as_source import DAY, MAY, erase, event, night


@pytest.fixture(scope="module")
def address() -> Generator[str]:
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory() as folder, postgresql(programs, Path(folder)) as address:
        os.environ["SHOP_PASSWORD"] = PASSWORD
        yield address
        del os.environ["SHOP_PASSWORD"]


@pytest.fixture
def store(address: str, tmp_path: Path) -> Generator[Store]:
    """The server's store, empty."""
    opened = open_store(StoreSettings(address), tmp_path)
    opened.migrate()
    yield opened
    with opened.database.changing() as connection:
        connection.exec_driver_sql("TRUNCATE event, session, decision, tombstone, export")
    opened.close()


def test_a_night_reads_it_as_it_reads_a_file(address: str, store: Store, tmp_path: Path) -> None:
    bought = event(1, "00123", "c1", PURCHASE, 1, order_id="o1", quantity=2.0, price=1.5)
    store.accept([bought, event(2, "i😀", session_id="s1"), event(3, "i3", "erin")])
    with store.database.changing() as connection:
        connection.execute(insert(SESSION).values(session_id="s1", customer_id="c2", at=MAY))
    erase(store, tmp_path, "erin", MAY + 9 * DAY)
    source = export(tmp_path, {"events.csv": events_csv("erin,i1,view,2024-05-01", "c1,i1,view,2024-05-01")})
    shop = night(tmp_path, source, {"store": {"url": address}})
    assert [row[:2] for row in shop.events()] == [("c1", "i1"), ("c1", "00123"), ("c2", "i😀")]
    assert shop.rows("SELECT quantity, price, t::VARCHAR FROM event WHERE price > 0") == [
        (2.0, 1.5, "2024-05-02 12:00:00")]  # fmt: skip


def test_the_mark_waits_for_what_is_being_written_below_it(address: str, store: Store, tmp_path: Path) -> None:
    other = open_store(StoreSettings(address), tmp_path)
    with ThreadPoolExecutor(1) as aside:
        with store.database.writing() as cursor:
            store.database.insert(cursor, [event(1, "i1", "c1")])
            _write_beside(other, event(2, "i2", "c1"))
            marked = aside.submit(mark_of, other.database)
            _wait_until(lambda: marked.done() or _waits(store))
            assert not marked.done()
        mark = marked.result()
    other.close()
    assert mark == snapshot_of(address, tmp_path)
    with store.database.engine.connect() as connection:
        seqs = [row[0] for row in connection.exec_driver_sql("SELECT seq FROM event ORDER BY seq")]
    assert (len(seqs), seqs[-1]) == (2, mark.seq)


def _write_beside(store: Store, *events: Event) -> None:
    """The higher number is seen first: its writer is done before that of the lower one."""
    assert store.accept(events) == [True]


def _waits(store: Store) -> bool:
    """Whether somebody waits for the writers' lock."""
    with closing(store.database.reading()) as connection:
        asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return connection.execute(asked).fetchone()[0] > 0


def _wait_until(fulfilled: Callable[[], bool]) -> None:
    for _ in range(600):
        if fulfilled():
            return
        time.sleep(0.05)
    pytest.fail("waited for half a minute")


def snapshot_of(address: str, var: Path) -> Any:
    taken = snapshot(Settings({"store": {"url": address}}), var)
    assert taken is not None
    return taken.mark
