"""implicit's Bayesian personalised ranking (Rendle et al. 2009)."""

from __future__ import annotations

import numpy as np
from implicit.bpr import BayesianPersonalizedRanking

from benchmarks.accuracy.past import Past, Scores, taught
from benchmarks.accuracy.trials import Settings
from data.arrays import Floats, Ints

NOTHING = 1e-3


def fit(past: Past, settings: Settings) -> Scores:
    """It knows no weights: what has decayed below a thousandth (ten half-lives) is left out."""
    rows = taught(past, settings)
    rows.data = (rows.data > NOTHING).astype(np.float64)
    rows.eliminate_zeros()
    model = BayesianPersonalizedRanking(
        factors=settings["factors"], learning_rate=0.05, iterations=50, num_threads=1, random_state=1
    )
    model.fit(rows.astype(np.float32), show_progress=False)

    def scores(customer: Ints) -> Floats:
        return np.asarray(model.user_factors)[customer] @ np.asarray(model.item_factors).T

    return scores
