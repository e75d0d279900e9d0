"""RFM as most shops have it, to hold clusters against: fifths of recency, frequency, money; eleven segments."""

from __future__ import annotations

import numpy as np

from data.arrays import Ints
from data.facts.facts import CustomerFacts

SEGMENTS = (
    "lost lost lost cannot_lose cannot_lose",
    "lost hibernating at_risk at_risk at_risk",
    "about_to_sleep about_to_sleep need_attention loyal loyal",
    "promising potential potential loyal champions",
    "new potential potential champions champions",
)
"""Rows: recency 1 to 5; columns: the mean of frequency and money, 1 to 5 (the map of Putler and others)."""


def rfm_cells(known: CustomerFacts) -> Ints:
    """int32 [customers] 0..124: the cell of each who has ordered, -1 for the others."""
    recency, frequency, money = _fifths(known)
    return np.where(recency >= 0, recency * 25 + frequency * 5 + money, -1).astype(np.int32)


def rfm_segments(known: CustomerFacts) -> Ints:
    """int32 [customers]: the segment of each who has ordered, -1 for the others."""
    names = sorted({name for row in SEGMENTS for name in row.split()})
    code = np.array([[names.index(name) for name in row.split()] for row in SEGMENTS])
    recency, frequency, money = _fifths(known)
    worth = (frequency + money + 1) // 2
    return np.where(recency >= 0, code[recency, worth], -1).astype(np.int32)


def _fifths(known: CustomerFacts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    orders, customers = known.orders, known.facts.customers.count
    count = np.bincount(orders.customer, minlength=customers)
    newest = np.zeros(customers)
    newest[orders.customer] = orders.age  # sorted by customer, oldest first: the last that is written is the newest
    money = np.bincount(orders.customer, np.nan_to_num(orders.net), customers)
    return _fifth(-newest, count > 0), _fifth(count, count > 0), _fifth(money, count > 0)


def _fifth(value: np.ndarray, has: np.ndarray) -> np.ndarray:
    """0..4 by rank, ties together; -1 for who has not ordered."""
    order = np.sort(value[has])
    place = np.searchsorted(order, value, "left") / max(len(order), 1)
    return np.where(has, np.minimum((5 * place).astype(int), 4), -1)
