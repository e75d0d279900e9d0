"""Specs fitted on facts, two at a time."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_limits

from data.facts.facts import Facts
from models.recommenders.protocol import Model, Spec

AT_ONCE = 2
"""Threads, not processes: the facts are shared, and numpy and scipy let go of the interpreter while they work."""


def fit_models(specs: dict[str, Spec], facts: Facts, seed: int) -> dict[str, Model]:
    """A model per spec, by name. Neither order nor company changes the outcome.

    Each draws from a seed of its own, and BLAS has one thread for each: with more, sums depend on who else is running.
    """
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(AT_ONCE) as threads:
        fitted = threads.map(lambda name: specs[name].fit(facts, _rng(seed, name)), specs)
        return dict(zip(specs, fitted, strict=True))


def _rng(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
