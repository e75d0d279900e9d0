"""How much more than by chance two things go together."""

from __future__ import annotations

import numpy as np


def ratio_of(both: np.ndarray, one: np.ndarray, other: np.ndarray, every: float) -> np.ndarray:
    """Dunning's (1993) log-likelihood ratio of counts, whole or decayed; 0 for pairs rarer than chance."""
    cells = (both, one - both, other - both, every - one - other + both)
    totals = (one * other, one * (every - other), (every - one) * other, (every - one) * (every - other))
    parts = [
        np.where(cell > 0, cell * np.log(np.maximum(cell, 1e-12) * every / np.maximum(total, 1e-12)), 0)
        for cell, total in zip(cells, totals, strict=True)
    ]
    return np.where(both * every > one * other, 2 * sum(parts), 0)
