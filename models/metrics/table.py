"""METRICS: every figure by which lists are measured, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.arrays import Floats
from models.metrics import accuracy, beyond
from models.metrics.replay import Replay

HEADLINE = "ndcg@10"
"""The figure that chooses and judges."""


@dataclass(frozen=True)
class Metric:
    """One figure: `of(replay, k)` gives float32 [rows] over "customers", or float32 [1] over all "lists" together."""

    name: str
    of: Callable[[Replay, int], Floats]
    k: int
    over: Literal["customers", "lists"]
    meaning: str

    def values(self, replay: Replay) -> Floats:
        """The figure for every customer, or the one figure for all lists."""
        return self.of(replay, self.k)

    def mean(self, replay: Replay) -> float:
        """The figure as reported: the mean over customers of whom something can be said; NaN where there are none."""
        values = self.values(replay)
        known = values[~np.isnan(values)]
        return float(known.mean(dtype=np.float64)) if len(known) else float("nan")


METRICS: tuple[Metric, ...] = (
    Metric("ndcg@10", accuracy.ndcg, 10, "customers", "discounted gain over that of an ideal list of min(10, bought)"),
    Metric("recall@10", accuracy.recall, 10, "customers", "items hit over min(10, bought)"),
    Metric("hit@10", accuracy.hit, 10, "customers", "customers who bought at least one of ten"),
    Metric("recall@20", accuracy.recall, 20, "customers", "items hit over min(20, bought)"),
    Metric("mrr@10", accuracy.mrr, 10, "customers", "1 / place of the first hit"),
    Metric("map@12", accuracy.average_precision, 12, "customers", "mean precision at each hit over min(12, bought)"),
    Metric("revenue@10", accuracy.revenue_recall, 10, "customers", "revenue hit over that of the ten dearest bought"),
    Metric("coverage@10", beyond.coverage, 10, "lists", "share of the catalogue that stands in some list"),
    Metric("gini@10", beyond.gini, 10, "lists", "inequality of exposure, 0 all items alike"),
    Metric("novelty@10", beyond.novelty, 10, "customers", "bits of surprise: -log2 of the share who had bought it"),
    Metric("popularity@10", beyond.popularity, 10, "customers", "percentile by buyers, 1 best sellers only"),
    Metric("diversity@10", beyond.diversity, 10, "customers", "distance of pairs over the category path"),
    Metric("same_as_popular@10", beyond.same_as_popular, 10, "customers", "lists equal to the popularity list"),
    Metric("fill@10", beyond.fill, 10, "customers", "places filled over min(10, eligible)"),
    Metric("fallback@10", beyond.from_fallback, 10, "customers", "share served from a fallback"),
)


def measure(replay: Replay) -> dict[str, float]:
    """Every metric of the table by its name."""
    return {metric.name: metric.mean(replay) for metric in METRICS}


def headline(replay: Replay) -> Floats:
    """The headline metric for every customer, float32 [rows]."""
    return next(metric for metric in METRICS if metric.name == HEADLINE).values(replay)
