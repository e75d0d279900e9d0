"""A logistic regression whose slopes are drawn towards a belief."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Floats
from models.rhythm.visits import Vector

STEPS, LONGEST, STILL = 40, 1.0, 1e-6
"""Newton steps at most, how far each goes at most, and how far the last one."""
FARTHEST = 30.0
"""The logit at most."""


@dataclass(frozen=True)
class Logit:
    """Log-odds = inputs @ slope + level; slope float64 [inputs], on the inputs as they are."""

    slope: Vector
    level: float

    def of(self, inputs: Floats) -> Vector:
        """float64 [rows]."""
        return np.clip(inputs @ self.slope + self.level, -FARTHEST, FARTHEST)


def chance(log_odds: Vector) -> Vector:
    """0..1."""
    return 1 / (1 + np.exp(-log_odds))


def regression(inputs: Floats, came: Bools, belief: Vector, strength: Vector) -> Logit:
    """By Newton's method; belief [inputs]: slopes to begin at; strength [inputs]: how many rows the belief is worth.

    Strength is counted in units of the spread of each input. Cost: rows times inputs squared, a dozen times.
    """
    mean, spread = inputs.mean(axis=0, dtype=np.float64), inputs.std(axis=0, dtype=np.float64)
    spread = np.where(spread > 1e-6, spread, 1.0)
    scaled = np.column_stack(((inputs - mean) / spread, np.ones(len(inputs))))
    held, firm = np.append(belief * spread, 0.0), np.append(strength, 1e-3)
    share = float(np.clip((came.sum() + 0.5) / (len(came) + 1), 1e-6, 1 - 1e-6))
    slope = held.copy()
    slope[-1] = np.log(share / (1 - share))
    for _ in range(STEPS):
        odds = chance(np.clip(scaled @ slope, -FARTHEST, FARTHEST))
        slant = scaled.T @ (came - odds) - firm * (slope - held)
        bend = (scaled * (odds * (1 - odds))[:, None]).T @ scaled + np.diag(firm)
        step = np.linalg.solve(bend, slant)
        slope = slope + step / max(float(np.abs(step).max()) / LONGEST, 1)
        if np.abs(step).max() < STILL:
            break
    own = slope[:-1] / spread
    return Logit(own, float(slope[-1] - mean @ own))
