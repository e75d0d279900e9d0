"""What every event store promises several processes that write to it at once."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from data.columns import VIEW
from data.stores.rows import Outcome
from data.stores.store import Store
from data.stores.writer import MOST_WAITING
from tests.contracts.stores import event, items, opened, rows

PROCESSES, EVENTS, TOGETHER = 4, 400, 20
PRIMES = (1, 3, 7, 9)
"""Each leads through all events in an order of its own."""


def accepted(address: str, step: int, told: Any) -> None:
    """In a process of its own: how many events were new, brought a few at a time in an order of its own."""
    numbers = [number * step % EVENTS for number in range(EVENTS)]
    outcomes: Counter[Outcome] = Counter()
    with opened(address) as store:
        for first in range(0, EVENTS, TOGETHER):
            outcomes.update(store.accept([event(n, "ann", VIEW) for n in numbers[first : first + TOGETHER]]))
    told.put((outcomes[Outcome.NEW], outcomes[Outcome.DUPLICATE]))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
def test_the_same_events_from_several_processes_count_once(address: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    processes = [spawn.Process(target=accepted, args=(address, step, told)) for step in PRIMES]
    for process in processes:
        process.start()
    counts = [told.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    assert sum(new for new, _ in counts) == EVENTS
    assert sum(same for _, same in counts) == EVENTS * (PROCESSES - 1)
    with opened(address) as store:
        assert sorted(row[1] for row in rows(store, "event")) == sorted(f"e{n}" for n in range(EVENTS))


def test_what_one_process_accepts_the_next_question_of_another_tells(address: str, store: Store) -> None:
    with opened(address) as other:
        for number in range(50):
            assert other.accept([event(number, "ann")]) == [Outcome.NEW]
            assert items(store, "ann")[0] == f"i{number}"


def test_who_waits_for_room_does_not_keep_the_writer_asleep(store: Store) -> None:
    with ThreadPoolExecutor(1) as waiting:
        room = waiting.submit(store.writer.room, MOST_WAITING + 1, 60.0)
        for number in range(20):
            assert store.accept([event(number, "ann")], seconds=30) == [Outcome.NEW]
        assert not room.done()
        store.writer.stop()
