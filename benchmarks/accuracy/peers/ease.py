"""EASE (Steck 2019): the linear item-item model in closed form."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.accuracy.past import Matrix, Past, Scores, liked, taught
from benchmarks.accuracy.trials import Settings
from data.arrays import Floats, Ints

MOST_ITEMS = 12_000
Product = Callable[[Matrix], np.ndarray]
"""From histories [rows, items] to the same times the inverse of the ridged Gram matrix."""


def fit(past: Past, settings: Settings) -> Scores:
    """Of the best sellers only, where there are more than MOST_ITEMS; the ridge is in units of the mean diagonal.

    With the inverse P, B = I - P / diag(P) off the diagonal: a history h is worth h - hP / diag(P).
    """
    rows = taught(past, settings)
    sums = np.asarray(rows.sum(axis=0)).ravel()
    kept = np.sort(np.argsort(-sums, kind="stable")[: min(MOST_ITEMS, np.count_nonzero(sums))])
    met = rows[np.diff(rows.indptr) > 0][:, kept]
    ridge = settings["ridge"] * float(met.multiply(met).sum()) / max(len(kept), 1)
    product, diagonal = (_by_customers if met.shape[0] < met.shape[1] else _by_items)(met, ridge)
    histories = liked(past, settings)[:, kept]

    def scores(customer: Ints) -> Floats:
        made = np.full((len(customer), past.items), -np.inf, dtype=np.float32)
        made[:, kept] = histories[customer].toarray() - product(histories[customer]) / diagonal
        return made

    return scores


def _by_items(met: Matrix, ridge: float) -> tuple[Product, np.ndarray]:
    gram = (met.T @ met).toarray()
    gram[np.diag_indices(len(gram))] += ridge
    inverse = np.linalg.inv(gram)
    return lambda histories: histories @ inverse, inverse.diagonal()


def _by_customers(met: Matrix, ridge: float) -> tuple[Product, np.ndarray]:
    """The same by Woodbury's identity, cheaper where customers are fewer than items."""
    gram = (met @ met.T).toarray()
    gram[np.diag_indices(len(gram))] += ridge
    solved = np.ascontiguousarray((met.T @ np.linalg.inv(gram)).T)
    diagonal = (1 - np.asarray(met.multiply(solved).sum(axis=0)).ravel()) / ridge
    return lambda histories: (histories.toarray() - (histories @ met.T).toarray() @ solved) / ridge, diagonal
