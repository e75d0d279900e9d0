"""What speaks for an interest of a customer: how many items and orders, and how many times as often as in the shop."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.arrays import ABSENT, Bools, Floats, Ints, Longs, Ragged, distinct
from data.columns import CART, EVENT_TYPES, FAVOURITE, PURCHASE, VIEW
from data.facts.facts import Lines
from models.recommenders.worth import decay

WORTH: Final = {VIEW: 0.1, CART: 0.5, FAVOURITE: 0.5, PURCHASE: 1.0}
"""What a line says of taste, against a purchase."""
DOUBT: Final = 0.1
"""Chance that the true lift is below what is called its lower bound."""
EVEN: Final = 2.0
"""Items that everybody is taken to have met as the shop does, before any of theirs counts: the prior's strength."""


@dataclass(frozen=True)
class Met:
    """Which items each customer met, once each, sorted by customer and item. weight: 1 a purchase now, less before;
    order: of the newest line that weighs most; bought: whether it was bought at all."""

    customer: Ints
    item: Ints
    weight: Floats
    order: Ints
    bought: Bools


@dataclass(frozen=True)
class Cells:
    """A customer and an interest that met, sorted so. items, orders: how many different; bought: items bought;
    share: of what the customer met, by weight; usual: the same of all customers; lift: shrunk; low: its lower bound."""

    customer: Ints
    interest: Ints
    items: Ints
    bought: Ints
    orders: Ints
    share: Floats
    usual: Floats
    lift: Floats
    low: Floats

    def where(self, which: Bools | Longs | Ints) -> Cells:
        """Some of them."""
        return Cells(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


def met(lines: Lines, items: int, half_life: float, left_out: Bools | None = None) -> Met:
    """What known customers met, but the lines left out (gifts). Cost: one sort of the lines."""
    worth = np.zeros(len(EVENT_TYPES))
    worth[list(WORTH)] = list(WORTH.values())
    known = lines.customer >= 0
    at = np.flatnonzero(known if left_out is None else known & ~left_out)
    key = lines.customer[at].astype(np.int64) * items + lines.item[at]
    weight = (worth[lines.kind[at]] * decay(lines.age[at], half_life)).astype(np.float32)
    order = np.lexsort((weight, key))
    key, at, weight = key[order], at[order], weight[order]
    last = np.append(key[1:] != key[:-1], True) if len(key) else np.zeros(0, dtype=bool)
    starts = np.flatnonzero(np.append(True, last[:-1])) if len(key) else np.zeros(0, dtype=np.int64)
    was_bought = lines.kind[at] == PURCHASE
    bought = np.logical_or.reduceat(was_bought, starts) if len(key) else was_bought
    at = at[last]
    return Met(lines.customer[at], lines.item[at], weight[last], lines.order[at], bought)


def cells(of: Met, interest: Ragged, customers: int, interests: int) -> Cells:
    """What of each customer's items belongs to each interest of one kind.

    interest: item -> interests. lift: Gamma-Poisson, (met + EVEN) / (expected + EVEN), where expected is the customer's
    weight times the shop's share; low: the DOUBT quantile of that Gamma. Cost: a sort of the pairs.
    """
    has = interest.lengths(of.item) > 0
    every = np.bincount(of.customer[has], of.weight[has], customers)
    pair, at = interest.spread(of.item)
    which = interest.values[at]
    usual = np.bincount(which, of.weight[pair], interests) / max(float(every.sum()), 1e-12)
    key = of.customer[pair].astype(np.int64) * interests + which
    order = np.argsort(key, kind="stable")
    key, pair = key[order], pair[order]
    start = _starts(key)
    customer, kind = key[start] // max(interests, 1), key[start] % max(interests, 1)
    weight, expected = _summed(of.weight[pair], start), every[customer] * usual[kind]
    lift, low = lifts(weight, expected)
    return Cells(
        customer.astype(np.int32), kind.astype(np.int32), _summed(np.ones(len(pair)), start).astype(np.int32),
        _summed(of.bought[pair], start).astype(np.int32), _orders(key, of.order[pair], start),
        (weight / np.maximum(every[customer], 1e-12)).astype(np.float32), usual[kind].astype(np.float32), lift, low,
    )  # fmt: skip


def lifts(weight: NDArray[np.float64], expected: NDArray[np.float64]) -> tuple[Floats, Floats]:
    """(shrunk lift, its lower bound) float32."""
    quantile: Any = import_module("scipy.special").gammaincinv(weight + EVEN, DOUBT)
    return ((weight + EVEN) / (expected + EVEN)).astype(np.float32), (quantile / (expected + EVEN)).astype(np.float32)


def _orders(key: Longs, order: Ints, start: Longs) -> Ints:
    """Different orders per cell; what belongs to none is none."""
    cell = np.repeat(np.arange(len(start)), np.diff(np.append(start, len(key))))
    placed = order != ABSENT
    pairs = distinct(cell[placed] * (int(order.max(initial=0)) + 1) + order[placed])
    return np.bincount(pairs // (int(order.max(initial=0)) + 1), minlength=len(start)).astype(np.int32)


def _starts(key: Longs) -> Longs:
    return np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=np.int64)


def _summed(values: NDArray[Any], start: Longs) -> NDArray[np.float64]:
    return np.add.reduceat(values.astype(np.float64), start) if len(start) else np.zeros(0)
