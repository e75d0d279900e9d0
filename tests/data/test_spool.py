"""Events that wait on this machine's disk for a store are handed on, whatever failed meanwhile."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from data.stores import spool
from data.stores.spool import Spool
from tests.contracts.stores import event, items, opened


def test_a_failure_of_the_disk_does_not_end_the_handing_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "LOOK_SECONDS", 0.01)
    with opened(f"sqlite:///{tmp_path}/store.db") as store:
        store.migrate()
        waiting = Spool(tmp_path, store)
        failed: list[str] = []
        hand_on = waiting.hand_on

        def at_first_full() -> int:
            if not failed:
                failed.append("once")
                raise sqlite3.OperationalError("database or disk is full")
            return hand_on()

        monkeypatch.setattr(waiting, "hand_on", at_first_full)
        waiting.accept([event(1, "ann")])
        waiting.watch()
        end = time.monotonic() + 10
        while items(store, "ann") != ["i1"] and time.monotonic() < end:
            time.sleep(0.01)
        waiting.close()
        assert (failed, items(store, "ann")) == (["once"], ["i1"])
