"""What SQLite wrote ahead is moved into the file while it is written to."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from data.stores import checkpoints, database_at
from data.stores.store import Store
from tests.contracts.stores import event

PAGE = 4096
SECONDS = 60


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "EVERY_SECONDS", 0.02)
    monkeypatch.setattr(checkpoints, "LONGEST", 50)


@pytest.mark.usefixtures("often")
def test_the_log_is_moved_beside_the_writer_and_is_gone_in_the_end(tmp_path: Path) -> None:
    file, log = tmp_path / "store.db", tmp_path / "store.db-wal"
    store = Store(database_at(f"sqlite:///{file}", 1.0))
    store.migrate()
    until, number = time.monotonic() + SECONDS, 0
    while file.stat().st_size < 200 * PAGE and time.monotonic() < until:
        store.accept([event(number + more, "ann", further="x" * 1000) for more in range(20)])
        number += 20
    assert file.stat().st_size >= 200 * PAGE
    store.close()
    assert not log.exists()


@pytest.mark.parametrize(("longest", "turns"), [(10_000, 0), (10, 1)])
def test_writers_wait_only_where_the_log_is_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, longest: int, turns: int
) -> None:
    monkeypatch.setattr(checkpoints, "LONGEST", longest)
    store = Store(database_at(f"sqlite:///{tmp_path}/store.db", 1.0))
    store.migrate()
    store.accept([event(number, "ann", further="x" * 1000) for number in range(200)])
    taken: list[str] = []

    @contextmanager
    def turn() -> Iterator[None]:
        taken.append("turn")
        yield

    checkpoints.Checkpoints(partial(sqlite3.connect, tmp_path / "store.db"), turn)._move()
    assert len(taken) == turns
    store.close()
