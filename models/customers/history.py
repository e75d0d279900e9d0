"""What each customer ordered so far: how often, how lately, for how much, how much came back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats
from data.errors import InputError
from data.facts.facts import CustomerFacts, Orders
from models.customers.gaps import OrderDays, order_days, shrunk_gaps
from models.customers.table import COUNT, NUMBER, Column, CustomerTable

YEAR = 365.0

COLUMNS = (
    Column("known_days", NUMBER, "days", "since the customer was first seen, by whatever event"),
    Column("orders", COUNT, "orders", "placed and not cancelled; returned ones count"),
    Column("order_days", COUNT, "days", "with an order: orders of one day are one visit"),
    Column("first_order_days", NUMBER, "days", "since the first order"),
    Column("last_order_days", NUMBER, "days", "since the newest order"),
    Column("gap_days", NUMBER, "days", "between orders, usually: the mean of the own gaps, shrunk to the shop's"),
    Column("value", NUMBER, "shop currency", "all orders net of returns; 0 without an order"),
    Column("value_year", NUMBER, "shop currency", "the same over the last 365 days"),
    Column("order_value", NUMBER, "shop currency", "usual order net of returns: the median"),
    Column("order_items", NUMBER, "items", "different items per order, on average"),
    Column("order_pieces", NUMBER, "pieces", "pieces per order, on average"),
    Column("returned_share", NUMBER, "share", "of the value ordered that came back"),
    Column("returned_orders", COUNT, "orders", "of which anything came back"),
)


@dataclass(frozen=True)
class History:
    """How a customer's own rhythm is told, section `[people.history]` of the settings."""

    gap_evidence: float = 2.0
    """How many gaps of a customer's own the shop's usual gap is worth; above 0."""

    def __post_init__(self) -> None:
        if not self.gap_evidence > 0:
            raise InputError("people.history.gap_evidence", "must be above 0: after one gap nobody has a rhythm yet")


def days_of(known: CustomerFacts, spec: History) -> OrderDays:
    """The days on which customers ordered, with each gap and the one that was to be expected."""
    facts = known.facts
    return order_days(known.orders, facts.customers.count, facts.as_of, spec.gap_evidence, facts.zone)


def history(known: CustomerFacts, days: OrderDays, spec: History) -> CustomerTable:
    """The columns of `COLUMNS`; where no order of a customer has a price, what it came to is NaN.

    Cost: one sort of the orders by value; 4 seconds for four million orders of a million customers.
    """
    count, orders = known.facts.customers.count, known.orders
    placed = np.bincount(orders.customer, minlength=count)
    bought = placed > 0
    numbers: dict[str, NDArray[np.generic]] = {
        "known_days": known.facts.customers.first_age.astype(np.float32),
        "orders": placed.astype(np.int32),
        "order_days": days.counts,
        "first_order_days": _per(orders.age, np.cumsum(placed) - placed, bought),
        "last_order_days": _per(orders.age, np.cumsum(placed) - 1, bought),
        "gap_days": shrunk_gaps(days, spec.gap_evidence),
        "value": _worth(orders, np.ones(len(orders.age), dtype=bool), bought),
        "value_year": _worth(orders, orders.age <= YEAR, bought),
        "order_value": _usual_value(orders, count),
        "order_items": _mean(orders, orders.items.astype(np.float32), placed),
        "order_pieces": _mean(orders, orders.pieces, placed),
        "returned_share": _returned(orders, count),
        "returned_orders": np.bincount(orders.customer[orders.returned > 0], minlength=count).astype(np.int32),
    }
    return CustomerTable(numbers, {}, {})


def _per(age: Floats, row: NDArray[np.int64], bought: Bools) -> Floats:
    found = np.full(len(bought), np.nan, dtype=np.float32)
    found[bought] = age[row[bought]]
    return found


def _worth(orders: Orders, within: Bools, bought: Bools) -> Floats:
    """What the orders within came to; NaN for who bought and never at a price, 0 for who did not buy."""
    priced = ~np.isnan(orders.value)
    total = np.bincount(orders.customer[priced & within], orders.net[priced & within], len(bought))
    said = np.bincount(orders.customer[priced], minlength=len(bought)) > 0
    return np.where(said | ~bought, total, np.nan).astype(np.float32)


def _usual_value(orders: Orders, count: int) -> Floats:
    priced = np.flatnonzero(~np.isnan(orders.value))
    by = priced[np.lexsort((orders.net[priced], orders.customer[priced]))]
    held = np.bincount(orders.customer[by], minlength=count)
    start, some = np.cumsum(held) - held, held > 0
    net, found = orders.net[by], np.full(count, np.nan, dtype=np.float32)
    low, high = (start + (held - 1) // 2)[some], (start + held // 2)[some]
    found[some] = (net[low] + net[high]) / 2
    return found


def _mean(orders: Orders, values: Floats, placed: NDArray[np.int64]) -> Floats:
    total = np.bincount(orders.customer, values, len(placed))
    return np.where(placed > 0, total / np.maximum(placed, 1), np.nan).astype(np.float32)


def _returned(orders: Orders, count: int) -> Floats:
    """NaN where nothing was ordered at a price above 0."""
    priced = ~np.isnan(orders.value)
    value = np.bincount(orders.customer[priced], orders.value[priced], count)
    back = np.bincount(orders.customer[priced], orders.returned[priced], count)
    share = np.divide(back, value, out=np.full(count, np.nan), where=value > 0)
    return share.astype(np.float32)
