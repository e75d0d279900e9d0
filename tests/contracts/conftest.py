"""Event stores on real servers, an empty one of its own for each test."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path

import pytest

from data.stores import STORES
from data.stores.store import Store
from tests.contracts.stores import make_database, opened
from tests.data.servers import PASSWORD, postgresql, postgresql_programs

MIGRATED = "migrated"
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Generator[str]:
    """The address of a PostgreSQL server that has a store to copy from."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory() as folder, postgresql(programs, Path(folder)) as address:
        os.environ["SHOP_PASSWORD"] = PASSWORD
        with opened(make_database(address, MIGRATED, "template0")) as store:
            store.migrate()
        yield address


@pytest.fixture(params=[row.name for row in STORES])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each row of STORES."""
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    return request.param


@pytest.fixture
def nowhere(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a table."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return make_database(request.getfixturevalue("server"), f"empty{next(_NUMBERS)}", "template0")


@pytest.fixture
def address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store in which nothing is yet."""
    if kind == "postgresql":
        return make_database(request.getfixturevalue("server"), f"store{next(_NUMBERS)}", MIGRATED)
    place = f"sqlite:///{tmp_path}/store.db"
    with opened(place) as store:
        store.migrate()
    return place


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """It, open."""
    with opened(address) as store:
        yield store
