"""How well a value was told: the order of customers, the total, the chances, the intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.value.buying import Outlook
from models.value.histories import Reals
from models.value.spread import SpreadModel

TENTHS = 10


@dataclass(frozen=True)
class Tenth:
    """A tenth of the buyers by what was expected of them. said, came: means; inside: share whose probability transform
    lies in the central 80 %; covered: share whose value lies in the interval."""

    said: float
    came: float
    inside: float
    covered: float


@dataclass(frozen=True)
class ValueFigures:
    """gini: normalised; total, any: what was said over what came, of values and of customers who bought; log_loss: of
    the chance of any; inside: share whose randomised probability transform lies between .1 and .9; covered: share whose
    value lies in the interval; width: of the interval, on average; tenths: the least expected first."""

    buyers: int
    gini: float
    total: float
    any: float
    log_loss: float
    inside: float
    covered: float
    width: float
    tenths: tuple[Tenth, ...]


def value_figures(said: Outlook, spread: SpreadModel, value: Reals, seed: int) -> ValueFigures:
    """value float64 [buyers]: what came. NaN where nothing can be said, as of a window without orders."""
    paid = value > 0
    low, high = spread.quantile(said, 0.1), spread.quantile(said, 0.9)
    at = transform(said, spread, value, seed)
    inside, covered = (at > 0.1) & (at < 0.9), (value >= low) & (value <= high)
    right = np.where(paid, said.chance, 1 - said.chance)
    tenths = tuple(
        Tenth(*(float(each[rows].mean()) for each in (said.value, value, inside, covered)))
        for rows in np.array_split(np.argsort(said.value, kind="stable"), TENTHS)
        if len(rows)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return ValueFigures(
            len(value), gini(value, said.value), float(np.divide(said.value.sum(), value.sum())),
            float(np.divide(said.chance.sum(), paid.sum())), float(-np.log(right).mean()), float(inside.mean()),
            float(covered.mean()), float((high - low).mean()), tenths,
        )  # fmt: skip


def transform(said: Outlook, spread: SpreadModel, value: Reals, seed: int) -> Reals:
    """float64 [buyers]: the randomised probability integral transform, uniform where the distribution is the true one.

    Where a value has a probability of its own, as 0 has, a number is drawn over it. Czado, Gneiting and Held (2009).
    """
    below, upto = spread.reached(said, value)
    return below + np.random.default_rng(seed).random(len(value)) * (upto - below)


def gini(came: Reals, said: Reals) -> float:
    """How much of what came lies with those of whom most was said: 1 for the order of what came, 0 for any order.

    Equal words share their places: their values are evened out. NaN where nothing came.
    """
    best = _area(came, came)
    return _area(came, said) / best if best > 0 else float("nan")


def _area(came: Reals, said: Reals) -> float:
    """Between the curve of what came, summed from the highest word down, and the diagonal."""
    if not len(came) or came.sum() <= 0:
        return 0.0
    _, group = np.unique(-said, return_inverse=True)
    even = np.bincount(group, came) / np.bincount(group)
    order = np.argsort(group, kind="stable")
    reached = np.cumsum(even[group[order]]) / came.sum()
    return float(reached.sum() / len(came) - (len(came) + 1) / len(came) / 2)
