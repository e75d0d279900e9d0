"""How sure a mean over customers is: percentile intervals from resampled customers (Efron 1979)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats

DRAWS_AT_ONCE = 4_000_000
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A mean over `customers` customers and its 95 % interval; NaN where there are none."""

    mean: float
    low: float
    high: float
    customers: int


def interval(values: Floats, rounds: int, seed: int) -> Interval:
    """The mean of what is known (NaN is left out) and its interval. For paired differences, hand in the differences.

    Cost: rounds x customers draws, in pieces of 32 MB.
    """
    known = values[~np.isnan(values)].astype(np.float64)
    if not len(known):
        return Interval(np.nan, np.nan, np.nan, 0)
    means = _resampled_means(known, rounds, np.random.default_rng(seed))
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(known.mean()), float(low), float(high), len(known))


def _resampled_means(known: np.ndarray, rounds: int, rng: np.random.Generator) -> np.ndarray:
    size = len(known)
    at_once = max(DRAWS_AT_ONCE // size, 1)
    pieces = [min(at_once, rounds - start) for start in range(0, rounds, at_once)]
    return np.concatenate([known[rng.integers(0, size, (piece, size))].mean(axis=1) for piece in pieces])
