"""The days on which customers ordered, and what was known of them at any earlier moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints, Longs, Ragged
from data.columns import CART, CLICK, FAVOURITE, VIEW
from data.facts.facts import Orders, Touches

Vector = NDArray[np.float64]
USUAL_GAP = 60.0
"""Days between two orders in a shop where nobody ordered twice."""
LOOKS = (VIEW, CART, FAVOURITE, CLICK)
PRIOR = 2.0
"""Gaps of the shop added to a customer's own."""


@dataclass(frozen=True)
class Visits:
    """Days with an order, by customer, then oldest first; orders of one day are one visit.

    first int64 [customers + 1]: where each customer's begin; cell int32: whole days before as_of, so that cell 0 is the
    last day (and yesterday too, where as_of lies in the morning of a day that has an order already); value float64:
    what the day's orders came to, before returns, 0 where no price is known.
    """

    first: Longs
    cell: Ints
    value: Vector

    @property
    def customers(self) -> int:
        return len(self.first) - 1

    @property
    def span(self) -> int:
        """Days since the first visit of all."""
        return int(self.cell.max(initial=-1)) + 1

    def customer(self) -> Longs:
        """int64 [visits]: whose each is."""
        return np.repeat(np.arange(self.customers), np.diff(self.first))

    def gaps(self) -> tuple[Longs, Longs]:
        """(position of the later visit, days since the one before it) of every gap."""
        later = np.ones(len(self.cell), dtype=bool)
        later[self.first[:-1][np.diff(self.first) > 0]] = False
        at = np.flatnonzero(later)
        return at, np.maximum(self.cell[at - 1] - self.cell[at], 1).astype(np.int64)

    def before(self, days: int) -> Visits:
        """What was known so many days earlier, counted from then."""
        kept = self.cell >= days
        counts = np.bincount(self.customer()[kept], minlength=self.customers)
        return Visits(_offsets(counts), self.cell[kept] - np.int32(days), self.value[kept])

    def counted(self, days: int) -> Longs:
        """int64 [customers]: visits known so many days before as_of."""
        found = np.zeros(self.customers, dtype=np.int64)
        there = np.flatnonzero(self.first[1:] > self.first[:-1])
        if len(there):
            found[there] = np.add.reduceat(self.cell >= days, self.first[there], dtype=np.int64)
        return found

    def counted_of(self, customer: Longs, days: int | Vector) -> Longs:
        """int64 [customers asked about]: the same of some, at one moment or each at one of their own.

        Cost: a pass over their visits.
        """
        owner, at = Ragged(self.first, self.cell).spread(customer)
        moment = days if isinstance(days, int) else days[owner]
        return np.bincount(owner[self.cell[at] >= moment], minlength=len(customer))

    def next(self, days: int, known: Longs) -> Ints:
        """int32 [customers]: days from the moment so many days ago to the next visit; 0 where none is known.

        known: `counted(days)`. An order within h days after the moment is one whose figure is 1..h.
        """
        at = self.first[:-1] + known
        there = at < self.first[1:]
        found = np.zeros(self.customers, dtype=np.int32)
        found[there] = days - self.cell[at[there]]
        return found

    def log_gaps(self) -> Vector:
        """float64 [visits]: logarithm of the days since the visit before, 0 at a customer's first."""
        found = np.zeros(len(self.cell))
        at, days = self.gaps()
        found[at] = np.log(days)
        return found

    def running(self, of: NDArray[Any]) -> Vector:
        """float64 [visits + 1]: sums of a figure of every visit up to each; differences make sums over any stretch."""
        return np.concatenate(([0.0], np.cumsum(of, dtype=np.float64)))


def visits_of(orders: Orders, customers: int) -> Visits:
    """From orders sorted by customer, then oldest first, those of a day at one age (`by_the_shops_days`). Cost: some
    passes over the orders."""
    return _days(orders.customer, orders.age, np.nan_to_num(orders.value.astype(np.float64)), customers)


def looks_of(touches: Touches, customers: int) -> Visits:
    """The days on which customers looked at something, put it in the cart, marked it or clicked; opens and sign-ups
    say too little. The value is how many such touches there were."""
    kept = np.flatnonzero(np.isin(touches.kind, LOOKS))
    return _days(touches.customer[kept], touches.age[kept], np.ones(len(kept)), customers)


def _days(customer: Ints, age: Floats, value: Vector, customers: int) -> Visits:
    day = np.ceil(age)
    new = np.ones(len(day), dtype=bool)
    new[1:] = (customer[1:] != customer[:-1]) | (day[1:] != day[:-1])
    start = np.flatnonzero(new)
    total = np.add.reduceat(value, start) if len(start) else value
    cell = np.floor(age[start]).astype(np.int32)
    return Visits(_offsets(np.bincount(customer[start], minlength=customers)), cell, total)


def usual_gap(visits: Visits) -> float:
    """The shop's: the geometric mean of all gaps, USUAL_GAP where there is none."""
    _, days = visits.gaps()
    return float(np.exp(np.log(days).mean())) if len(days) else USUAL_GAP


def shrunk_gaps(visits: Visits, prior: float = PRIOR) -> Floats:
    """float32 [customers]: usual days between a customer's orders (geometric mean), leaning on the shop's by `prior`
    gaps; of those without a gap the shop's."""
    count = np.maximum(np.diff(visits.first) - 1, 0)
    total = np.diff(visits.running(visits.log_gaps())[visits.first])
    return np.exp((total + prior * np.log(usual_gap(visits))) / (count + prior)).astype(np.float32)


def _offsets(counts: Longs) -> Longs:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
