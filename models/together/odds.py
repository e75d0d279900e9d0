"""The odds that naming a neighbour gains: a logistic regression that begins at the table's own weight, then trees."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats
from models.together.outcomes import PLACES

Vector = NDArray[np.float64]
STEPS = 12
"""Newton steps at most."""
STILL = 1e-4
PRIOR = 100.0
"""How many looks the belief in the table's own weight is worth, per signal."""
TREES: dict[str, Any] = {
    "objective": "cross_entropy", "num_leaves": 8, "learning_rate": 0.08, "min_data_in_leaf": 500, "lambda_l2": 10.0,
    "feature_fraction": 0.5, "max_bin": 63, "num_threads": 1, "deterministic": True, "force_row_wise": True,
    "verbose": -1,
}  # fmt: skip
ROUNDS = 160


@dataclass(frozen=True)
class Odds:
    """Logit = (signals - mean) / spread @ slope + level, plus what the trees add. mean, spread, slope [signals]."""

    mean: Floats
    spread: Floats
    slope: Floats
    level: float
    trees: Any

    def of(self, signals: Floats) -> Floats:
        """float32 [pairs], above 0."""
        logit = self.plain(signals)
        if self.trees is not None and len(signals):
            logit = logit + self.trees.predict(signals, raw_score=True)
        return (1 / (1 + np.exp(-logit))).astype(np.float32)

    def plain(self, signals: Floats) -> Vector:
        """The logit without the trees."""
        return ((signals - self.mean) / self.spread @ self.slope).astype(np.float64) + self.level


def learned(signals: Floats, gain: Vector, weight: Vector) -> Odds:
    """Signals float32 [pairs, signals], the table's own weight (a logarithm) first; gain in 0..1, weight above 0.

    A regression by Newton's method whose slopes are drawn towards 1 for the table's own weight and 0 for the rest, so
    that little evidence leaves the table's order. Cost: pairs times signals squared, a dozen times.
    """
    mean, spread = signals.mean(axis=0), signals.std(axis=0)
    spread = np.where(spread > 1e-4, spread, 1).astype(np.float32)
    inputs = np.column_stack(((signals - mean) / spread, np.ones(len(signals), dtype=np.float32)))
    belief = np.zeros(inputs.shape[1])
    belief[0] = spread[0]
    strength = np.append(np.full(len(mean), PRIOR), 1e-3)
    share = np.clip((gain @ weight) / weight.sum(), 1e-6, 1 - 1e-6)
    start = belief.copy()
    start[-1] = np.log(share / (1 - share))
    slope = _newton(inputs, gain, weight, belief, strength, start)
    return Odds(mean, spread, slope[:-1].astype(np.float32), float(slope[-1]), None)


def _newton(inputs: Floats, gain: Vector, weight: Vector, belief: Vector, strength: Vector, slope: Vector) -> Vector:
    """The minimum of the cross entropy and strength / 2 (slope - belief)^2; a step is halved until it helps."""
    loss = _loss(inputs, gain, weight, belief, strength, slope)
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-(inputs @ slope.astype(np.float32)).astype(np.float64)))
        slant = inputs.T @ (weight * (odds - gain)).astype(np.float32) + strength * (slope - belief)
        bend = inputs.T @ (inputs * (weight * odds * (1 - odds)).astype(np.float32)[:, None]) + np.diag(strength)
        step = np.linalg.solve(bend.astype(np.float64), slant.astype(np.float64))
        length = 1.0
        while length > STILL:
            tried = slope - length * step
            reached = _loss(inputs, gain, weight, belief, strength, tried)
            if reached < loss:
                break
            length /= 2
        else:
            return slope
        slope, gone, loss = tried, loss - reached, reached
        if gone < STILL * abs(loss):
            return slope
    return slope


def _loss(inputs: Floats, gain: Vector, weight: Vector, belief: Vector, strength: Vector, slope: Vector) -> float:
    logit = (inputs @ slope.astype(np.float32)).astype(np.float64)
    entropy = np.logaddexp(0, logit) - gain * logit
    return float(weight @ entropy + (strength * (slope - belief) ** 2).sum() / 2)


def with_trees(odds: Odds, signals: Floats, gain: Vector, weight: Vector, seed: int) -> Odds:
    """The same, corrected by small trees. LightGBM is imported here alone; the service never does."""
    lightgbm: Any = import_module("lightgbm")
    settings = TREES | {"seed": seed}
    rows = lightgbm.Dataset(signals, gain, weight=weight, init_score=odds.plain(signals), params=settings)
    trees = lightgbm.train(settings, rows, ROUNDS)
    return Odds(odds.mean, odds.spread, odds.slope, odds.level, trees)


def gained(row: NDArray[np.int64], score: NDArray[np.floating], gain: Vector, weight: Vector) -> float:
    """The discounted gain of each row's best PLACES by score, all rows added up; rows ascending."""
    order = np.lexsort((-score, row))
    starts = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1]))) if len(row) else np.zeros(0, dtype=np.int64)
    place = np.arange(len(row)) - np.repeat(starts, np.diff(np.append(starts, len(row))))
    first = place < PLACES
    return float(((gain * weight)[order][first] / np.log2(place[first] + 2)).sum())
