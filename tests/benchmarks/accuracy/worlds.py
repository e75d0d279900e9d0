"""Small worlds in which it is plain what the next purchase is."""

from __future__ import annotations

from datetime import timedelta

import duckdb

from benchmarks.accuracy.new_items import NewItems
from data.groups import ALL_NEVER
from tests.worlds import Did, T, world
from training.ranking.moments import Moments
from training.rehearsal.scene import scene_at
from training.split import Split

TASTES, EACH, CUSTOMERS = 2, 6, 24
WINDOW = timedelta(days=10)


def two_tastes() -> duckdb.DuckDBPyConnection:
    """Every customer bought all items of one taste but one, each in an order of its own, and buys that one at last."""
    events: list[Did] = []
    for customer in range(CUSTOMERS):
        taste, missing = customer % TASTES, customer // TASTES % EACH
        for place in range(EACH):
            days = 5.0 if place == missing else 20.0 + place
            item = taste * EACH + place
            events.append(Did(customer, "purchase", item, days, order=customer * EACH + place))
    names = [f"i{item:02}" for item in range(TASTES * EACH)]
    return world(names, [f"c{customer:02}" for customer in range(CUSTOMERS)], events)


def ground_of(con: duckdb.DuckDBPyConnection) -> NewItems:
    """The window of ten days before T."""
    return NewItems(scene_at(Moments(con, ALL_NEVER, 1), Split(None, T - WINDOW, T), 20_000))
