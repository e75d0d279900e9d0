"""implicit's alternating least squares (Hu, Koren & Volinsky 2008)."""

from __future__ import annotations

import numpy as np
from implicit.als import AlternatingLeastSquares

from benchmarks.accuracy.past import Past, Scores, taught
from benchmarks.accuracy.trials import Settings
from data.arrays import Floats, Ints

ALPHA = 20.0


def fit(past: Past, settings: Settings) -> Scores:
    """Confidence is 1 + ALPHA times the decayed events."""
    model = AlternatingLeastSquares(
        factors=settings["factors"], regularization=0.01, alpha=ALPHA, iterations=15, num_threads=1, random_state=1
    )
    model.fit(taught(past, settings).astype(np.float32), show_progress=False)

    def scores(customer: Ints) -> Floats:
        return np.asarray(model.user_factors)[customer] @ np.asarray(model.item_factors).T

    return scores
