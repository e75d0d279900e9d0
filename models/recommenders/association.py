"""How sure it is that two items go together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints

Counts = Ints | NDArray[np.float64]


def log_likelihood(together: Counts, first: Counts, second: Counts, total: int) -> NDArray[np.float64]:
    """The log-likelihood ratio of each pair against chance; 0 where the two meet less than chance would have it.

    together, first, second: baskets with both, with the one, with the other, of `total`. Above 3.84: 5 % by chance.
    Source: Dunning 1993, "Accurate methods for the statistics of surprise and coincidence".
    """
    both = together.astype(np.float64)
    one, other = first - both, second - both
    neither = total - both - one - other
    rows = _entropy(both + one, other + neither)
    columns = _entropy(both + other, one + neither)
    ratio = 2 * (rows + columns - _entropy(both, one, other, neither))
    return np.where(both * total > np.asarray(first, dtype=np.float64) * second, np.maximum(ratio, 0), 0)


def _entropy(*counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """N log N - sum of n log n, so that more even counts give more."""
    total = sum(counts, np.zeros_like(counts[0]))
    return _n_log_n(total) - sum((_n_log_n(n) for n in counts), np.zeros_like(total))


def _n_log_n(n: NDArray[np.float64]) -> NDArray[np.float64]:
    return n * np.log(np.maximum(n, 1e-300))
