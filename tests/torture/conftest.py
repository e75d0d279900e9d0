"""Stores to torture: durable ones, in files of their own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from data.stores import database_at
from data.stores.store import Store
from tests.contracts.stores import digest
from tests.data.clusters import PASSWORD, Cluster
from tests.data.servers import postgresql_programs

Durable = Callable[..., Cluster]


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that a server's own account can reach, as those of pytest cannot."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


@pytest.fixture
def clusters(folder: Path) -> Iterator[Durable]:
    """Makes PostgreSQL servers that flush what they commit; all are killed in the end."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    made: list[Cluster] = []

    def make(place: Path | None = None, settings: tuple[str, ...] = ()) -> Cluster:
        cluster = Cluster(programs, place or folder / f"server{len(made)}", durable=True, settings=settings)
        made.append(cluster)
        cluster.create()
        return cluster

    yield make
    for cluster in made:
        cluster.kill()


def migrated(address: str) -> str:
    """The address of a store that can be written to."""
    with opened(address) as store:
        store.migrate()
    return address


@contextmanager
def opened(address: str, deadline: float = 1.0) -> Generator[Store]:
    """A store that may be down when it is closed."""
    store = Store(database_at(address, deadline), digest)
    try:
        yield store
    finally:
        with suppress(CalledProcessError):
            store.close()
