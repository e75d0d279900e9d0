"""What SQLite wrote ahead is moved into the file while it is written to, and the log starts anew."""

from __future__ import annotations

import time
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
def test_the_log_is_moved_beside_the_writer_and_does_not_grow_without_end(tmp_path: Path) -> None:
    file, log = tmp_path / "store.db", tmp_path / "store.db-wal"
    store = Store(database_at(f"sqlite:///{file}", 1.0))
    store.migrate()
    until, number = time.monotonic() + SECONDS, 0
    while file.stat().st_size < 200 * PAGE and time.monotonic() < until:
        store.accept([event(number + more, "ann", further="x" * 1000) for more in range(20)])
        number += 20
    assert file.stat().st_size >= 200 * PAGE
    assert log.stat().st_size < number * PAGE
    store.close()
    assert not log.exists()
