"""Orders to be checked by eye, and shops in which it is known what value is."""

from __future__ import annotations

import numpy as np

from data.facts.facts import Orders


def orders(*rows: tuple[int, float, float]) -> Orders:
    """One per (customer, days ago, net value), in the order given."""
    customer, age, value = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return as_orders(customer, age, value)


def as_orders(customer: np.ndarray, age: np.ndarray, value: np.ndarray) -> Orders:
    """From columns of equal length, in any order."""
    by = np.lexsort((-age, customer))
    count = len(by)
    return Orders(
        customer=customer[by].astype(np.int32), order=np.arange(count, dtype=np.int32), age=age[by].astype(np.float32),
        value=value[by].astype(np.float32), returned=np.zeros(count, dtype=np.float32),
        items=np.ones(count, dtype=np.int32), pieces=np.ones(count, dtype=np.float32),
    )  # fmt: skip
