"""Gaps as a curve: how likely the next purchase becomes as the silence grows, in units of the usual gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Floats, Longs
from models.rhythm.signals import History
from models.rhythm.visits import PRIOR, Vector

CELLS = 20
"""Cells of the curve per usual gap."""
LONGEST = 60
"""Usual gaps that the curve covers; beyond it the odds stay as the shop's."""
STAGES = (1, 2, 5)
"""Orders from which a stage begins: the first order, a few, many."""
STAGE_PRIOR = 8.0
"""Customers added to a stage at the odds of all stages, and to all stages at odds that fade with the silence."""


@dataclass(frozen=True)
class Curve:
    """hazard float64 [stages, cells + 1]: running sum of the odds of a purchase in each cell of scaled time; flat: the
    same for any cell beyond them."""

    hazard: Vector
    flat: float

    def stays_away(self, history: History, customer: Longs, edges: tuple[int, ...]) -> Floats:
        """float32 [customers, edges]: P(no order within so many days of the history's end)."""
        counted = history.visits.counted(0)
        silent, gap = history.silent(0, customer, counted), np.exp(history.gap(customer, counted))
        stage = stage_of(counted[customer])
        return np.stack([self.away(stage, silent / gap, (silent + edge) / gap) for edge in edges], axis=1)

    def away(self, stage: Longs, now: Vector, later: Vector) -> Floats:
        """float32: P(nothing until `later` | nothing until `now`), both in usual gaps since the last purchase."""
        return np.exp(self._sum(stage, now) - self._sum(stage, later)).astype(np.float32)

    def quantile(self, share: float, within: float) -> Vector:
        """float64 [stages]: the usual gaps by which the share has come of all who come within so many of them."""
        came = 1 - np.exp(-self.hazard[:, : round(within * CELLS) + 1])
        wanted = share * came[:, -1:]
        cell = np.minimum((came[:, 1:] < wanted).sum(axis=1), came.shape[1] - 2)
        row = np.arange(len(came))
        low, high = came[row, cell], came[row, cell + 1]
        return (cell + np.clip((wanted[:, 0] - low) / np.maximum(high - low, 1e-30), 0, 1)) / CELLS

    def _sum(self, stage: Longs, scaled: Vector) -> Vector:
        place = np.minimum(scaled * CELLS, LONGEST * CELLS)
        cell = np.minimum(place.astype(np.int64), LONGEST * CELLS - 1)
        low, high = self.hazard[stage, cell], self.hazard[stage, cell + 1]
        return low + (place - cell) * (high - low) + np.maximum(scaled * CELLS - place, 0) * self.flat


def stage_of(number: Longs) -> Longs:
    """Position in STAGES of so many purchases, at least one."""
    return np.searchsorted(STAGES, number, side="right") - 1


def curve_from(stage: Longs, scaled: Vector, ended: Bools) -> Curve:
    """Kaplan & Meier 1958, a curve per stage: scaled float64 [silences]: length in usual gaps; ended: by a purchase.

    A stage leans on all stages, these on odds that fade with the silence once it is longer than usual. Cost: some
    passes over the silences.
    """
    size = LONGEST * CELLS
    cell = np.minimum((scaled * CELLS).astype(np.int64), size)
    came = np.stack([np.bincount(cell[(stage == s) & ended], minlength=size + 1) for s in range(len(STAGES))])
    left = np.stack([np.bincount(cell[stage == s], minlength=size + 1) for s in range(len(STAGES))])
    risk = np.cumsum(left[:, ::-1], axis=1)[:, ::-1].astype(np.float64)
    flat = (came.sum() + 0.5) / (np.minimum(scaled * CELLS, size).sum() + CELLS)
    fading = flat / np.maximum(np.arange(size + 1) / CELLS, 1)
    every = (came.sum(axis=0) + STAGE_PRIOR * fading) / (risk.sum(axis=0) + STAGE_PRIOR)
    each = (came + STAGE_PRIOR * every) / (risk + STAGE_PRIOR)
    hazard = np.concatenate((np.zeros((len(STAGES), 1)), np.cumsum(each[:, :size], axis=1)), axis=1)
    return Curve(hazard, float(fading[-1]))


def curve_of(history: History) -> Curve:
    """Of the customers' orders; a silence is measured by the customer's usual gap up to then."""
    visits = history.visits
    at = np.arange(len(visits.cell))
    owner = visits.customer()
    number = at - visits.first[owner] + 1
    total = history.log_gap[at + 1] - history.log_gap[visits.first[owner]]
    usual = np.exp((total + PRIOR * history.usual) / (number - 1 + PRIOR))
    ended = at + 1 < visits.first[owner + 1]
    follows = np.append(visits.cell[1:], 0)[: len(at)]
    length = np.maximum(visits.cell - np.where(ended, follows, -0.5), 0.5)
    return curve_from(stage_of(number), length / usual, ended)
