"""Processes that write to one file take turns, also where one of them wants the next as soon as it has had one."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path
from typing import Any

from data.stores.turns import Turns

SOME, SHORT = 20, 0.001


def busy(place: Path, turns: Any) -> None:
    """In a process of its own, until it is ended: counts its turns."""
    own = Turns(place)
    while True:
        with own.take():
            time.sleep(SHORT)
            turns.value += 1


def beside(place: Path) -> tuple[Any, Any]:
    """A busy process that has had a turn, and the count of them."""
    spawn = multiprocessing.get_context("spawn")
    turns = spawn.Value("i", 0)
    other = spawn.Process(target=busy, args=(place, turns), daemon=True)
    other.start()
    while not turns.value:
        time.sleep(SHORT)
    return other, turns


def test_who_has_just_had_a_turn_stands_behind_those_that_wait(tmp_path: Path) -> None:
    other, turns = beside(tmp_path / "file")
    own = Turns(tmp_path / "file")
    before = turns.value
    for _ in range(SOME):
        with own.take():
            pass
    own.close()
    assert turns.value - before < 3 * SOME
    other.kill()
    other.join()


def test_a_killed_process_leaves_no_turn_behind(tmp_path: Path) -> None:
    other, _ = beside(tmp_path / "file")
    other.kill()
    with Turns(tmp_path / "file").take():
        assert not other.join()
