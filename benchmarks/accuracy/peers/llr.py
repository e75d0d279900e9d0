"""Correlated co-occurrence: items that share more customers than by chance (Dunning 1993; Dunning & Friedman 2014)."""

from __future__ import annotations

import numpy as np

from benchmarks.accuracy.association import ratio_of
from benchmarks.accuracy.past import Past, Scores, best_of_rows, liked, taught, times, without_itself
from benchmarks.accuracy.trials import Settings


def fit(past: Past, settings: Settings) -> Scores:
    """The k neighbours of highest log-likelihood ratio over decayed customers; a customer's items add them up."""
    root = taught(past, settings)
    root.data = np.sqrt(np.minimum(root.data, 1))
    both = (root.T @ root).tocsr()
    one = both.diagonal()
    both = without_itself(both)
    row = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    every = float(root.max(axis=1).power(2).sum())
    both.data = ratio_of(both.data, one[row], one[both.indices], every)
    both.eliminate_zeros()
    return times(liked(past, settings), best_of_rows(both, settings["k"]))
