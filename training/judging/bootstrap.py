"""How sure a mean over customers is: percentile intervals from resampled customers (Efron 1979)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints

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


def intervals(values: Floats, customer: Ints, rounds: int, seed: int) -> list[Interval]:
    """An interval for each column of values [rows, columns]; NaN is left out, column by column.

    A customer may have several rows, one per origin: they are drawn together, as they are no news to each other. All
    columns share the draws, so columns of differences are paired. Cost: rounds x customers draws.
    """
    customers, row = np.unique(customer, return_inverse=True)
    known = ~np.isnan(values)
    total, count = np.zeros((2, len(customers), values.shape[1]))
    np.add.at(total, row, np.where(known, values, 0))
    np.add.at(count, row, known)
    means = _resampled_ratios(total, count, rounds, np.random.default_rng(seed))
    return [_interval(total[:, at], count[:, at], means[:, at]) for at in range(values.shape[1])]


def _interval(total: np.ndarray, count: np.ndarray, means: np.ndarray) -> Interval:
    drawn = means[~np.isnan(means)]
    if not len(drawn):
        return Interval(np.nan, np.nan, np.nan, 0)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(total.sum() / count.sum()), float(low), float(high), int((count > 0).sum()))


def _resampled_ratios(total: np.ndarray, count: np.ndarray, rounds: int, rng: np.random.Generator) -> np.ndarray:
    """[rounds, columns]; NaN where a draw holds nobody of whom anything is known."""
    size = len(total)
    found = [np.empty((0, total.shape[1]))]
    for start in range(0, rounds if size else 0, max(DRAWS_AT_ONCE // max(size, 1), 1)):
        piece = min(max(DRAWS_AT_ONCE // size, 1), rounds - start)
        drawn = rng.integers(0, size, (piece, size)) + size * np.arange(piece)[:, None]
        times = np.bincount(drawn.ravel(), minlength=piece * size).reshape(piece, size).astype(np.float64)
        sums, counts = times @ total, times @ count
        found.append(np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0))
    return np.concatenate(found)


def _resampled_means(known: np.ndarray, rounds: int, rng: np.random.Generator) -> np.ndarray:
    size = len(known)
    at_once = max(DRAWS_AT_ONCE // size, 1)
    pieces = [min(at_once, rounds - start) for start in range(0, rounds, at_once)]
    return np.concatenate([known[rng.integers(0, size, (piece, size))].mean(axis=1) for piece in pieces])
