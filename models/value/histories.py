"""What the buying models know of a customer: how often, how recently, for how long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints, Longs, distinct
from data.facts.facts import Orders

Reals = NDArray[np.float64]
"""Likelihoods and expectations; their differences want more digits than Floats have."""

WEEK = 7.0
"""Days of the time unit."""


@dataclass(frozen=True)
class Histories:
    """Three numbers per buyer, float64 [buyers], in one unit of time (weeks where `histories_of` made them).

    frequency: days with an order after the first; recency: time from the first to the newest order, 0 where frequency
    is 0; tenure: time from the first order to the moment that is looked from.
    """

    frequency: Reals
    recency: Reals
    tenure: Reals

    @property
    def count(self) -> int:
        return len(self.frequency)

    def later(self, time: float) -> Histories:
        """The same, with nothing bought for so long after."""
        return Histories(self.frequency, self.recency, self.tenure + time)

    def take(self, rows: Longs | NDArray[np.intp]) -> Histories:
        return Histories(self.frequency[rows], self.recency[rows], self.tenure[rows])


@dataclass(frozen=True)
class Grouped:
    """Histories that occur, each once, and how many buyers share it; the likelihood needs no more."""

    histories: Histories
    weight: Reals

    @property
    def buyers(self) -> float:
        return float(self.weight.sum())

    @property
    def usual_tenure(self) -> float:
        """The mean, never 0: models take their unit of time from it."""
        return max(float(np.average(self.histories.tenure, weights=self.weight)), 1e-3)


def grouped(histories: Histories, most: int) -> Grouped:
    """Equal histories become one row; of more than `most` different ones every k-th in order stands for its neighbours.

    The sample is spread evenly over frequencies, then recencies: no draw, and less noise than one. Cost: one sort.
    """
    columns = histories.tenure, histories.recency, histories.frequency
    order = np.lexsort(columns)
    new = np.zeros(len(order), dtype=bool)
    new[:1] = True
    for column in columns:
        new[1:] |= column[order[1:]] != column[order[:-1]]
    start = np.flatnonzero(new)
    weight = np.diff(np.append(start, len(order))).astype(np.float64)
    found = histories.take(order[start])
    if len(weight) <= most:
        return Grouped(found, weight)
    return _thinned(found, weight, most)


def _thinned(found: Histories, weight: Reals, most: int) -> Grouped:
    """Buyers at even distances; rows that many share are met many times."""
    reached = np.cumsum(weight)
    step = float(reached[-1]) / most
    met = np.asarray(np.searchsorted(reached, (np.arange(most) + 0.5) * step), dtype=np.int64)
    rows = distinct(met)
    return Grouped(found.take(rows), np.bincount(met, minlength=len(weight))[rows].astype(np.float64) * step)


def histories_of(orders: Orders) -> tuple[Ints, Histories]:
    """(customer int32 [buyers], ascending; their histories in weeks, to the day).

    Orders of one customer on one day are one: who splits an order has not come back.
    """
    day = np.ceil(orders.age).astype(np.int64)
    key = orders.customer.astype(np.int64) << 32 | day
    days = distinct(key)
    customer = (days >> 32).astype(np.int32)
    start = np.flatnonzero(np.append(True, customer[1:] != customer[:-1])) if len(days) else np.empty(0, dtype=np.int64)
    end = np.append(start[1:], len(days)) - 1 if len(days) else start
    newest, oldest = days[start] & 0xFFFFFFFF, days[end] & 0xFFFFFFFF
    histories = Histories(
        (end - start).astype(np.float64), (oldest - newest) / WEEK, np.asarray(oldest / WEEK, dtype=np.float64)
    )
    return customer[start], histories
