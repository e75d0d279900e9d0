"""Fitting: the outcome depends on data, spec and seed, on nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np

from models.recommenders import RECOMMENDERS
from tests.models.shops import ShopShape, random_shop
from training.fitting import fit_models

FACTS = random_shop(ShopShape(seed=1, items=50, customers=30, lines=400))
SPECS = {row.name: row.spec for row in RECOMMENDERS}


def test_neither_order_nor_company_changes_a_model() -> None:
    together = fit_models(SPECS, FACTS, seed=1)
    for name, spec in reversed(SPECS.items()):
        alone = fit_models({name: spec}, FACTS, seed=1)[name]
        assert same(vars(alone), vars(together[name])), name


def test_a_fit_that_ends_sets_no_threads_free_while_another_goes_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWO_FITS], capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": ".", "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"},
    )  # fmt: skip
    assert json.loads(done.stdout) == {"during": [1, 1], "after": [2, 2]}


TWO_FITS = """
import json
from threading import Event
from threadpoolctl import threadpool_info, threadpool_limits
from training.fitting import fit_models

first_in, second_in, first_out = Event(), Event(), Event()

def threads():
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]

class First:
    def fit(self, facts, rng):
        import scipy.linalg.lapack
        with threadpool_limits(1, "blas"):
            first_in.set()
            assert second_in.wait(30)
        first_out.set()

class Second:
    def fit(self, facts, rng):
        assert first_in.wait(30)
        with threadpool_limits(1, "blas"):
            second_in.set()
            assert first_out.wait(30)
            return threads()

during = fit_models({"first": First(), "second": Second()}, None, 1)["second"]
print(json.dumps({"during": during, "after": threads()}))
"""


def same(a: object, b: object) -> bool:
    """Equal, arrays and nested dataclasses bit by bit."""
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")  # pyright: ignore[reportArgumentType]
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if hasattr(a, "__dict__"):
        return same(vars(a), vars(b))
    return a == b
