"""Specs fitted on facts, two at a time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module

import numpy as np
from threadpoolctl import threadpool_limits

from data.facts.facts import Facts
from models.recommenders.protocol import Model, Spec

AT_ONCE = 2
"""Threads, not processes: the facts are shared, and numpy and scipy let go of the interpreter while they work."""


def fit_models(specs: dict[str, Spec], facts: Facts, seed: int, at_once: int = AT_ONCE) -> dict[str, Model]:
    """A model per spec, by name. Neither order nor company changes the outcome.

    Each draws from a seed of its own, and BLAS has one thread for each: with more, sums depend on who else is running.
    """
    with one_thread_each(), ThreadPoolExecutor(at_once) as threads:
        fitted = threads.map(lambda name: specs[name].fit(facts, _rng(seed, name)), specs)
        return dict(zip(specs, fitted, strict=True))


@contextmanager
def one_thread_each() -> Iterator[None]:
    """BLAS on one thread as long as the block lasts, whatever the fits inside ask for and give back.

    The limit holds for the whole process, and only for libraries that are loaded by then: SciPy's own BLAS is loaded
    first, else of two fits at once the one that ends earlier would set the other's threads free.
    """
    import_module("scipy.linalg.lapack")
    with threadpool_limits(1, user_api="blas"):
        yield


def _rng(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
