"""What every source promises, over the table: the same shop reads the same, wherever it lies."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from adbc_driver_postgresql import dbapi

from data.addresses import filled
from data.columns import PURCHASE, VIEW
from data.errors import InputError
from data.sources import SOURCES, Source
from tests.data.servers import PASSWORD, postgresql, postgresql_programs, web
from tests.data.shops import HEAD, Shop, read

ROWS = [
    ("00123", "85123A", "purchase", "2024-05-01 10:00:00"),
    ("13085", "i😀", "view", "2024-05-02 08:00:00"),
    ("c," + "x" * 198, "two words", "view", "2024-05-02 09:00:00"),
    ("", "85123A", "purchase", "2024-05-03 09:00:00"),
]
SEEN = [(customer or None, item, {"purchase": PURCHASE, "view": VIEW}[kind], t) for customer, item, kind, t in ROWS]


@contextmanager
def in_files(folder: Path, rows: list[tuple[str, ...]]) -> Iterator[str]:
    (folder / "events.csv").write_text(HEAD + "".join(f'"{a}",{b},{c},{d}\n' for a, b, c, d in rows), encoding="utf-8")
    yield str(folder)


@contextmanager
def in_the_web(folder: Path, rows: list[tuple[str, ...]]) -> Iterator[str]:
    with in_files(folder, rows), web(folder) as address:
        yield f"{address}/events.csv?signature=s3cret"


@contextmanager
def in_sqlite(folder: Path, rows: list[tuple[str, ...]]) -> Iterator[str]:
    with closing(sqlite3.connect(folder / "shop.db")) as database, database:
        database.execute("CREATE TABLE events (customer_id, item_id, event_type, timestamp)")
        database.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)
    yield f"sqlite:///{folder}/shop.db"


@contextmanager
def in_postgresql(folder: Path, rows: list[tuple[str, ...]]) -> Iterator[str]:
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with (
        pytest.MonkeyPatch.context() as patched,
        tempfile.TemporaryDirectory() as own,
        postgresql(programs, Path(own)) as address,
    ):
        patched.setenv("SHOP_PASSWORD", PASSWORD)
        with dbapi.connect(filled(address, os.environ)[0], autocommit=True) as database, database.cursor() as cursor:
            cursor.execute("CREATE TABLE events (customer_id text, item_id text, event_type text, timestamp text)")
            cursor.executemany("INSERT INTO events VALUES ($1, $2, $3, $4)", rows)
        yield address


SHOPS: dict[str, Callable[[Path, list[tuple[str, ...]]], AbstractContextManager[str]]] = {
    "sqlite": in_sqlite,
    "postgresql": in_postgresql,
    "web": in_the_web,
    "files": in_files,
}
NOWHERE = {
    "sqlite": "sqlite:////nowhere/shop.db",
    "postgresql": "postgresql://shop@127.0.0.1:1/shop",
    "web": "http://127.0.0.1:1/events.csv?signature=s3cret",
    "files": "/nowhere/at/all",
}
each_source = pytest.mark.parametrize("row", SOURCES, ids=lambda row: row.name)


def test_every_source_is_held_to_its_promises() -> None:
    assert set(SHOPS) == set(NOWHERE) == {row.name for row in SOURCES}


@pytest.fixture(scope="module", params=SOURCES, ids=lambda row: row.name)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The same shop read from each source; what lies there is not what the reader may write to."""
    work = tmp_path_factory.mktemp("work")
    with SHOPS[request.param.name](tmp_path_factory.mktemp("shop"), ROWS) as address:
        yield read(work, address)


def test_ids_kinds_moments_and_their_order_are_as_the_shop_wrote_them(shop: Shop) -> None:
    assert shop.events() == SEEN


def test_nothing_is_set_aside_of_what_is_whole(shop: Shop) -> None:
    assert shop.set_aside() == []


@each_source
def test_a_shop_without_a_row_is_told_so(row: Source, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    with SHOPS[row.name](tmp_path / "shop", []) as address, pytest.raises(InputError, match="empty"):
        read(tmp_path, address)


@each_source
def test_an_address_where_nothing_is_is_bad_input_and_repeats_no_secret(row: Source, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, NOWHERE[row.name])
    assert error.value.field == "source"
    assert error.value.detail
    assert "s3cret" not in str(error.value)


@each_source
def test_the_example_that_is_shown_leads_to_its_source(row: Source) -> None:
    first = row.example.split(",")[0]
    assert next(other for other in SOURCES if first.startswith(other.prefixes)) is row
