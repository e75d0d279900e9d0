"""Who has bought by a moment and what is known of each; and what came of them in a window after it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Ints
from data.facts.facts import Orders
from models.value.histories import Histories, Reals, histories_of


@dataclass(frozen=True)
class Buyers:
    """customer int32 [buyers], ascending; orders and mean float64: how many order days have a value, and what such a
    day came to net of returns, 0 at least (NaN where none has)."""

    customer: Ints
    histories: Histories
    orders: Reals
    mean: Reals

    @property
    def count(self) -> int:
        return len(self.customer)


@dataclass(frozen=True)
class Came:
    """What the buyers of a moment did within a window after it, float64 [buyers]: days with an order, net value."""

    orders: Reals
    value: Reals


def buyers_of(orders: Orders) -> Buyers:
    """Everybody with an order. Cost: a sort of the orders."""
    customer, histories = histories_of(orders)
    net = orders.net.astype(np.float64)
    valued = np.isfinite(net)
    row = np.searchsorted(customer, orders.customer[valued])
    days = np.bincount(row[_new_day(row, orders.age[valued])], minlength=len(customer)).astype(np.float64)
    total = np.bincount(row, weights=net[valued], minlength=len(customer))
    return Buyers(customer, histories, days, np.maximum(total / np.where(days > 0, days, np.nan), 0.0))


def _new_day(row: NDArray[np.intp], age: Floats) -> Bools:
    """Which orders, sorted by row and time, are the first of their day."""
    day = np.ceil(age)
    new = np.ones(len(row), dtype=bool)
    new[1:] = (row[1:] != row[:-1]) | (day[1:] != day[:-1])
    return new


def known_by(orders: Orders, days: float) -> Orders:
    """The orders placed more than so many days ago, as they looked then; but what was returned since is taken off:
    what is learned from the past may know it, and a year's orders differ by those of the newest weeks alone."""
    kept = orders.age > days
    past = taken(orders, kept)
    return Orders(past.customer, past.order, past.age - np.float32(days), past.value, past.returned, past.items,
                  past.pieces)  # fmt: skip


def taken(orders: Orders, kept: Bools | NDArray[np.intp]) -> Orders:
    return Orders(**{field.name: getattr(orders, field.name)[kept] for field in fields(orders)})


def came_of(buyers: Buyers, orders: Orders, start: float, days: float) -> Came:
    """What `orders` say of the buyers within `days` after the moment `start` days ago; orders without a value count
    for nothing in the value."""
    placed = taken(orders, (orders.age <= start) & (orders.age > start - days))
    return came(buyers, placed)


def came(buyers: Buyers, placed: Orders) -> Came:
    """What the buyers placed in a window; others' orders are left out."""
    at = np.searchsorted(buyers.customer, placed.customer)
    known = at < buyers.count
    known[known] = buyers.customer[at[known]] == placed.customer[known]
    placed, at = taken(placed, known), at[known]
    orders = np.bincount(at[_new_day(at, placed.age)], minlength=buyers.count).astype(np.float64)
    value = np.bincount(at, weights=np.nan_to_num(placed.net.astype(np.float64)), minlength=buyers.count)
    return Came(orders, value.astype(np.float64))
