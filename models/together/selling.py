"""How each item sells at a moment: how much, since when, to whom, in which season and in what company."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints, Longs
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.baskets import orders
from models.sparse import row_sums

SPANS = (3, 7, 14, 30, 90, 365)
YEAR, WEEKS = 365, 28
LATE = 45
SMALL = 8
"""Items of an order that says what goes together, and not what a reseller stocks."""
NAMED = (*(f"sold_{days}" for days in SPANS), "trend", "ahead", "rise", "age", "silent", "price", "company", "small",
         "newly", "newly_rate", "owners")  # fmt: skip
"""What is looked at of the neighbour."""
ASKED = ("sold_14", "sold_90", "age", "company", "newly", "owners")
"""What is looked at of the item that it goes with."""

Column = NDArray[np.float64]


def selling(facts: Facts) -> dict[str, Column]:
    """float64 [items] by name; logarithms of rates. Cost: some twenty counts over the lines."""
    lines, items = facts.lines, facts.items.count
    bought = np.flatnonzero(lines.kind == PURCHASE)
    item, age = lines.item[bought], lines.age[bought].astype(np.float64)

    def rate(after: float, until: float) -> Column:
        return np.bincount(item[(age > after) & (age <= until)], minlength=items) / (until - after)

    sold = {days: rate(0, days) for days in SPANS}
    ahead, before = rate(YEAR - WEEKS, YEAR), rate(YEAR, YEAR + WEEKS)
    found = {f"sold_{days}": _log(sold[days]) for days in SPANS}
    found |= {"trend": _log(sold[14]) - _log(sold[90]), "ahead": _log(ahead), "rise": _log(ahead) - _log(before)}
    found |= {"age": np.log1p(_extreme(np.maximum, item, age, items, 0) / 10)}
    found |= {"silent": np.log1p(_extreme(np.minimum, item, age, items, 1000) / 10)}
    found |= {"price": _price(facts, bought), **_company(facts)}
    return found | _newly(facts, bought, items)


def _log(rate: Column) -> Column:
    return np.log(rate + 0.03)


def _extreme(which: np.ufunc, item: NDArray[np.int32], age: Column, items: int, start: float) -> Column:
    found = np.full(items, start, dtype=np.float64)
    which.at(found, item, age)
    return found


def _price(facts: Facts, bought: Longs) -> Column:
    """Logarithm of the mean price of a quarter; NaN where there is none."""
    lines, items = facts.lines, facts.items.count
    at = bought[(lines.age[bought] <= 90) & (lines.price[bought] > 0)]
    count = np.bincount(lines.item[at], minlength=items)
    total = np.bincount(lines.item[at], np.log(lines.price[at]), items)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _company(facts: Facts) -> dict[str, Column]:
    """Logarithm of the usual size of its orders; how often it is in small ones."""
    held, age, _ = orders(facts)
    size, worth = row_sums(held), np.exp2(-age.astype(np.float64) / 30)
    all_of, small = held.T @ worth, held.T @ (1.0 * ((size <= SMALL) & (age <= 30)))
    return {
        "company": held.T @ (worth * np.log(np.maximum(size, 1))) / np.maximum(all_of, 1e-9),
        "small": _log(small / 30),
    }


def _newly(facts: Facts, bought: Longs, items: int) -> dict[str, Column]:
    """Who never had it and buys it now, and who ever bought it."""
    item, age = _first_bought(facts, bought)
    rate = np.bincount(item[age <= 30], minlength=items) / 30
    return {"newly": newly(facts), "newly_rate": _log(rate), "owners": np.log1p(np.bincount(item, minlength=items))}


def newly(facts: Facts) -> Column:
    """float64 [items]: of the customers who buy it lately, the share of those who never had; 1/2 where none do."""
    lines, items = facts.lines, facts.items.count
    bought = np.flatnonzero(lines.kind == PURCHASE)
    late = bought[(lines.customer[bought] >= 0) & (lines.age[bought] <= LATE)]
    item, age = _first_bought(facts, bought)
    new = np.bincount(item[age <= LATE], minlength=items)
    return (new + 1) / (np.bincount(lines.item[late], minlength=items) + 2)


def _first_bought(facts: Facts, bought: Longs) -> tuple[Ints, Floats]:
    """(item, age) of each customer's first purchase of each item; a customer's lines stand oldest first."""
    lines = facts.lines
    known = bought[lines.customer[bought] >= 0]
    pair = lines.customer[known].astype(np.int64) * facts.items.count + lines.item[known]
    _, first = np.unique(pair, return_index=True)
    return lines.item[known][first], lines.age[known][first]
