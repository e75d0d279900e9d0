"""The repeat part of TIFU-KNN (Hu et al., SIGIR 2020), with the settings that the paper found best on Ta-Feng."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.arrays import Floats, Ints, Longs
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.sparse import matrix
from training.evaluating.own import Own

GROUP, IN_GROUP, BETWEEN, OWN_SHARE, NEIGHBOURS = 7, 0.9, 0.7, 0.7, 300
ASKED_AT_ONCE = 250
AMONG = 20_000
"""Neighbours are sought among at most so many customers, drawn with the seed: every distance is computed."""


def tifuknn(facts: Facts, own: Own, customer: Ints, seed: int) -> Floats:
    """float32 per pair of own: own vector x .7 + mean of the neighbours' x .3; 0 for customers not asked about.

    Cost: a distance from every customer asked about to every one among whom neighbours are sought.
    """
    vectors = taste(facts)
    among = np.flatnonzero(np.diff(vectors.indptr))
    if len(among) > AMONG:
        among = np.sort(np.random.default_rng(seed).choice(among, AMONG, replace=False))
    score = np.zeros(len(own.item.values), dtype=np.float32)
    for at in range(0, len(customer), ASKED_AT_ONCE):
        few = customer[at : at + ASKED_AT_ONCE]
        blended = OWN_SHARE * vectors[few] + (1 - OWN_SHARE) * _neighbours(vectors, few, among) @ vectors[among]
        row, pair = own.item.spread(few)
        score[pair] = np.asarray(blended[row, own.item.values[pair]], dtype=np.float32).ravel()
    return score


def taste(facts: Facts) -> Any:
    """CSR [customers, items]: the orders of each customer, weighed within groups of seven and between the groups.

    The newest order of a group counts 1, each before it 0.9 times the next; the newest group 1, each before it 0.7
    times; both are means, over the orders of a group and over the groups.
    """
    lines = facts.lines
    bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0) & (lines.order >= 0))
    customer, item, order = lines.customer[bought], lines.item[bought], lines.order[bought]
    back, count = _orders_back(customer, order, facts.customers.count)
    group, within = np.divmod(back, GROUP)
    groups = -(-count // GROUP)
    in_group = np.where(group == groups - 1, count - GROUP * (groups - 1), GROUP)  # the oldest may be short
    weight = IN_GROUP**within / in_group * BETWEEN**group / groups
    key = (order.astype(np.int64) * facts.items.count) + item
    _, once = np.unique(key, return_index=True)
    return matrix(customer[once], item[once], weight[once], (facts.customers.count, facts.items.count))


def _orders_back(customer: Ints, order: Ints, customers: int) -> tuple[Longs, Longs]:
    """(how many orders of the customer came after the line's, how many there are in all); lines are oldest first."""
    named, first = np.unique(order, return_index=True)
    by_time = np.argsort(first)
    owner = customer[first[by_time]]
    count = np.bincount(owner, minlength=customers)
    place = np.empty(len(named), dtype=np.int64)
    place[by_time] = np.arange(len(named)) - np.concatenate(([0], np.cumsum(count)))[owner]
    at = np.searchsorted(named, order)
    return count[customer] - 1 - place[at], count[customer]


def _neighbours(vectors: Any, few: Ints, among: Longs) -> Any:
    """CSR [few, among]: 1 / k for each of the k nearest by Euclidean distance, the customer left out."""
    others, asked = vectors[among], vectors[few]
    far = _squares(others)[None, :] - 2 * np.asarray((asked @ others.T).todense()) + _squares(asked)[:, None]
    far[np.asarray(few)[:, None] == among[None, :]] = np.inf
    k = min(NEIGHBOURS, max(len(among) - 1, 0))
    near = np.argpartition(far, k, axis=1)[:, :k] if k else np.empty((len(few), 0), dtype=np.int64)
    row = np.repeat(np.arange(len(few)), near.shape[1])
    return matrix(row, near.ravel(), np.full(near.size, 1 / max(k, 1)), (len(few), len(among)))


def _squares(of: Any) -> np.ndarray:
    return np.asarray(of.multiply(of).sum(axis=1)).ravel()
