"""Callers of an event store: as many as wait for each answer, or so many events a second whether or not it keeps up."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from data.stores.rows import Event
from data.stores.store import Store
from data.stores.writer import Brought, Full

Parts = Sequence[Sequence[Event]]


def flooded(store: Store, parts: Parts, callers: int) -> tuple[float, float, float]:
    """(events a second, p99 in ms of one part, CPU µs of this process an event), each caller waiting for the disk."""
    gate = threading.Barrier(callers + 1)

    def bring(caller: int) -> list[float]:
        took: list[float] = []
        gate.wait()
        for part in parts[caller::callers]:
            began = time.perf_counter()
            store.accept(part)
            took.append(time.perf_counter() - began)
        return took

    with ThreadPoolExecutor(callers) as threads:
        brought = [threads.submit(bring, caller) for caller in range(callers)]
        gate.wait()
        began, cpu = time.perf_counter(), time.process_time()
        waited = sorted(second for one in brought for second in one.result())
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    events = sum(map(len, parts))
    return events / seconds, waited[int(0.99 * len(waited))] * 1e3, cpu / events * 1e6


def at_rate(store: Store, parts: Parts, rate: int) -> float:
    """p99 in ms from when a part was due until it was on disk; parts come every millisecond, from one thread."""
    brought: queue.SimpleQueue[tuple[float, Brought] | None] = queue.SimpleQueue()
    began = time.perf_counter()

    def bring() -> None:
        for number, part in enumerate(parts):
            due = began + number / rate
            while (early := due - time.perf_counter()) > 0:
                time.sleep(min(early, 0.001))
            brought.put((due, _brought(store, part)))
        brought.put(None)

    threading.Thread(target=bring).start()
    waited: list[float] = []
    while (one := brought.get()) is not None:
        one[1].result()
        waited.append(time.perf_counter() - one[0])
    return sorted(waited)[int(0.99 * len(waited))] * 1e3


def _brought(store: Store, part: Sequence[Event]) -> Brought:
    """Once there is room."""
    while True:
        try:
            return store.writer.bring(part)
        except Full:
            time.sleep(0.005)
