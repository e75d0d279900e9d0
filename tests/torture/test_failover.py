"""The primary is killed and its standby promoted: the store finds it by itself, with everything that was accepted."""

from __future__ import annotations

import os
import time
from pathlib import Path

import psycopg
import pytest

from data.sources.postgresql import filled
from tests.data.clusters import SECONDS, Cluster
from tests.torture.conftest import Durable, migrated
from tests.torture.history import judged, noted, whole, writers
from tests.torture.test_kill import a_while

times = pytest.mark.parametrize("times", [1, pytest.param(5, marks=pytest.mark.torture)])


@times
def test_a_promoted_standby_holds_what_was_accepted(folder: Path, clusters: Durable, times: int) -> None:
    primary = clusters()
    primary.start()
    migrated(primary.address)
    standby = following(primary, folder / "first")
    places = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
    address = f"postgresql://shop:${{SHOP_PASSWORD}}@{places}/postgres?target_session_attrs=read-write"
    try:
        with writers(address, folder / "notes") as both:
            both.start()
            for number in range(times):
                a_while()
                primary.kill()
                standby.promote()
                new_events(folder / "notes")
                primary, standby = standby, following(standby, folder / f"next{number}", primary.port)
            both.kill()
        verdict = judged(address, folder / "notes")
    finally:
        standby.kill()
        primary.kill()
    assert verdict == whole(verdict.accepted)


def following(primary: Cluster, folder: Path, port: int | None = None) -> Cluster:
    """A standby without which the primary commits nothing any more."""
    standby = primary.standby(folder)
    standby.port = port or standby.port
    standby.start()
    with psycopg.connect(filled(primary.address, os.environ)[0], autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        connection.execute("SELECT pg_reload_conf()")
        until = time.monotonic() + SECONDS
        while connection.execute("SELECT sync_state FROM pg_stat_replication").fetchone() != ("sync",):
            assert time.monotonic() < until
            time.sleep(0.05)
    return standby


def new_events(notes: Path) -> None:
    """Every writer has had something accepted since."""
    before = {file: len(noted(file)) for file in notes.glob("*.accepted")}
    until = time.monotonic() + SECONDS
    while any(len(noted(file)) == count for file, count in before.items()):
        assert time.monotonic() < until, "a writer does not find the new primary"
        time.sleep(0.05)
