"""The power fails while a store is written to: what was accepted had reached the disk, and is found on it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.data.clusters import Cluster
from tests.torture.conftest import Durable, migrated
from tests.torture.disks import copied, make_image, mounted, need_mounts
from tests.torture.history import Verdict, Writers, judged, whole, writers
from tests.torture.test_kill import a_while

ROOM = {"sqlite": 64, "postgresql": 200}
"""MB."""
SMALL = ("max_wal_size=64MB", "shared_buffers=16MB")
times = pytest.mark.parametrize("cuts", [1, pytest.param(20, marks=pytest.mark.torture)])


@times
def test_after_a_power_cut_sqlite_holds_what_was_accepted(folder: Path, cuts: int) -> None:
    need_mounts()
    for number in range(cuts):
        verdict = cut_sqlite(folder / f"cut{number}")
        assert verdict == whole(verdict.accepted)
        assert verdict.accepted > 0


def cut_sqlite(folder: Path) -> Verdict:
    """What a copy of the disk holds that was taken in the middle of writing."""
    notes, disk, place = folder / "notes", folder / "disk", folder / "place"
    make_image(disk, ROOM["sqlite"])
    with mounted(disk, place):
        address = migrated(f"sqlite:///{place}/store.db")
        with writers(address, notes) as both:
            written_to(both)
            cut(disk, both, [])
    with mounted(folder / "copy", place):
        return judged(address, notes)


@times
def test_after_a_power_cut_postgresql_holds_what_was_accepted(folder: Path, clusters: Durable, cuts: int) -> None:
    need_mounts()
    for number in range(cuts):
        verdict = cut_postgresql(folder / f"cut{number}", clusters)
        assert verdict == whole(verdict.accepted)
        assert verdict.accepted > 0


def cut_postgresql(folder: Path, clusters: Durable) -> Verdict:
    """The same, the server's files being on that disk."""
    notes, disk, place = folder / "notes", folder / "disk", folder / "place"
    make_image(disk, ROOM["postgresql"])
    with mounted(disk, place):
        server = clusters(place / "server", SMALL)
        server.start()
        with writers(migrated(server.address), notes) as both:
            written_to(both)
            cut(disk, both, server.processes())
            server.kill()
    with mounted(folder / "copy", place):
        after = Cluster(server.programs, server.folder, durable=True, settings=SMALL)
        after.start()
        try:
            return judged(after.address, notes)
        finally:
            after.kill()


def written_to(both: Writers) -> None:
    """The disk has the files, and some more has been written since."""
    os.sync()
    both.start()
    a_while()


def cut(disk: Path, both: Writers, server: list[int]) -> None:
    """Everybody stands still while the disk is copied, and never goes on."""
    for pid in (*(process.pid for process in both.running), *server):
        os.kill(pid, signal.SIGSTOP)
    time.sleep(0.05)
    copied(disk, disk.with_name("copy"))
    both.kill()
