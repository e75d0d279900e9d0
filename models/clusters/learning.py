"""Scaling and k-means as one pipeline of scikit-learn; what it learned is handed on as plain arrays."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from models.clusters.pictures import Numbers


@dataclass(frozen=True)
class Learned:
    """float64. middle, factor [measures]: a row less the one, times the other, is a point; centres [clusters,
    measures], of those that hold any of the rows."""

    middle: Numbers
    factor: Numbers
    centres: Numbers


def learned(rows: Numbers, weight: Numbers, count: int, rng: np.random.Generator, inits: int) -> Learned:
    """At most `count` clusters, fewer where rows are alike. The same rows and generator teach the same.

    rows: float64 [customers, measures], at least one, NaN where it cannot be said: such a customer lies in the middle.
    weight: float64 [measures], the spread that each measure is given. On one thread: sums of several would differ in
    their last digits with the number of cores. Cost: inits x rounds x rows x count x measures.
    """
    cluster: Any = import_module("sklearn.cluster")
    error: Any = import_module("sklearn.exceptions")
    limits: Any = import_module("threadpoolctl").threadpool_limits
    seed = int(rng.integers(2**31))
    k_means = cluster.KMeans(min(count, len(rows)), init="k-means++", n_init=inits, random_state=seed)
    with limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", error.ConvergenceWarning)  # fewer than `count` different rows are fine
        steps: Any = _pipeline(weight, k_means).fit(rows)
    return Learned(
        steps["scaled"].mean_, weight / steps["scaled"].scale_, k_means.cluster_centers_[np.unique(k_means.labels_)]
    )


def _pipeline(weight: Numbers, k_means: Any) -> Any:
    pipeline: Any = import_module("sklearn.pipeline")
    scaling: Any = import_module("sklearn.preprocessing")
    imputing: Any = import_module("sklearn.impute")
    return pipeline.Pipeline(
        [
            ("scaled", scaling.StandardScaler()),
            ("unsaid", imputing.SimpleImputer(strategy="constant", fill_value=0.0, keep_empty_features=True)),
            ("weighted", scaling.FunctionTransformer(_weighted, kw_args={"weight": weight})),
            ("clusters", k_means),
        ]
    )


def _weighted(points: Numbers, weight: Numbers) -> Numbers:
    return points * weight
