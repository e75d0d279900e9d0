"""The disk is full, or fails: nothing is accepted then, nothing that was accepted is lost, and no repair is needed."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from data.stores.database import StoreDown
from data.stores.rows import Outcome
from data.stores.store import Store
from tests.data.clusters import Cluster
from tests.torture.conftest import Durable, migrated, opened
from tests.torture.disks import fill, small
from tests.torture.history import Writers, judged, whole
from tests.torture.writing import Notes, noted, the_event

TOGETHER = 200
WHENS = (3, 5, 8, 13, 21)
times = pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.torture)])


class Bringing:
    """Brings events to a store and notes what was accepted, as `writing.py` does, in this process."""

    def __init__(self, notes: Path) -> None:
        notes.mkdir()
        self.sent, self.accepted = Notes(notes / "here.sent"), Notes(notes / "here.accepted")
        self.number = 0

    def bring(self, store: Store) -> None:
        """The next ones. Raises StoreDown, after which the same ones are brought again."""
        ids = [f"here.{self.number + n}" for n in range(TOGETHER)]
        self.sent.add(ids)
        outcomes = Counter(store.accept([the_event(one) for one in ids]))
        assert outcomes[Outcome.NEW] == TOGETHER
        self.accepted.add(ids)
        self.number += TOGETHER

    def until_it_is_full(self, store: Store) -> None:
        """As many as the disk takes."""
        with suppress(StoreDown):
            while True:
                self.bring(store)


@times
def test_on_a_full_disk_sqlite_accepts_nothing_and_goes_on_when_there_is_room(folder: Path, times: int) -> None:
    with small(folder / "disk", 8) as place:
        address = migrated(f"sqlite:///{place}/store.db")
        bringing = Bringing(folder / "notes")
        with opened(address) as store:
            for _ in range(times):
                bringing.bring(store)
                filler = fill(place)
                bringing.until_it_is_full(store)
                assert not store.writes(seconds=5.0)
                filler.unlink()
                bringing.bring(store)
        assert judged(address, folder / "notes") == whole(bringing.number)


@times
def test_on_a_full_disk_postgresql_accepts_nothing_and_goes_on_when_there_is_room(
    folder: Path, clusters: Durable, times: int
) -> None:
    """A server that cannot write ahead stops; who watches over it starts it again."""
    with small(folder / "disk", 128) as place:
        server = clusters(place / "server", ("max_wal_size=32MB", "shared_buffers=8MB"))
        server.start()
        bringing = Bringing(folder / "notes")
        with opened(migrated(server.address)) as store:
            for _ in range(times):
                bringing.bring(store)
                filler = fill(place)
                bringing.until_it_is_full(store)
                filler.unlink()
                started_again(server)
                bringing.bring(store)
        assert judged(server.address, folder / "notes") == whole(bringing.number)
        server.kill()


def started_again(server: Cluster) -> None:
    """Where it stopped."""
    if not server.processes():
        server.start()


@pytest.mark.parametrize("whens", [WHENS[:1], pytest.param(WHENS, marks=pytest.mark.torture)])
def test_where_a_flush_fails_nothing_is_accepted_and_nothing_lost(folder: Path, whens: tuple[int, ...]) -> None:
    """The disk says EIO to every flush from the one named on; `strace` makes it."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed: apt-get install strace")
    address = migrated(f"sqlite:///{folder}/store.db")
    notes = folder / "notes"
    notes.mkdir()
    for when in whens:
        failing = Writers(address, notes, ("a",), failing_flushes(when * 40, folder / "store.db-wal"))
        try:
            failing.start()
            settled = stands(notes)
            assert judged(address, notes) == whole(settled)
        finally:
            failing.kill()
        healthy = Writers(address, notes, ("a",))
        healthy.start()
        healthy.kill()
        verdict = judged(address, notes)
        assert verdict == whole(verdict.accepted)
        assert verdict.accepted > settled


def failing_flushes(when: int, path: Path) -> tuple[str, ...]:
    """A command before a command: its flushes of one file fail from a certain one on."""
    return ("strace", "-f", "--seccomp-bpf", "-q", "-o", "/dev/null", "-P", str(path), "-e", "trace=fdatasync,fsync",
            "-e", f"inject=fdatasync,fsync:error=EIO:when={when}+")  # fmt: skip


def stands(notes: Path) -> int:
    """How many were accepted once no more are."""
    before, now = -1, 0
    while before != now:
        before = now
        time.sleep(2)
        now = sum(len(noted(file)) for file in notes.glob("*.accepted"))
    return now
