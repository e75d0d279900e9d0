"""TIFU-KNN (Hu et al. 2020), its neighbours' part: what is new to a customer can only come from there."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from benchmarks.accuracy.past import Matrix, Past, Scores, decay
from benchmarks.accuracy.trials import Settings
from data.arrays import Floats, Ints

GROUP, WITHIN, ACROSS = 7, 0.9, 0.7
"""Orders in a group, and the decays within and across groups: the paper's for most of its data."""


def fit(past: Past, settings: Settings) -> Scores:
    """The mean vector of the k nearest customers (Euclidean), in real time where there is a half-life.

    Who is near is always told by the paper's vectors: in real time all who are silent would be near each other.
    """
    vectors, told = _vectors(past, None), _vectors(past, settings["half_life"])
    square = np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel()

    def scores(customer: Ints) -> Floats:
        distance = square[customer][:, None] + square[None, :] - 2 * (vectors[customer] @ vectors.T).toarray()
        distance[np.arange(len(customer)), customer] = np.inf
        k = min(settings["k"], distance.shape[1] - 1)
        near = np.argpartition(distance, k, axis=1)[:, :k]
        rows = np.repeat(np.arange(len(customer)), k)
        chosen = sparse.csr_matrix((np.ones(near.size), (rows, near.ravel())), shape=distance.shape)
        return np.asarray((chosen @ told).toarray() / max(k, 1), dtype=np.float32)

    return scores


def _vectors(past: Past, half_life: float | None) -> Matrix:
    """CSR [customers, items]: mean of the customer's orders, decayed by their place, or by days with a half-life."""
    bought = np.flatnonzero(past.bought & (past.order >= 0))
    _, first, which = np.unique(past.order[bought], return_index=True, return_inverse=True)
    customer = past.customer[bought][first]
    count = np.bincount(customer, minlength=past.customers)
    age = past.age[bought][first]
    weight = decay(age, half_life) if half_life else _by_place(customer, age)
    key = np.unique(which * past.items + past.item[bought])
    at, item = np.divmod(key, past.items)
    value = weight[at] / count[customer[at]]
    shape = past.customers, past.items
    return sparse.csr_matrix((value, (customer[at], item)), shape=shape)


def _by_place(customer: Ints, age: Floats) -> np.ndarray:
    """float64 [orders]: decays of the order within its group of GROUP and of the group, the newest group last."""
    newest_first = np.lexsort((age, customer))
    _, start, which = np.unique(customer[newest_first], return_index=True, return_inverse=True)
    back = np.empty(len(customer), dtype=np.int64)
    back[newest_first] = np.arange(len(customer)) - start[which]
    return WITHIN ** (back % GROUP) * ACROSS ** (back // GROUP)
