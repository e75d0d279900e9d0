"""Correlated co-occurrence: items that share more customers than by chance (Dunning 1993; Dunning & Friedman 2014)."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from benchmarks.accuracy.association import ratio_of
from benchmarks.accuracy.past import Past, Scores, best_of_rows, liked, taught, times
from benchmarks.accuracy.trials import Settings


def fit(past: Past, settings: Settings) -> Scores:
    """The k neighbours of highest log-likelihood ratio over decayed customers; a customer's items add them up."""
    root = taught(past, settings)
    root.data = np.sqrt(np.minimum(root.data, 1))
    both = (root.T @ root).tocsr()
    one = both.diagonal()
    half = sparse.triu(both, 1).tocoo()
    every = float(root.max(axis=1).power(2).sum())
    ratio = ratio_of(half.data, one[half.row], one[half.col], every)
    above = sparse.csr_matrix((ratio, (half.row, half.col)), shape=both.shape)
    return times(liked(past, settings), best_of_rows((above + above.T).tocsr(), settings["k"]))
