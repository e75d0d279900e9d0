"""The days on which customers ordered, and the gaps between them against what was to be expected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints, Longs
from data.facts.facts import CustomerFacts, Orders

DAY: Final = 86400
ROUNDED: Final = 5e-4
"""Days that the age of ten years, in float32, may be off: a thing of midnight must not slip into the day before."""


@dataclass(frozen=True)
class OrderDays:
    """A row per customer and day with an order, sorted by customer, then oldest first; orders of one day are one visit.

    expected: the gap that the customer's earlier gaps and the shop's usual one let expect, so what could have been
    said before it; both NaN on a customer's first day. usual: the shop's usual gap in days, NaN where nobody came back.
    """

    offsets: Longs  # customer -> first row, [customers + 1]
    customer: Ints
    day: Longs  # how many days before the day of as_of
    age: Floats  # of the day's newest order, days before as_of
    net: Floats  # what all its orders came to, net of returns; NaN without a price
    gap: Floats  # whole days since the customer's order day before
    expected: Floats
    usual: float

    @property
    def counts(self) -> Ints:
        """int32 [customers]: how many days each customer ordered on."""
        return np.diff(self.offsets).astype(np.int32)

    @property
    def nth(self) -> Ints:
        """int32 [rows]: 0 on the customer's first order day, 1 on the next."""
        return (np.arange(len(self.customer)) - self.offsets[self.customer]).astype(np.int32)


def days_back(as_of: str, age: Floats, zone: str) -> Longs:
    """int64 [ages]: how many days before the day of as_of something was, 0 on the same day; days of the IANA zone.

    So two things of one day are of one day on every night, at whatever hour it is run.
    """
    now = datetime.fromisoformat(as_of).timestamp() / DAY
    moment = now - age.astype(np.float64) + ROUNDED
    (today,) = _local_day(np.array([now]), zone).tolist()
    return today - _local_day(moment, zone)


def at_noon(as_of: str, age: Floats, zone: str) -> Floats:
    """float32 [ages]: the age of the noon of the shop's day on which something was, 0 where that noon is to come.

    So what counts days from any moment on counts the shop's: things of one day have one age, things of two days
    different ones, whose `np.ceil` differ as the days do, at any earlier moment too. The hour of as_of is told to the
    sixteenth of a day, which float32 holds.
    """
    (now,) = _local(np.array([datetime.fromisoformat(as_of).timestamp() / DAY]), zone).tolist()
    hour = round(now % 1 * 16) / 16
    return np.maximum(days_back(as_of, age, zone) - 0.5 + hour, 0).astype(np.float32)


def by_the_shops_days(known: CustomerFacts) -> CustomerFacts:
    """The same, each order, touch and line at the age of its day's noon. Cost: some passes over all of them."""
    facts, orders, touches, lines = known.facts, known.orders, known.touches, known.facts.lines
    placed, touched, done = (at_noon(facts.as_of, of.age, facts.zone) for of in (orders, touches, lines))
    return CustomerFacts(
        replace(facts, lines=replace(lines, age=done)), replace(orders, age=placed), replace(touches, age=touched)
    )


def _local_day(moment: NDArray[np.float64], zone: str) -> Longs:
    """The number of the day in which a moment, in days since 1970 of UTC, lies by the clocks of the zone."""
    return np.floor(_local(moment, zone)).astype(np.int64)


def _local(moment: NDArray[np.float64], zone: str) -> NDArray[np.float64]:
    """Moments, in days since 1970 of UTC, by the clocks of the zone. In the night in which they are changed they are
    taken to be changed at midnight."""
    if zone == "UTC" or not len(moment):
        return moment
    clock, day = ZoneInfo(zone), np.floor(moment).astype(np.int64)
    first = int(day.min())
    noons = [datetime.fromtimestamp((of + 0.5) * DAY, clock) for of in range(first, int(day.max()) + 1)]
    ahead = np.array([noon.utcoffset().total_seconds() / DAY for noon in noons])  # type: ignore[union-attr] - it has a zone
    return moment + ahead[day - first]


def order_days(orders: Orders, customers: int, as_of: str, evidence: float, zone: str = "UTC") -> OrderDays:
    """The order days, and each gap beside the one that was to be expected.

    evidence: how many gaps of a customer's own the shop's usual gap is worth. Cost: a few passes over the orders.
    """
    day = days_back(as_of, orders.age, zone)
    last = np.ones(len(day), dtype=bool)
    last[:-1] = (day[1:] != day[:-1]) | (orders.customer[1:] != orders.customer[:-1])
    row = np.cumsum(last) - last
    customer, day = orders.customer[last], day[last]
    offsets = np.concatenate(([0], np.cumsum(np.bincount(customer, minlength=customers)))).astype(np.int64)
    oldest, before = day[offsets[customer]] if len(day) else day, np.concatenate((day[:1], day[:-1]))
    nth = np.arange(len(day)) - offsets[customer]
    gap = np.where(nth > 0, before - day, np.nan)
    usual = _usual(offsets, day)
    expected = (oldest - before + evidence * usual) / (nth - 1 + evidence + (nth == 0))
    expected[nth == 0] = np.nan
    return OrderDays(
        offsets, customer, day, orders.age[last], _sums(orders.net, row, len(day)), gap.astype(np.float32),
        expected.astype(np.float32), usual,
    )  # fmt: skip


def shrunk_gaps(days: OrderDays, evidence: float) -> Floats:
    """float32 [customers]: days to the next order as the customer's own gaps and the shop's let expect; NaN without
    an order, and where nobody in the shop ever came back."""
    gaps = days.counts - 1
    some = gaps >= 0
    found = np.full(len(gaps), np.nan, dtype=np.float32)
    first, last = days.offsets[:-1][some], days.offsets[1:][some] - 1
    span = days.day[first] - days.day[last]
    found[some] = (span + evidence * days.usual) / (gaps[some] + evidence)
    return found


def _usual(offsets: Longs, day: Longs) -> float:
    """Each customer who came back says their mean gap once; the median of that."""
    gaps = np.diff(offsets) - 1
    back = gaps > 0
    if not back.any():
        return float("nan")
    span = day[offsets[:-1][back]] - day[offsets[1:][back] - 1]
    return float(np.median(span / gaps[back]))


def _sums(values: Floats, row: Longs, rows: int) -> Floats:
    """Per row, what of it is known; NaN where nothing is."""
    known = ~np.isnan(values)
    sums = np.bincount(row[known], values[known], rows)
    return np.where(np.bincount(row[known], minlength=rows) > 0, sums, np.nan).astype(np.float32)
