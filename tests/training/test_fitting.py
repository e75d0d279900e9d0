"""Fitting: the outcome depends on data, spec and seed, on nothing else."""

from __future__ import annotations

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


def same(a: object, b: object) -> bool:
    """Equal, arrays and nested dataclasses bit by bit."""
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")  # pyright: ignore[reportArgumentType]
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if hasattr(a, "__dict__"):
        return same(vars(a), vars(b))
    return a == b
