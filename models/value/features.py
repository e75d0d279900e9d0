"""What the learned model knows of a buyer at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints
from data.facts.facts import Orders, Touches
from models.value.buyers import Buyers
from models.value.buying import Outlook
from models.value.histories import WEEK, Reals

SPANS: Final = (30, 90, 180, 365)
"""Days over which orders and values are summed."""
NAMES: Final = (
    "expected orders", "chance", "expected order value", "days since the newest order", "days since the first order",
    "order days", "orders per week", "usual gap", "days since the newest order over the usual gap", "newest gap",
    "usual value", "newest value", "newest over usual value", "items of an order", "pieces of an order",
    *(f"orders in {days} days" for days in SPANS), *(f"value of {days} days" for days in SPANS),
    "orders of a quarter over those of the quarter before", "orders in the same weeks last year",
    "value of the same weeks last year", "looks in 30 days", "looks in 90 days", "days since a look",
)  # fmt: skip
Table = NDArray[np.float32]
"""float32 [buyers, len(NAMES)]; NaN where nothing is known."""


@dataclass(frozen=True)
class Known:
    """What there is to look at: orders before the moment, and touches, with ages before as_of, so many days after it.

    Orders and touches are sorted by customer, then oldest first.
    """

    buyers: Buyers
    orders: Orders
    touches: Touches
    days: float  # from the moment to as_of


def features(known: Known, outlook: Outlook, horizon: float) -> Table:
    """A row per buyer. Values enter as logarithms. Cost: some passes over the orders and the touches."""
    buyers, orders = known.buyers, known.orders
    row = np.searchsorted(buyers.customer, orders.customer)
    value = np.maximum(np.nan_to_num(orders.value), 0)
    newest = np.searchsorted(orders.customer, buyers.customer, side="right") - 1
    histories = buyers.histories
    recency = (histories.tenure - histories.recency) * WEEK
    gap = np.where(histories.frequency > 0, histories.recency * WEEK / np.maximum(histories.frequency, 1), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = [
            np.log(outlook.orders), np.log(outlook.chance), np.log(outlook.value / outlook.orders), recency,
            histories.tenure * WEEK, histories.frequency + 1, (histories.frequency + 1) / (histories.tenure + 1), gap,
            recency / (gap + 1), _newest_gap(orders, newest), np.log1p(buyers.mean), np.log1p(value[newest]),
            np.log1p(value[newest]) - np.log1p(buyers.mean), _mean(row, orders.items, buyers.count),
            _mean(row, orders.pieces, buyers.count), *_sums(row, orders.age, value, buyers.count),
            *_last_year(row, orders.age, value, histories.tenure * WEEK, horizon), *_looks(known),
        ]  # fmt: skip
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def _newest_gap(orders: Orders, newest: NDArray[np.intp]) -> Floats:
    """Days between the newest two orders; NaN where there is one."""
    before = np.maximum(newest - 1, 0)
    paired = (newest > 0) & (orders.customer[before] == orders.customer[newest])
    return np.where(paired, orders.age[before] - orders.age[newest], np.nan).astype(np.float32)


def _mean(row: NDArray[np.intp], values: Floats | Ints, count: int) -> Reals:
    """The logarithm of the mean per buyer."""
    total = np.bincount(row, weights=values.astype(np.float64), minlength=count)
    return np.log1p(total / np.bincount(row, minlength=count))


def _sums(row: NDArray[np.intp], age: Floats, value: Floats, count: int) -> list[Reals]:
    """Orders, then values of each span, and how the orders change."""
    many, much = list[Reals](), list[Reals]()
    for days in SPANS:
        kept = age <= days
        many.append(np.bincount(row[kept], minlength=count).astype(np.float64))
        much.append(np.log1p(np.bincount(row[kept], weights=value[kept], minlength=count)))
    return [*many, *much, (many[1] + 0.5) / (many[2] - many[1] + 0.5)]


def _last_year(row: NDArray[np.intp], age: Floats, value: Floats, tenure: Reals, horizon: float) -> list[Reals]:
    """Of the weeks a year before those asked about; NaN for who was not there yet."""
    kept = (age <= 364) & (age > 364 - horizon)
    there = tenure >= 364 - horizon
    many = np.bincount(row[kept], minlength=len(tenure))
    much = np.log1p(np.bincount(row[kept], weights=value[kept], minlength=len(tenure)))
    return [np.where(there, many, np.nan), np.where(there, much, np.nan)]


def _looks(known: Known) -> list[Reals]:
    """Touches before the moment: how many lately, and how long ago the newest was."""
    touches, buyers = known.touches, known.buyers
    at = np.searchsorted(buyers.customer, touches.customer)
    age = touches.age - known.days
    kept = (at < buyers.count) & (age > 0)
    kept[kept] = buyers.customer[at[kept]] == touches.customer[kept]
    at, age = at[kept], age[kept]
    since = np.full(buyers.count, np.inf)
    np.minimum.at(since, at, age)
    counts = [np.bincount(at[age <= days], minlength=buyers.count).astype(np.float64) for days in (30, 90)]
    return [*counts, np.where(np.isfinite(since), since, np.nan)]
