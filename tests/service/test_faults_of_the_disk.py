"""A disk that is full, a file that somebody else has locked: events wait or are refused, answers go on."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from tests.service.days import a_bundle, publish
from tests.service.load import Teller, of_store, post, under_load, until, view
from tests.service.servers import Server, serving
from tests.service.test_faults_of_processes import stored

pytestmark = pytest.mark.slow


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted: run as root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _fill(folder: Path) -> Path:
    """A file that leaves no room."""
    full = folder / "ballast"
    with full.open("wb", buffering=0) as file:
        for size in (2**16, 2**12, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    return full


def test_on_a_full_disk_events_are_refused_and_answers_go_on(small: Path) -> None:
    publish(small, a_bundle())
    with serving(small, workers=1) as server:
        with under_load(server, pause=0.02) as (askers, tellers):
            until(lambda: all(one.sure for one in tellers))
            ballast = _fill(small)
            until(lambda: _nothing_fits(server, tellers))
            assert all(set(one.statuses) == {200} and not one.broken for one in askers)
        until(lambda: (of_store(server), post(server, "/events", {"events": [view("alone")]})[0]) == ("down", 503))
        ballast.unlink()
        until(lambda: of_store(server) == "up")
        with under_load(server, pause=0.02) as (_, more):
            until(lambda: all(one.sure for one in more))
        assert all(set(one.statuses) == {200} for one in more)
    there = stored(small)
    assert len(there) == len(set(there))
    assert set[str]().union(*(one.sure for one in tellers)) <= set(there)


def test_while_somebody_else_holds_the_file_events_wait_and_answers_go_on(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    with serving(tmp_path, workers=1) as server:
        assert post(server, "/events", {"events": [view("before")]})[0] == 200
        with under_load(server, askers=2, tellers=0, pause=0.02) as (askers, _):
            statuses = _told_while_locked(tmp_path, server, seconds=6.0)
            until(lambda: of_store(server) == "up")
        assert set(statuses.values()) <= {200, 429, 503}
        assert all(set(one.statuses) == {200} and one.slowest < 3 for one in askers), [one.slowest for one in askers]
        assert post(server, "/events", {"events": [view("after")]})[0] == 200
    there = set(stored(tmp_path))
    assert {"before", "after"} | {id_ for id_, status in statuses.items() if status == 200} <= there


def _nothing_fits(server: Server, tellers: list[Teller]) -> bool:
    """Whether all is refused for a second: what has room in what was taken before is kept for a while."""
    for one in tellers:
        one.forget()
    time.sleep(1)
    return all(set(one.statuses) == {503} for one in tellers)


def _told_while_locked(var: Path, server: Server, seconds: float) -> dict[str, int]:
    """Status by event, of many told at once while the file is locked for so long."""
    statuses: dict[str, int] = {}

    def tell(number: int) -> None:
        statuses[f"locked{number}"] = post(server, "/events", {"events": [view(f"locked{number}")]})[0]

    with closing(sqlite3.connect(var / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        telling = [Thread(target=tell, args=(number,)) for number in range(8)]
        for one in telling:
            one.start()
        time.sleep(seconds / 2)
        assert of_store(server) == "down"
        time.sleep(seconds / 2)
        other.execute("ROLLBACK")
        for one in telling:
            one.join()
    return statuses
