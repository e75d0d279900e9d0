"""Processes that are killed or stopped under load: what was accepted is there once, what waits is written."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.service.days import a_bundle, publish
from tests.service.load import Teller, under_load, until
from tests.service.servers import Server, serving

pytestmark = pytest.mark.slow


def stored(var: Path) -> list[str]:
    """The ids of all events, as often as they stand there."""
    with closing(sqlite3.connect(var / "store.db")) as connection:
        return [row[0] for row in connection.execute("SELECT event_id FROM event")]


def _kept_once(var: Path, tellers: list[Teller]) -> None:
    there = stored(var)
    sure, sent = set[str]().union(*(one.sure for one in tellers)), set[str]().union(*(one.sent for one in tellers))
    assert len(there) == len(set(there))
    assert sure <= set(there) <= sent
    assert len(sure) > 100


def _kill_all(server: Server) -> None:
    """The parent first, so that it replaces nobody."""
    workers = server.workers()
    for pid in (server.process.pid, *workers):
        os.kill(pid, signal.SIGKILL)
    server.process.wait()
    until(lambda: not any(_lives(pid) for pid in workers))


def _lives(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_a_worker_that_is_killed_loses_no_accepted_event(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    with serving(tmp_path, workers=2) as server:
        with under_load(server) as (askers, tellers):
            for _ in range(2):
                time.sleep(1.5)
                victim = server.workers()[0]
                server.kill(victim)
                until(lambda gone=victim: len(set(server.workers()) - {gone}) == 2)
            time.sleep(1)
        assert all(set(one.statuses) == {200} for one in (*askers, *tellers))
    _kept_once(tmp_path, tellers)


def test_a_service_that_is_killed_whole_and_started_again_has_all_it_accepted(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    with serving(tmp_path, workers=2) as server, under_load(server) as (_, tellers):
        time.sleep(2)
        _kill_all(server)
    _kept_once(tmp_path, tellers)
    with serving(tmp_path, workers=2) as server:
        for number in range(20):
            assert server.get(f"/recommend?customer_id=c{number}")[0] == 200
        with under_load(server, askers=1, tellers=1) as (_, more):
            time.sleep(0.5)
    assert more[0].sure <= set(stored(tmp_path))


def test_what_waits_is_written_when_the_service_is_stopped(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    ids = set[str]()
    with serving(tmp_path, workers=2) as server:
        for number in range(60):
            ids.add(server.json(f"/recommend?customer_id=c{number}")["decision_id"])
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        assert {row[0] for row in connection.execute("SELECT decision_id FROM decision")} == ids
