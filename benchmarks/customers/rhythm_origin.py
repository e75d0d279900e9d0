"""One moment of the past: what was said of rhythm, and what came of it in the ninety days after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import numpy as np

from benchmarks.customers.shop import Shop
from data.arrays import Longs
from data.columns import PURCHASE
from data.facts.engine import window_events, window_placed
from data.facts.facts import CustomerFacts
from models.customers.gaps import by_the_shops_days
from models.rhythm.next_order import HORIZONS
from models.rhythm.settings import RhythmSettings
from models.rhythm.telling import Telling, rhythm_of
from models.rhythm.visits import Visits, visits_of

WINDOW = HORIZONS[-1]
NEVER = np.inf


@dataclass(frozen=True)
class Origin:
    """next float64 [customers]: days from the moment to the first order after it, NEVER within the window.

    again_key int64, again_days float64: customer * items + family of what was bought in the window, and on which day.
    """

    name: str
    known: CustomerFacts
    said: Telling
    method: str
    visits: Visits
    next: np.ndarray
    again_key: Longs
    again_days: np.ndarray

    @property
    def customers(self) -> Longs:
        """Those with an order before the moment."""
        return np.flatnonzero(self.visits.counted(0) > 0)

    def key(self, customer: np.ndarray, item: np.ndarray) -> Longs:
        """Of pairs, by family."""
        return customer.astype(np.int64) * self.known.facts.items.count + self.known.facts.items.family[item]


def origins(shop: Shop, count: int, seed: int = 1) -> Iterator[Origin]:
    """The newest first, each a window before the next, closer together where the past is short of that."""
    rhythm = shop.settings.section("rhythm", RhythmSettings)
    step = min(WINDOW, (shop.span / 2 - WINDOW) / max(count - 1, 1))
    for back in range(count):
        yield _at(shop, shop.end - timedelta(days=WINDOW + int(step * back)), rhythm, seed)


def _at(shop: Shop, moment: datetime, settings: RhythmSettings, seed: int) -> Origin:
    until = moment + timedelta(days=WINDOW)
    con, known = shop.con, shop.at(moment)
    said, found = rhythm_of(known, settings, seed)
    placed = window_placed(con, moment, until)
    following = np.full(known.facts.customers.count, NEVER)
    np.minimum.at(following, placed.customer, WINDOW - placed.age.astype(np.float64))
    key, days = _bought(con, known, moment, until)
    visits = visits_of(by_the_shops_days(known).orders, known.facts.customers.count)
    method = found.method if settings.method == "chosen" else settings.method
    return Origin(f"{moment:%Y-%m-%d}", known, said, method, visits, following, key, days)


def _bought(con: duckdb.DuckDBPyConnection, known: CustomerFacts, start: datetime, end: datetime):  # noqa: ANN202
    """(key, days until the first purchase) of every pair of the window, by key."""
    events = window_events(con, start, end)
    kept = events.kind == PURCHASE
    items = known.facts.items
    key = events.customer[kept].astype(np.int64) * items.count + items.family[events.item[kept]]
    found, place = np.unique(key, return_inverse=True)
    days = np.full(len(found), NEVER)
    np.minimum.at(days, place, -events.age[kept].astype(np.float64))
    return found, days


def first_days(origin: Origin, key: Longs) -> np.ndarray:
    """Days until each pair was bought in the window; NEVER."""
    at = np.minimum(np.searchsorted(origin.again_key, key), max(len(origin.again_key) - 1, 0))
    there = origin.again_key[at] == key if len(origin.again_key) else np.zeros(len(key), dtype=bool)
    return np.where(there, origin.again_days[at], NEVER)


def squared(said: np.ndarray, came: np.ndarray) -> np.ndarray:
    """Squared error of chances."""
    return (said.astype(np.float64) - came) ** 2
