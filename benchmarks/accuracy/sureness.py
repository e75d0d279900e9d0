"""How sure a mean is when its values come in groups: a customer at several origins, several questions of one order."""

from __future__ import annotations

import numpy as np

from data.arrays import Floats, Longs
from training.judging.bootstrap import LEVEL, Interval

AT_ONCE = 100


def grouped_interval(values: Floats, group: Longs, rounds: int = 1_000, seed: int = 1) -> Interval:
    """The mean of the known values and its percentile interval, drawn over whole groups (cluster bootstrap).

    For paired differences hand in the differences. `customers` of the result counts groups. Cost: rounds x groups.
    """
    known = ~np.isnan(values)
    numbers, which = np.unique(group[known], return_inverse=True)
    if not len(numbers):
        return Interval(np.nan, np.nan, np.nan, 0)
    sums = np.bincount(which, weights=values[known])
    counts = np.bincount(which)
    rng = np.random.default_rng(seed)
    means: list[np.ndarray] = []
    for start in range(0, rounds, AT_ONCE):
        drawn = rng.integers(0, len(numbers), (min(AT_ONCE, rounds - start), len(numbers)))
        means.append(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1))
    low, high = np.quantile(np.concatenate(means), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(sums.sum() / counts.sum()), float(low), float(high), len(numbers))
