"""What may be claimed of a difference."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluating.ruling import FEW, LOSS, OPEN, SAME, WIN, verdict
from training.judging.bootstrap import Interval


@pytest.mark.parametrize(
    ("low", "high", "by_origin", "wanted"),
    [
        (0.01, 0.03, (0.02, 0.01, 0.03), WIN),
        (0.01, 0.03, (0.05, -0.001, 0.03), OPEN),
        (-0.001, 0.03, (0.02, 0.01, 0.03), OPEN),
        (-0.03, -0.01, (-0.02, -0.01, -0.03), LOSS),
        (-0.03, -0.01, (-0.05, 0.001, -0.03), OPEN),
        (-0.03, 0.001, (-0.02, -0.01, -0.03), OPEN),
        (0.0, 0.0, (0.0, 0.0, 0.0), SAME),
        (0.01, 0.03, (0.02, np.nan), OPEN),
    ],
)
def test_a_win_is_above_zero_over_all_origins_and_at_each(
    low: float, high: float, by_origin: tuple[float, ...], wanted: str
) -> None:
    assert verdict(Interval((low + high) / 2, low, high, 400), by_origin) == wanted


def test_a_few_customers_prove_nothing() -> None:
    assert verdict(Interval(0.2, 0.1, 0.3, 29), (0.2,)) == FEW
