"""Processes are killed at any moment, writers and servers: what was accepted is there, once."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.torture.conftest import Durable, migrated
from tests.torture.history import judged, whole, writers

LONGEST_SECONDS = 0.4
rounds = pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.torture)])


def a_while() -> None:
    """Until some moment of what is going on."""
    time.sleep(random.uniform(0, LONGEST_SECONDS))


@rounds
def test_a_killed_writer_of_sqlite_loses_nothing_that_was_accepted(folder: Path, kills: int) -> None:
    address = migrated(f"sqlite:///{folder}/store.db")
    with writers(address, folder / "notes") as both:
        for _ in range(kills):
            both.start()
            a_while()
            both.kill()
    verdict = judged(address, folder / "notes")
    assert verdict == whole(verdict.accepted)
    assert verdict.accepted > kills


@rounds
def test_a_killed_writer_or_server_of_postgresql_loses_nothing_that_was_accepted(
    folder: Path, clusters: Durable, kills: int
) -> None:
    server = clusters()
    server.start()
    address = migrated(server.address)
    with writers(address, folder / "notes") as both:
        for _ in range(kills):
            both.start()
            a_while()
            server.kill()
            a_while()
            server.start()
            a_while()
            both.kill()
    verdict = judged(address, folder / "notes")
    assert verdict == whole(verdict.accepted)
    assert verdict.accepted > kills
