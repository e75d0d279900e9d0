"""The odds that a pair is bought again within some weeks: a logistic regression on what came of the pairs before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from data.arrays import Bools, Floats, Longs
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.recommenders.habits import OFTEN, Bought, Habits, Vector
from models.recommenders.worth import decay
from models.together.odds import Odds, gained, learned
from models.together.signals import earlier

HORIZON = 28.0
"""Days after a moment in which a pair comes true; half of the past in a shop younger than two of them."""
LEAST = 100
"""Pairs that came true from which anything is learned."""
MOST = 1_000_000
"""Pairs learned from at most, drawn."""
FARTHEST = 30.0
"""The logit at most: what is beyond it is as good as sure, and must stay above 0."""


def signals(habits: Habits, bought: Bought, rhythm: Floats) -> Iterator[Vector]:
    """What the odds are made of, one column of float64 [pairs] at a time; the rhythm's own score comes first."""
    known = bought.at >= 0
    times, often = np.zeros(len(known)), decay(bought.age, OFTEN)
    times[known], often[known] = habits.own_times[bought.at[known]], habits.own_often[bought.at[known]]
    orders = habits.orders[bought.customer].astype(np.float64)
    yield _log(rhythm, 1e-4)
    yield np.log1p(times)
    yield _log(bought.age, 1)
    yield _log(often, 1e-2)
    yield np.log(np.maximum(orders, 1))
    yield _log(habits.again[bought.item], 1e-3)
    for sales in habits.sales.T:
        yield _log(sales[bought.item], 1e-2)


def odds(habits: Habits, bought: Bought, rhythm: Floats, weights: Vector) -> Floats:
    """float32 [pairs] above 0: weights float64 [signals + 1], the last is the level.

    Summed column by column, so that a pair's odds do not depend on its company.
    """
    logit = np.full(len(bought.item), weights[-1])
    for weight, column in zip(weights[:-1], signals(habits, bought, rhythm), strict=True):
        logit += weight * column
    return (1 / (1 + np.exp(-np.clip(logit, -FARTHEST, FARTHEST)))).astype(np.float32)


def weights_of(
    facts: Facts,
    make: Callable[[Facts], Habits],
    rhythm: Callable[[Habits, Bought], Floats],
    rng: np.random.Generator,
    horizon: float = HORIZON,
) -> Vector:
    """The weights, learned from the last weeks' purchases of what had been bought before them; empty where too few
    came true, or where half the customers teach nothing better than the rhythm about the other half.

    horizon: days within which a pair comes true; half of the past at most.
    Cost: one more sort of the purchases, and three regressions of at most MOST pairs.
    """
    days = span_of(facts, horizon)
    habits = make(earlier(facts, days))
    pairs = habits.everything()
    true = bought_within(facts, habits, days)
    if len(true) > MOST:
        drawn = np.sort(rng.choice(len(true), MOST, replace=False))
        pairs, true = pairs.take(drawn), true[drawn]
    if true.sum() < LEAST or true.all():
        return np.empty(0)
    columns = signals(habits, pairs, rhythm(habits, pairs))
    table = np.stack([column.astype(np.float32) for column in columns], axis=1)
    return _weights(_learned(table, true)) if _better(table, true, pairs.row) else np.empty(0)


def span_of(facts: Facts, most: float) -> float:
    """Days: so many, or half of the past where that is less."""
    bought = facts.lines.age[(facts.lines.kind == PURCHASE) & (facts.lines.customer >= 0)]
    return min(most, float(bought.max(initial=0)) / 2)


def bought_within(facts: Facts, habits: Habits, days: float) -> Bools:
    """Whether each pair of own was bought in the last `days`."""
    lines = facts.lines
    late = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0) & (lines.age <= days))
    return np.isin(habits.own, lines.customer[late].astype(np.int64) * facts.items.count + lines.item[late])


def _better(table: Floats, true: Bools, customer: Longs) -> bool:
    """Whether every second customer teaches an order of the others' pairs that is better than the rhythm's."""
    teaches = customer % 2 == 0
    if not true[teaches].any() or not true[~teaches].any():
        return False
    asked, came = table[~teaches], true[~teaches].astype(np.float64)
    score, each = _learned(table[teaches], true[teaches]).plain(asked), np.ones(len(came))
    row = customer[~teaches]
    return gained(row, score, came, each) > gained(row, asked[:, 0], came, each)


def _learned(table: Floats, true: Bools) -> Odds:
    return learned(table, true.astype(np.float64), np.ones(len(true)))


def _weights(found: Odds) -> Vector:
    """On the signals as they are."""
    slope = (found.slope / found.spread).astype(np.float64)
    return np.append(slope, found.level - found.mean.astype(np.float64) @ slope)


def _log(value: Floats | Vector, least: float) -> Vector:
    return np.log(value.astype(np.float64) + least)
