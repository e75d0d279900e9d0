"""Orders to be checked by eye, and shops in which it is known what value is."""

from __future__ import annotations

from collections.abc import Callable

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


def a_steady_shop(days: int, customers: int = 400, seed: int = 4) -> Orders:
    """Each customer orders at a rate of their own from a day of their own on, for about the same value each time."""
    return _shop(days, customers, seed, lambda age: np.ones(len(age)))


def a_shop_with_a_christmas(days: int, customers: int = 400) -> Orders:
    """As the steady shop, but three times as much is ordered in the newest 90 days, and in the same days last year."""
    return _shop(days, customers, 4, lambda age: np.where(age % 364 < 90, 1.0, 1 / 3), rate=3.0)


def _shop(days: int, customers: int, seed: int, kept: Callable[[np.ndarray], np.ndarray], rate: float = 1.0) -> Orders:
    """Orders at random moments, of which a share is kept that depends on their age. Half of the customers are there
    from the first day on, so that no window lacks people."""
    rng = np.random.default_rng(seed)
    start = np.where(rng.random(customers) < 0.5, days, days * rng.random(customers))
    many = rng.poisson(rate * rng.gamma(1.5, 0.6, customers) * start / 60) + 1
    customer = np.repeat(np.arange(customers), many)
    first = np.append(True, customer[1:] != customer[:-1])
    age = np.where(first, start[customer], rng.random(len(customer)) * start[customer])
    stays = first | (rng.random(len(customer)) < kept(age))
    usual = rng.lognormal(3, 0.6, customers)
    value = usual[customer] * rng.gamma(5, 0.2, len(customer))
    return as_orders(customer[stays], np.maximum(age[stays], 0.01), value[stays])
