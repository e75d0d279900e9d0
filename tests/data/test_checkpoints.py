"""What SQLite wrote ahead is moved into the file while it is written to."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from data.stores import checkpoints, database_at
from data.stores.sqlite import _flush
from data.stores.store import Store
from tests.contracts.stores import event

PAGE = 2048
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

    connect = partial(sqlite3.connect, tmp_path / "store.db")
    checkpoints.Checkpoints(connect, turn, partial(taken.append, "flush"))._move()
    assert taken == ["turn"] * turns
    store.close()


class Moving:
    """A connection that says of each move how long the log is by then."""

    def __init__(self, pages: list[int]) -> None:
        self.pages = iter(pages)

    def execute(self, told: str) -> Moving:
        assert told == checkpoints.MOVE
        return self

    def fetchone(self) -> tuple[int, int, int]:
        return 0, next(self.pages), 0

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.mark.parametrize(
    ("pages", "done"),
    [
        ([80_000], []),
        ([90_000, 90_299, 0], ["flush", "turn"]),
        ([90_000, 91_000, 91_299, 0], ["flush", "flush", "turn"]),
        ([90_000, 180_000, 270_000, 360_000, 0], ["flush"] * 4 + ["turn"]),
        ([90_000, 400], ["flush"]),
    ],
)
def test_what_comes_meanwhile_is_flushed_until_it_is_little_and_then_writers_wait(
    pages: list[int], done: list[str]
) -> None:
    seen: list[str] = []

    @contextmanager
    def turn() -> Iterator[None]:
        seen.append("turn")
        yield

    connect: Any = partial(Moving, pages)
    checkpoints.Checkpoints(connect, turn, partial(seen.append, "flush"))._move()
    assert seen == done


def test_a_log_that_cannot_be_moved_is_told_once_until_it_can_be(caplog: pytest.LogCaptureFixture) -> None:
    fails = iter([True, True, False, True])

    def connect() -> Any:
        if next(fails):
            raise sqlite3.OperationalError("disk I/O error")
        return Moving([0])

    own = checkpoints.Checkpoints(connect, nullcontext, lambda: None)
    told: list[int] = []
    for _ in range(4):
        own._try()
        told.append(len(caplog.records))
    assert told == [1, 1, 1, 2]
    assert caplog.messages[0] == "the event store's log cannot be moved"
    assert "disk I/O error" in caplog.text


def test_opening_a_store_again_lets_go_of_no_lock(tmp_path: Path) -> None:
    address, log = f"sqlite:///{tmp_path}/store.db", tmp_path / "store.db-wal"
    first = Store(database_at(address, 1.0))
    first.migrate()
    first.accept([event(1, "ann")])
    second = database_at(address, 1.0)
    _flush(tmp_path / "store.db")
    last = "import sqlite3, sys; own = sqlite3.connect(sys.argv[1]); own.execute('SELECT * FROM event'); own.close()"
    subprocess.run([sys.executable, "-c", last, tmp_path / "store.db"], check=True)
    assert log.exists()  # whoever closes a file as the last one deletes it
    second.close()
    first.close()
