"""From what a ranker says of those who buy to the chance of everybody: will this customer buy this item in time?"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Longs
from models.ranker.table import Table

LEAST = 50
"""Customers who bought a listed item, and those who bought none, below which nothing is said of chances."""
FOLDS = 2
STEPS, LONGEST = 100, 1.0
"""Of the fit: how many at most, and how far each goes: a start that is far off must not be left for infinity."""
TINY = 1e-9

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Survey:
    """What became of lists: everybody's at a past moment, not only theirs who bought.

    score float32 [entries]: what the ranker said; row int64 [entries]: whose list, a row of `customer`; bought bool
    [entries]: within the horizon after the moment.
    """

    score: Floats
    row: Longs
    bought: Bools
    customer: Table


@dataclass(frozen=True)
class Chance:
    """activity: LightGBM model of who buys anything; weights float64 [3] of 1, the ranker's log-odds and the
    activity's. It lives for the night alone."""

    activity: Any
    names: tuple[str, ...]
    weights: Reals

    def of(self, score: Floats, row: Longs, customer: Table) -> Floats:
        """float32 [entries], above 0: P(the customer of the row buys the entry's item within the horizon)."""
        active = _activity(self.activity, customer.under(self.names))
        return _chance(_inputs(score, active[row]) @ self.weights).astype(np.float32)


def chance_of(survey: Survey, seed: int) -> Chance | None:
    """Logistic on the ranker's odds (Platt 1999) and on how active the customer is; None where too few bought, or where
    the ranker's odds say nothing.

    Activity is judged by models that have not seen the customer. Cost: three small boosters, some passes over entries.
    """
    came = np.bincount(survey.row[survey.bought], minlength=len(survey.customer.values)) > 0
    if min(came.sum(), (~came).sum()) < LEAST:
        return None
    fold = np.random.default_rng(seed).permutation(len(came)) % FOLDS
    active = np.zeros(len(came))
    for number in range(FOLDS):
        held = fold == number
        active[held] = _activity(_booster(survey.customer, came, ~held, seed), survey.customer.rows(held))
    weights = _logistic(_inputs(survey.score, active[survey.row]), survey.bought)
    everybody = np.ones(len(came), dtype=bool)
    if weights[1] <= 0:
        return None
    return Chance(_booster(survey.customer, came, everybody, seed), survey.customer.names, weights)


def _booster(customer: Table, came: Bools, which: Bools, seed: int) -> Any:
    """Small trees: a customer is described by what all shops know."""
    lightgbm: Any = import_module("lightgbm")
    bought = int(came[which].sum())
    settings = {
        "objective": "binary", "learning_rate": 0.07, "num_leaves": int(np.clip(bought // 100, 3, 15)),
        "min_data_in_leaf": 20, "lambda_l2": 5.0, "max_bin": 63, "seed": seed, "num_threads": 1, "deterministic": True,
        "force_col_wise": True, "verbosity": -1,
    }  # fmt: skip
    data = lightgbm.Dataset(customer.values[which], came[which], params=settings)
    return lightgbm.train(settings, data, 60)


def _activity(booster: Any, customer: Table) -> Reals:
    """float64 [customers]: log-odds."""
    return np.asarray(booster.predict(customer.values, raw_score=True, num_threads=1), dtype=np.float64)


def _inputs(score: Floats, active: Reals) -> Reals:
    share = np.clip(score.astype(np.float64), TINY, 1 - TINY)
    return np.stack((np.ones(len(share)), np.log(share / (1 - share)), active), axis=1)


def _chance(odds: Reals) -> Reals:
    return np.maximum(1 / (1 + np.exp(-np.clip(odds, -50, 50))), TINY)


def _logistic(inputs: Reals, bought: Bools) -> Reals:
    """Maximum likelihood by Newton's method, held a little towards the inputs as they are."""
    prior = np.array([0.0, 1.0, 0.0])
    weights: Reals = prior.copy()
    for _ in range(STEPS):
        chance = _chance(inputs @ weights)
        slope = inputs.T @ (bought - chance) - (weights - prior)
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + np.eye(3)
        step: Reals = np.linalg.solve(bend, slope).astype(np.float64)
        weights = weights + step / max(np.abs(step).max() / LONGEST, 1)
        if np.abs(step).max() < 1e-8:
            break
    return weights
