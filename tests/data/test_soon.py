"""Connections that are made beside those who wait for them."""

from __future__ import annotations

import queue
import threading
from itertools import count
from typing import Any

import pytest

from data.stores.soon import Soon


def test_who_is_robbed_of_a_connection_gets_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count(1)
    soon, robbed = Soon(lambda: next(numbers)), list[int]()
    make = soon._make

    def make_and_rob(news: queue.SimpleQueue[Exception | None]) -> None:
        own: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        make(own)
        if not robbed:
            robbed.append(soon._made.get())
        news.put(own.get())

    monkeypatch.setattr(soon, "_make", make_and_rob)
    assert (soon.get(5.0), robbed) == (2, [1])


def test_a_connection_that_comes_too_late_serves_who_asks_next() -> None:
    go = threading.Event()

    def slow() -> str:
        go.wait()
        return "late"

    soon = Soon(slow)
    with pytest.raises(TimeoutError):
        soon.get(0.01)
    go.set()
    assert soon.get(5.0) == "late"


def test_what_connecting_raises_is_raised() -> None:
    def refused() -> Any:
        raise OSError("refused")

    with pytest.raises(OSError, match="refused"):
        Soon(refused).get(5.0)
