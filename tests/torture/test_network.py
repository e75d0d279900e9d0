"""The way to PostgreSQL is slow, hangs or is cut: an answer waits until the deadline, and soon nobody does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from data.stores.asking import PAUSE_SECONDS
from data.stores.database import StoreDown
from data.stores.rows import NOTHING_READ, Outcome, Whose
from data.stores.store import Store
from tests.torture.conftest import Durable, migrated, opened
from tests.torture.proxy import Proxy
from tests.torture.writing import the_event

DEADLINE, SPARE = 2.0, 2.0
"""Seconds that an answer may wait, and that a busy machine may add."""
SHORT = 0.3
"""Less than connecting may take by itself."""
ANN = Whose("customer1", "")
times = pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.torture)])


@pytest.fixture
def deadline() -> float:
    """Seconds."""
    return DEADLINE


@pytest.fixture
def way(clusters: Durable, deadline: float) -> Iterator[tuple[Proxy, Store]]:
    """To a store over a proxy, used before."""
    server = clusters()
    server.start()
    migrated(server.address)
    proxy = Proxy(server.port)
    with opened(server.address.replace(f":{server.port}", f":{proxy.port}"), deadline) as store:
        store.accept([the_event("1")])
        recovered(store)
        yield proxy, store
        proxy.cut()
    proxy.close()


def ask(store: Store) -> None:
    """What every request asks."""
    store.told(ANN, NOTHING_READ)


def refused(store: Store) -> float:
    """Seconds until the store was said to be down."""
    began = time.monotonic()
    with pytest.raises(StoreDown):
        ask(store)
    return time.monotonic() - began


def recovered(store: Store) -> None:
    """After a pause, or a few on a busy machine, it answers again."""
    for _ in range(9):
        try:
            return ask(store)
        except StoreDown:
            time.sleep(PAUSE_SECONDS)
    raise AssertionError("the store does not recover")


@times
@pytest.mark.parametrize("seconds", [3600, 2 * DEADLINE], ids=["hanging", "slow"])
def test_an_answer_waits_until_the_deadline_once_and_then_nobody_waits(
    way: tuple[Proxy, Store], seconds: float, times: int
) -> None:
    proxy, store = way
    for _ in range(times):
        proxy.slow_seconds = seconds
        assert DEADLINE * 0.9 < refused(store) < DEADLINE + SPARE
        assert store.rests
        assert refused(store) < DEADLINE / 2
        proxy.slow_seconds = 0
        proxy.cut()
        recovered(store)


@times
def test_a_cut_connection_is_made_anew(way: tuple[Proxy, Store], times: int) -> None:
    proxy, store = way
    for number in range(times):
        proxy.cut()
        assert refused(store) < DEADLINE + SPARE
        recovered(store)
        proxy.cut()
        assert store.accept([the_event(f"new {number}")]) == [Outcome.NEW]


@pytest.mark.parametrize("deadline", [30.0])
def test_when_a_connection_was_cut_the_other_threads_do_not_fail_in_turn(way: tuple[Proxy, Store]) -> None:
    proxy, store = way
    threads, together = 4, Barrier(4)

    def asked() -> None:
        together.wait()
        ask(store)

    with ThreadPoolExecutor(threads) as pool:
        for waiting in [pool.submit(asked) for _ in range(threads)]:
            waiting.result()
        proxy.cut()
        with pytest.raises(StoreDown):
            ask(store)
        time.sleep(PAUSE_SECONDS)
        for waiting in [pool.submit(asked) for _ in range(threads)]:
            waiting.result()


def test_who_opens_a_store_that_does_not_answer_waits_no_longer(clusters: Durable) -> None:
    server = clusters()
    server.start()
    migrated(server.address)
    proxy = Proxy(server.port)
    proxy.slow_seconds = 3600
    with opened(server.address.replace(f":{server.port}", f":{proxy.port}"), SHORT) as store:
        assert refused(store) < SHORT + SPARE / 2
        proxy.slow_seconds = 0
        proxy.cut()
        recovered(store)
    proxy.close()


def test_what_was_written_when_the_answer_was_cut_off_counts_once(way: tuple[Proxy, Store]) -> None:
    proxy, store = way
    proxy.slow_seconds = 0.2
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.accept, [the_event(str(n)) for n in range(5)])
        time.sleep(0.5)
        proxy.slow_seconds = 0
        proxy.cut()
        outcomes = waiting.result()
    assert set(outcomes) <= {Outcome.NEW, Outcome.DUPLICATE}
    assert store.accept([the_event(str(n)) for n in range(5)]) == [Outcome.DUPLICATE] * 5
