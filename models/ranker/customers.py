"""What is known of a customer at a moment: how much, how often and how lately they buy, and at what prices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Ints
from data.columns import CART, PURCHASE, VIEW
from data.facts.facts import Facts
from models.ranker.table import Columns, Table

Sums = NDArray[np.float64]


def customer_table(facts: Facts) -> Table:
    """[customers, columns]. Cost: some twenty counts over the lines."""
    known, lines, count = facts.customers, facts.lines, facts.customers.count
    bought = (lines.kind == PURCHASE) & (lines.customer >= 0)
    customer, orders = lines.customer[bought], known.n_orders
    held = np.bincount(customer, minlength=count).astype(np.float64)
    gap = np.where(orders > 1, (known.first_age - known.last_order_age) / np.maximum(orders - 1, 1), np.nan)
    columns: Columns = {
        "orders": np.log1p(orders), "known_for": known.first_age, "silent_for": known.last_order_age,
        "gap": gap, "due": known.last_order_age / np.maximum(gap, 1), "lines": np.log1p(held),
        "lines_per_order": np.log1p(held / np.maximum(orders, 1)),
        "pieces": np.log1p(_mean(customer, lines.quantity[bought], held)),
        "mainstream": _mean(customer, _fame(facts, bought)[lines.item[bought]], held),
    }  # fmt: skip
    columns |= {f"lines_{days}": _lately(facts, bought, days) for days in (7, 30, 90)}
    return Table.of(columns | _prices(facts, bought) | _looks(facts))


def _mean(customer: Ints, value: NDArray[np.floating], held: Sums) -> Sums:
    return np.bincount(customer, value, len(held)) / np.maximum(held, 1)


def _fame(facts: Facts, bought: Bools) -> Sums:
    """Logarithm of each item's sales in a quarter: who buys what all buy has a mainstream taste."""
    recent = bought & (facts.lines.age <= 90)
    return np.log1p(np.bincount(facts.lines.item[recent], minlength=facts.items.count))


def _lately(facts: Facts, which: Bools, days: int) -> Sums:
    at = which & (facts.lines.age <= days)
    return np.log1p(np.bincount(facts.lines.customer[at], minlength=facts.customers.count))


def _prices(facts: Facts, bought: Bools) -> Columns:
    """Mean and spread of the logarithm of what was paid per piece."""
    lines, count = facts.lines, facts.customers.count
    priced = bought & ~np.isnan(lines.price)
    customer, price = lines.customer[priced], np.log(np.maximum(lines.price[priced], 1e-3)).astype(np.float64)
    held = np.bincount(customer, minlength=count).astype(np.float64)
    mean = _mean(customer, price, held)
    spread = np.sqrt(np.maximum(_mean(customer, price**2, held) - mean**2, 0))
    return {"usual_price": np.where(held > 0, mean, np.nan), "price_spread": np.where(held > 0, spread, np.nan)}


def _looks(facts: Facts) -> Columns:
    """Looks and carts lately, where the shop tells of any."""
    lines, found = facts.lines, Columns()
    for name, kind in (("looks", VIEW), ("put_in_cart", CART)):
        of_kind = (lines.kind == kind) & (lines.customer >= 0)
        if of_kind.any():
            found |= {f"{name}_{days}": _lately(facts, of_kind, days) for days in (3, 7, 30)}
    return found
