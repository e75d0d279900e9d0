"""Customer-to-customer neighbours by cosine (Resnick et al. 1994, without ratings)."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from benchmarks.accuracy.past import Past, Scores, best_of_rows, over, taught
from benchmarks.accuracy.trials import Settings
from data.arrays import Floats, Ints


def fit(past: Past, settings: Settings) -> Scores:
    """What the k most similar customers met, each item with its decayed weight; who is similar does not decay."""
    rows = taught(past, settings)
    alike = taught(past, {**settings, "half_life": None})
    alike.data = np.ones_like(alike.data)
    unit = (sparse.diags(np.sqrt(over(alike.sum(axis=1)))) @ alike).tocsr()

    def scores(customer: Ints) -> Floats:
        near = (unit[customer] @ unit.T).toarray()
        near[np.arange(len(customer)), customer] = 0
        chosen = best_of_rows(sparse.csr_matrix(near), settings["k"])
        return np.asarray((chosen @ rows).toarray(), dtype=np.float32)

    return scores
