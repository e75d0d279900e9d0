"""The odds of an order in each stretch of days after a moment, learned from what came after earlier moments."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from data.arrays import Bools, Floats, Longs
from models.rhythm.regression import Logit, chance, regression
from models.rhythm.signals import SEASON, History
from models.rhythm.visits import Vector

OWN_STRENGTH = 20.0
"""Rows that the belief in a slope of what customers did is worth."""
SEASON_MOMENTS = 20.0
"""Moments that the belief in a slope of the season is worth: all customers of a moment share its season."""
LEAST = 30
"""Orders that came in a stretch from which something is learned, and silences that went on."""
SEASONS = 3
"""Moments with a year behind them from which last year's season is believed."""
TREES: dict[str, Any] = {
    "objective": "binary", "num_leaves": 8, "learning_rate": 0.05, "min_data_in_leaf": 200, "lambda_l2": 10.0,
    "feature_fraction": 0.7, "max_bin": 63, "num_threads": 1, "deterministic": True, "force_col_wise": True,
    "verbosity": -1,
}  # fmt: skip
ROUNDS = 80


@dataclass(frozen=True)
class Lesson:
    """A past moment: table float32 [customers, signals]; next int32 [customers]: days to the next order, 0 none yet."""

    days: int
    table: Floats
    next: Longs


@dataclass(frozen=True)
class Stretch:
    """Of those who have not ordered by `begin` days: the odds of an order by `end`; trees add to the logit, None: no
    trees. season: whether enough moments that taught it knew last year's. It lives for the night alone."""

    begin: int
    end: int
    logit: Logit
    trees: Any
    season: bool

    def log_odds(self, table: Floats, seasonal: tuple[float, float, float]) -> Vector:
        """float64 [customers]."""
        found = self.logit.of(_inputs(table, seasonal))
        return found if self.trees is None else found + self.trees.predict(table, raw_score=True, num_threads=2)


@dataclass(frozen=True)
class Hazards:
    """One stretch after the other, from 0 days on; the first that could not be learned ends them."""

    stretches: tuple[Stretch, ...]

    def stays_away(self, history: History, customer: Longs) -> Floats:
        """float32 [customers, stretches]: P(no order by the end of each stretch) from as_of on."""
        table = history.table(0, customer, history.visits.counted(0))
        away = np.empty((len(customer), len(self.stretches)), dtype=np.float32)
        stayed = np.ones(len(customer))
        for place, stretch in enumerate(self.stretches):
            seasonal = _seasonal(history, 0, stretch.begin, stretch.end, stretch.season)
            stayed *= 1 - chance(stretch.log_odds(table, seasonal))
            away[:, place] = stayed
        return away


def lessons(history: History, moments: int, most: int, rng: np.random.Generator) -> list[Lesson]:
    """At most so many moments, evenly spread over the past, and at most so many customers over all of them, drawn.

    Cost: some passes over the visits for each moment.
    """
    span = history.visits.span
    ages = np.unique(np.linspace(7, max(0.9 * span, 7), moments).astype(int)) if span > 14 else np.arange(1, span)
    quota = max(most // max(len(ages), 1), 1)
    found: list[Lesson] = []
    for days in ages.tolist():
        counted = history.visits.counted(days)
        customer = np.flatnonzero(counted > 0)
        if len(customer) > quota:
            customer = np.sort(rng.choice(customer, quota, replace=False))
        following = history.visits.next(days, counted)[customer]
        found.append(Lesson(days, history.table(days, customer, counted), following.astype(np.int64)))
    return found


def hazards_of(history: History, taught: list[Lesson], edges: tuple[int, ...], trees: bool, seed: int) -> Hazards:
    """Person-period logistic regressions (Singer & Willett 1993), each leaning on the stretch before it; with trees,
    LightGBM on top. A stretch learns from every moment that lies at least its end back.

    In the first stretch the season is believed to say what it said last year, the rest nothing.
    """
    belief = np.zeros(len(history.names) + len(SEASON))
    belief[len(history.names)] = 1
    found: list[Stretch] = []
    for begin, end in pairwise((0, *edges)):
        past = [each for each in taught if each.days >= end]
        season = sum(history.seasonal(each.days, begin, end)[1] for each in past) >= SEASONS
        rows = [_at_risk(history, each, begin, end, season) for each in past]
        came = np.concatenate([row[1] for row in rows]) if rows else np.zeros(0, dtype=bool)
        if min(came.sum(), (~came).sum()) < LEAST:
            break
        inputs = np.concatenate([row[0] for row in rows])
        logit = regression(inputs, came, belief, _strength(len(history.names), came, len(past)))
        own = np.ascontiguousarray(inputs[:, : len(history.names)])
        booster = _booster(own, came, logit.of(inputs), seed) if trees else None
        found.append(Stretch(begin, end, logit, booster, season))
        belief = logit.slope
    return Hazards(tuple(found))


def _at_risk(history: History, lesson: Lesson, begin: int, end: int, season: bool) -> tuple[Floats, Bools]:
    """(inputs, whether an order came in the stretch) of those who had not ordered before it."""
    risk = (lesson.next == 0) | (lesson.next > begin)
    came = (lesson.next[risk] > 0) & (lesson.next[risk] <= end)
    return _inputs(lesson.table[risk], _seasonal(history, lesson.days, begin, end, season)), came


def _strength(own: int, came: Bools, moments: int) -> Vector:
    share = float(came.mean())
    season = SEASON_MOMENTS * len(came) / moments * share * (1 - share)
    return np.append(np.full(own, OWN_STRENGTH), np.full(len(SEASON), max(season, OWN_STRENGTH)))


def _seasonal(history: History, days: int, begin: int, end: int, season: bool) -> tuple[float, float, float]:
    """What too few moments have tried stays out."""
    ahead, known, lately = history.seasonal(days, begin, end)
    return (ahead, known, lately) if season else (0.0, 0.0, lately)


def _inputs(table: Floats, seasonal: tuple[float, float, float]) -> Floats:
    return np.column_stack((table, np.tile(np.array(seasonal, dtype=np.float32), (len(table), 1))))


def _booster(own: Floats, came: Bools, start: Vector, seed: int) -> Any:
    """Small trees over what each customer did; the season is the regression's, which can go beyond what it has seen."""
    lightgbm: Any = import_module("lightgbm")
    settings = TREES | {"seed": seed}
    rows = lightgbm.Dataset(own, came.astype(np.float32), init_score=start, params=settings)
    return lightgbm.train(settings, rows, ROUNDS)
