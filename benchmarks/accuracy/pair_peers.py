"""PAIR_PEERS: well-known measures of which items go together, each with the settings that are tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.accuracy.association import ratio_of
from benchmarks.accuracy.comparing import OWN
from benchmarks.accuracy.complementary import Score
from benchmarks.accuracy.trials import Peer, Settings
from data.arrays import Floats, Ints
from data.columns import PURCHASE
from data.facts.facts import Facts

HALF_LIVES = (3.0, 14.0, 30.0, 60.0, 120.0, None)
"""Days until an order counts half; None: never. What goes together lasts longer than what is in demand."""

Matrix = Any
"""scipy.sparse.csr_matrix; SciPy ships no types."""


@dataclass(frozen=True)
class Together:
    """Decayed counts: both [items, items] of pairs in one basket, one float64 [items] of baskets, every of all."""

    both: Matrix
    one: np.ndarray
    every: float


def popular(facts: Facts, settings: Settings) -> Score:
    """Whatever was asked: decayed sales, or each item's sales as often as once per customer."""
    items, who, weight = _bought(facts, settings, customers=settings["once"])
    value = np.asarray(_baskets(items, who, weight, facts.items.count).sum(axis=0), dtype=np.float32)
    return lambda item: np.repeat(value, len(item), axis=0)


def cosine_of_orders(facts: Facts, settings: Settings) -> Score:
    """Item-kNN over orders: both / (sqrt(one x other) + shrink)."""
    pairs = _together(facts, settings, customers=False)
    return _score(pairs.both, lambda i, j, n: n / (np.sqrt(pairs.one[i] * pairs.one[j]) + settings["shrink"]))


def cosine_of_customers(facts: Facts, settings: Settings) -> Score:
    """Item-kNN over customers; a guest's order is a customer."""
    pairs = _together(facts, settings, customers=True)
    return _score(pairs.both, lambda i, j, n: n / (np.sqrt(pairs.one[i] * pairs.one[j]) + settings["shrink"]))


def confidence(facts: Facts, settings: Settings) -> Score:
    """Association rule: both / one, the share of the item's orders that hold the other; from a least support."""
    pairs = _together(facts, settings, customers=False)
    return _score(pairs.both, lambda i, j, n: np.where(n >= settings["least"], n / pairs.one[i], 0))


def lift(facts: Facts, settings: Settings) -> Score:
    """Association rule: both / (one x other ** power), damped where the power is below 1."""
    pairs = _together(facts, settings, customers=False)
    return _score(pairs.both, lambda i, j, n: n / (pairs.one[i] * pairs.one[j] ** settings["power"]))


def log_likelihood(facts: Facts, settings: Settings) -> Score:
    """Dunning's (1993) ratio of what goes together more often than by chance, as in correlated co-occurrence."""
    pairs = _together(facts, settings, customers=settings["customers"])
    return _score(pairs.both, lambda i, j, n: ratio_of(n, pairs.one[i], pairs.one[j], pairs.every))


def _bought(facts: Facts, settings: Settings, customers: bool) -> tuple[Ints, np.ndarray, np.ndarray]:
    """(item, basket, decayed weight) of the purchase lines: the basket is the order, or the customer."""
    lines = facts.lines
    kept = np.flatnonzero((lines.kind == PURCHASE) & (lines.order >= 0))
    half_life = settings["half_life"]
    weight = np.exp2(-lines.age[kept].astype(np.float64) / half_life) if half_life else np.ones(len(kept))
    order = lines.order[kept].astype(np.int64)
    customer = lines.customer[kept].astype(np.int64)
    who = np.where(customer >= 0, customer, facts.customers.count + order) if customers else order
    return lines.item[kept], who, weight


def _baskets(item: Ints, who: np.ndarray, weight: np.ndarray, items: int) -> Matrix:
    """CSR [baskets, items]: the weight of the newest line of each item in each basket."""
    numbers, row = np.unique(who, return_inverse=True)
    newest_first = np.argsort(-weight, kind="stable")
    pair, first = np.unique((row * items + item)[newest_first], return_index=True)
    return sparse.csr_matrix((weight[newest_first][first], np.divmod(pair, items)), shape=(len(numbers), items))


def _together(facts: Facts, settings: Settings, customers: bool) -> Together:
    """A pair in one basket weighs the geometric mean of its two lines."""
    held = _baskets(*_bought(facts, settings, customers), facts.items.count)
    held.data = np.sqrt(held.data)
    both = (held.T @ held).tocsr()
    one = both.diagonal()
    both.setdiag(0)
    both.eliminate_zeros()
    every = float(held.multiply(held).max(axis=1).sum())
    return Together(both, one, every)


def _score(both: Matrix, value: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]) -> Score:
    """What the measure makes of every pair that occurs; 0 for the others."""
    rows = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    data = value(rows, both.indices, both.data).astype(np.float32)
    made = sparse.csr_matrix((data, both.indices, both.indptr), shape=both.shape)

    def score(item: Ints) -> Floats:
        return made[item].toarray()

    return score


PAIR_PEERS: tuple[Peer, ...] = (
    Peer("popular", OWN, popular, HALF_LIVES, "once", (False, True)),
    Peer("ItemKNN, orders", OWN, cosine_of_orders, HALF_LIVES, "shrink", (100.0, 30.0, 10.0)),
    Peer("ItemKNN, customers", OWN, cosine_of_customers, HALF_LIVES, "shrink", (30.0, 100.0, 10.0)),
    Peer("confidence", OWN, confidence, HALF_LIVES, "least", (0.0, 1.0, 3.0)),
    Peer("lift, damped", OWN, lift, HALF_LIVES, "power", (0.2, 0.3, 0.1)),
    Peer("LLR", OWN, log_likelihood, HALF_LIVES, "customers", (False, True)),
)
"""At most eight trials each: six half-lives, then the other values of what matters most beside it."""
