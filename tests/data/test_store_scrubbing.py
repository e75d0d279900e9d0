"""What was erased goes from the log beside a SQLite file, and nobody waits long for it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from data.stores.erasing import erase
from tests.contracts.stores import digest, event, opened

LONG_SECONDS = 10.0
"""Far more than a scrub may hold up, far less than a lock is waited for."""


def soon(it_is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + LONG_SECONDS
    while not it_is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return it_is_so()


def test_while_somebody_reads_an_erasure_holds_up_nobody_and_the_log_is_emptied_after(tmp_path: Path) -> None:
    log = tmp_path / "store.db-wal"
    with opened(f"sqlite:///{tmp_path}/store.db") as store:
        store.migrate()
        store.accept([event(1, "somebody to forget")])
        with closing(sqlite3.connect(tmp_path / "store.db")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM event").fetchall()
            began = time.monotonic()
            erase(store, "somebody to forget", digest("whom"), 2**60)
            store.accept([event(2, "bob")])
            assert time.monotonic() - began < LONG_SECONDS
            assert b"somebody to forget" in log.read_bytes()
        assert soon(lambda: b"somebody to forget" not in log.read_bytes())
    assert b"somebody to forget" not in (tmp_path / "store.db").read_bytes()
