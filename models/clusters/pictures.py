"""A picture of each customer at a moment: what is measured of how they buy, as numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, distinct
from data.facts.facts import CustomerFacts, Orders, Touches
from models.recommenders.worth import decay

Numbers = NDArray[np.float64]
YEAR = 365.0


@dataclass(frozen=True)
class Pictures:
    """known: who had ordered by then; of: a measure of every customer by name, NaN where it cannot be said."""

    known: Bools
    of: dict[str, Numbers]


@dataclass(frozen=True)
class Feature:
    """A row per measure. weight: how much it counts when clusters are sought, 0 not; power: what makes it even, 0 the
    logarithm. little, much: what is said of who has it, with the middle as `figure` writes it; none: where that is "0",
    "" says nothing. topic: of one only the most telling measure is said."""

    name: str
    weight: float
    power: float
    topic: str
    little: str
    much: str
    none: str
    figure: Callable[[float], str]


def _amount(much: float) -> str:
    """Two digits that say something: 1,200; below ten the hundredths."""
    return f"{float(f'{much:.2g}'):,.0f}" if much >= 10 else f"{much:.2f}" if much >= 0.005 else "0"


def _times(often: float) -> str:
    count = round(often)
    return {0: "less than once", 1: "once", 2: "twice"}.get(count, f"{count} times") if often >= 0.1 else "0"


def _share(part: float) -> str:
    return f"{part:.0%}" if part >= 0.005 else "0"


def _days(days: float) -> str:
    return f"{max(round(days), 2)} days" if days < 60 else f"{round(days / 30.4)} months"


FEATURES = (
    Feature("value", 1.0, 1 / 3, "spend", "spend little, about {} a year", "spend a lot, about {} a year", "", _amount),
    Feature("orders", 1.0, 1 / 3, "rhythm", "order seldom, {} a year", "order often, {} a year",
            "have mostly not ordered for a year", _times),
    Feature("order_value", 0.5, 0.0, "order", "place small orders, about {} each", "place large orders, about {} each",
            "place orders that come to nothing", _amount),
    Feature("basket", 0.5, 0.0, "order", "buy few things at a time, about {}", "buy many things at a time, about {}",
            "", lambda items: f"{items:.0f}"),
    Feature("returned", 0.3, 0.5, "returned", "send little back, {} of what they buy",
            "send a lot back, {} of what they buy", "send nothing back", _share),
    Feature("looks", 0.5, 1 / 3, "looks", "seldom look around", "often look around", "do not look around", _amount),
    Feature("silent", 0.0, 0.0, "rhythm", "ordered within the last {}", "have been silent for {}", "", _days),
    Feature("late", 0.0, 0.0, "rhythm", "are within their usual rhythm", "are silent for {} times as long as usual",
            "", lambda gaps: f"{gaps:.1f}"),
    Feature("variety", 0.0, 1.0, "variety", "often buy the same again, {} of what they order",
            "hardly ever buy the same again", "", lambda different: _share(1 - different)),
    Feature("price", 0.0, 0.0, "order", "choose cheap things, about {} a piece",
            "choose expensive things, about {} a piece", "", _amount),
    Feature("weekend", 0.0, 1.0, "weekend", "order on working days", "often order at weekends, {} of their orders",
            "order on working days", _share),
)  # fmt: skip
"""What counts is few and strong: decayed value and orders foretell most; what else is said describes."""

SHOWN = {"value": "value_year", "orders": "orders_year"}
"""Measures that are described by another, plainer one."""


def pictures_of(facts: CustomerFacts, half_life: float, days_ago: float = 0.0, only: Bools | None = None) -> Pictures:
    """What was known `days_ago` before as_of, from orders and touches older than that.

    What came back of an order by as_of counts as come back then. only: bool [customers], whom to look at (None: all).
    Cost: some passes over the orders and touches.
    """
    orders, touches = _orders(facts.orders, days_ago, only), _touches(facts.touches, days_ago, only)
    customers = facts.facts.customers.count
    count = np.bincount(orders.customer, minlength=customers).astype(np.float64)
    return Pictures(count > 0, _history(orders, touches, count, half_life) | _habits(facts, orders, count, days_ago))


def sampled(facts: CustomerFacts, most: int, rng: np.random.Generator) -> CustomerFacts:
    """The facts of `most` customers who have ordered, drawn evenly; of all where there are no more."""
    customers = facts.facts.customers.count
    known = np.flatnonzero(np.bincount(facts.orders.customer, minlength=customers) > 0)
    if len(known) <= most:
        return facts
    only = np.zeros(customers, dtype=bool)
    only[rng.permutation(known)[:most]] = True
    return CustomerFacts(facts.facts, _orders(facts.orders, 0.0, only), _touches(facts.touches, 0.0, only))


def _history(orders: Orders, touches: Touches, count: Numbers, half_life: float) -> dict[str, Numbers]:
    """The measures in which clusters are sought."""
    worth, many = decay(orders.age, half_life), len(count)
    priced = ~np.isnan(orders.value)
    net, value = np.nan_to_num(orders.net), np.nan_to_num(orders.value)
    said = np.bincount(orders.customer, priced, many)
    looked = decay(touches.age, half_life)
    none = np.full(many, np.nan)
    return {
        "value": np.bincount(orders.customer, net * worth, many).astype(np.float64) if priced.any() else none,
        "orders": np.bincount(orders.customer, worth, many).astype(np.float64),
        "order_value": _over(np.bincount(orders.customer, net, many), said) if priced.any() else none,
        "basket": _over(np.bincount(orders.customer, orders.items, many), count),
        "returned": _over(np.bincount(orders.customer, np.nan_to_num(orders.returned), many),
                          np.bincount(orders.customer, value, many)) if priced.any() else none,
        "looks": np.bincount(touches.customer, looked, many).astype(np.float64) if len(looked) else none,
    }  # fmt: skip


def _habits(facts: CustomerFacts, orders: Orders, count: Numbers, days_ago: float) -> dict[str, Numbers]:
    """The measures that only describe."""
    many = len(count)
    newest, oldest = _extremes(orders, many)
    gap = (oldest - newest + 30) / np.maximum(count - 1 + 30 / 90, 1e-9)
    recent = orders.age <= YEAR
    whole = np.where(oldest < 30, 1.0, YEAR / np.clip(oldest, 30, YEAR))
    pieces = np.bincount(orders.customer, orders.pieces, many)
    priced = np.nan_to_num(orders.value) > 0
    measured: dict[str, Numbers] = {
        "value_year": np.bincount(orders.customer[recent], np.nan_to_num(orders.net[recent]), many).astype(np.float64),
        "orders_year": np.bincount(orders.customer[recent], minlength=many).astype(np.float64) * whole,
        "silent": newest,
        "late": newest / gap,
        "variety": _variety(facts, orders, many, days_ago),
        "price": _over(np.bincount(orders.customer[priced], orders.value[priced], many), pieces),
        "weekend": _over(np.bincount(orders.customer, _weekend(facts.facts.as_of, orders.age, days_ago), many), count),
    }
    return measured


def _extremes(orders: Orders, many: int) -> tuple[Numbers, Numbers]:
    """(days since the last order, since the first), NaN without any; orders are sorted by customer, oldest first."""
    newest, oldest = np.full(many, np.nan), np.full(many, np.nan)
    newest[orders.customer] = orders.age
    oldest[orders.customer[::-1]] = orders.age[::-1]
    return newest, oldest


def _variety(facts: CustomerFacts, orders: Orders, many: int, days_ago: float) -> Numbers:
    """Different items bought, of the items of all orders; only for now, when the lines are at hand."""
    if days_ago:
        return np.full(many, np.nan)
    lines = facts.facts.lines
    at = np.flatnonzero((lines.customer >= 0) & (lines.order >= 0))
    pairs = distinct(lines.customer[at].astype(np.int64) * max(facts.facts.items.count, 1) + lines.item[at])
    different = np.bincount(pairs // max(facts.facts.items.count, 1), minlength=many)
    return np.minimum(_over(different.astype(np.float64), np.bincount(orders.customer, orders.items, many)), 1.0)


def _weekend(as_of: str, age: NDArray[np.float32], days_ago: float) -> Bools:
    """Whether each order was placed on a Saturday or Sunday, UTC."""
    moment = np.datetime64(as_of.rstrip("Z"), "s") - ((age.astype(np.float64) + days_ago) * 86_400).astype(
        "timedelta64[s]"
    )
    return (moment.astype("datetime64[D]").astype(np.int64) + 3) % 7 >= 5


def _orders(of: Orders, days_ago: float, only: Bools | None) -> Orders:
    kept = of.age > days_ago if only is None else (of.age > days_ago) & only[of.customer]
    taken = {name: getattr(of, name)[kept] for name in of.__dataclass_fields__}
    return Orders(**(taken | {"age": taken["age"] - np.float32(days_ago)}))


def _touches(of: Touches, days_ago: float, only: Bools | None) -> Touches:
    kept = of.age > days_ago if only is None else (of.age > days_ago) & only[of.customer]
    taken = {name: getattr(of, name)[kept] for name in of.__dataclass_fields__}
    return Touches(**(taken | {"age": taken["age"] - np.float32(days_ago)}))


def _over(sums: NDArray[Any], counts: NDArray[Any]) -> Numbers:
    """NaN where there is nothing to divide by."""
    return np.divide(sums, counts, out=np.full(len(sums), np.nan), where=np.asarray(counts) > 0)
