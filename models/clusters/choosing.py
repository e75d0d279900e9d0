"""How many clusters: as many as tell of the spend ahead, of the numbers that refits a week apart agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints
from data.facts.facts import CustomerFacts
from models.clusters.pictures import sampled
from models.clusters.space import WEEK, Weeks

AHEAD = 28
"""Days of spend that clusters should tell of."""
REFITS = 4
"""Moments, a week apart, the newest AHEAD days ago, at which each number of clusters is tried."""
MOST = 6_000
"""Customers drawn for the trials."""
INITS = 4
ENOUGH = 0.91
"""Part of the best explanation: between what one cluster fewer loses on the sample shop (15 %) and on the Complete
Journey (10 %), and what one more adds (4 %), so that two nights take the same number."""


@dataclass(frozen=True)
class Tried:
    """count: of clusters; stable: adjusted Rand index between refits a week apart, their median; explained: part of the
    variance of the square root of the following AHEAD days' spend that lies between clusters, NaN where it cannot be
    said, the mean of all moments."""

    count: int
    stable: float
    explained: float


def tried(
    facts: CustomerFacts, half_life: float, weeks: int, counts: Sequence[int], rng: np.random.Generator
) -> tuple[Tried, ...]:
    """How well each number of clusters did at past moments. Cost: REFITS fits on MOST customers per number."""
    some = sampled(facts, MOST, rng)
    every = np.ones(facts.facts.customers.count, dtype=bool)
    shown = [Weeks.of(some, half_life, weeks, every, AHEAD + WEEK * back) for back in range(REFITS)]
    shown = [each for each in shown if each.pictures[0].known.any()]
    spent = [_spend(some, AHEAD + WEEK * back) for back in range(len(shown))]
    return tuple(_tried(shown, spent, count, rng) for count in counts)


def best(found: Sequence[Tried], stable: float) -> int:
    """The fewest that explain ENOUGH of what the best explains, of those at least `stable`; where none is, the most
    stable."""
    good = [each for each in found if each.stable >= stable]
    if not good:
        return max(found, key=lambda each: (each.stable, -each.count)).count
    most = max(np.nan_to_num(each.explained) for each in good)
    return min(each.count for each in good if np.nan_to_num(each.explained) >= ENOUGH * most)


def _tried(shown: list[Weeks], spent: list[NDArray[np.float64]], count: int, rng: np.random.Generator) -> Tried:
    labels = [each.fit(count, rng, INITS).labels(each.pictures[0]) for each in shown]
    agreed = [_agreed(new, old) for new, old in pairwise(labels)]
    explained = [_explained(*each) for each in zip(labels, spent, strict=True)]
    told = [each for each in explained if not np.isnan(each)]
    return Tried(count, float(np.median(agreed)) if agreed else 0.0, float(np.mean(told)) if told else float("nan"))


def _agreed(new: Ints, old: Ints) -> float:
    both = (new >= 0) & (old >= 0)
    metrics: Any = import_module("sklearn.metrics")
    return float(metrics.adjusted_rand_score(old[both], new[both]))


def _spend(facts: CustomerFacts, ago: float) -> NDArray[np.float64]:
    """float64 [customers]: net spend of the AHEAD days from `ago` days before as_of; without prices the orders."""
    orders = facts.orders
    within = (orders.age <= ago) & (orders.age > ago - AHEAD)
    net = np.ones(len(orders.age)) if np.isnan(orders.value).all() else np.nan_to_num(orders.net)
    return np.bincount(orders.customer[within], net[within], facts.facts.customers.count).astype(np.float64)


def _explained(label: Ints, spent: NDArray[np.float64]) -> float:
    known = label >= 0
    value = np.sqrt(np.maximum(spent[known], 0))
    if not len(value) or value.var() < 1e-12:
        return float("nan")
    held = np.bincount(label[known])
    mean = np.bincount(label[known], value) / np.maximum(held, 1)
    return float((held * (mean - value.mean()) ** 2).sum() / len(value) / value.var())
