"""EASE (Steck 2019): the linear item-item model in closed form."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.accuracy.past import Past, Scores, liked, taught
from benchmarks.accuracy.trials import Settings
from data.arrays import Floats, Ints

MOST_ITEMS = 12_000
lapack: Any = import_module("scipy.linalg.lapack")


def fit(past: Past, settings: Settings) -> Scores:
    """Of the best sellers only, where there are more than MOST_ITEMS; the ridge is in units of the mean diagonal."""
    rows = taught(past, settings)
    sums = np.asarray(rows.sum(axis=0)).ravel()
    kept = np.sort(np.argsort(-sums, kind="stable")[: min(MOST_ITEMS, np.count_nonzero(sums))])
    gram = (rows[:, kept].T @ rows[:, kept]).toarray()
    gram[np.diag_indices(len(kept))] += settings["ridge"] * gram.diagonal().mean()
    weight = _weights(gram).astype(np.float32)
    histories = liked(past, settings)[:, kept].astype(np.float32)

    def scores(customer: Ints) -> Floats:
        made = np.full((len(customer), past.items), -np.inf, dtype=np.float32)
        made[:, kept] = histories[customer] @ weight
        return made

    return scores


def _weights(gram: np.ndarray) -> np.ndarray:
    """B = I - P diag(1 / P) with P the inverse; two steps of LAPACK on its upper half."""
    upper, _ = lapack.dpotrf(gram, overwrite_a=True)
    inverse, _ = lapack.dpotri(upper, overwrite_c=True)
    inverse = np.triu(inverse) + np.triu(inverse, 1).T
    weight = inverse / -inverse.diagonal()
    np.fill_diagonal(weight, 0)
    return weight
