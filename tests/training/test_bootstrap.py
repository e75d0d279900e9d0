"""The bootstrap: right where theory knows the answer, seeded, and silent where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest

from training.judging import bootstrap
from training.judging.bootstrap import interval

ROUNDS = 1000


def test_the_interval_is_that_of_the_normal_approximation_where_there_are_many() -> None:
    values = np.random.default_rng(3).normal(0.3, 1, 4000).astype(np.float32)
    found = interval(values, ROUNDS, seed=1)
    half = 1.96 * values.std() / np.sqrt(len(values))
    assert found.mean == pytest.approx(values.mean(), abs=1e-6)
    assert found.low == pytest.approx(values.mean() - half, abs=half * 0.1)
    assert found.high == pytest.approx(values.mean() + half, abs=half * 0.1)


def test_it_covers_the_truth_about_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(9)
    found = [interval(rng.exponential(1, 200).astype(np.float32), 300, seed) for seed in range(200)]
    assert 0.90 <= np.mean([each.low <= 1 <= each.high for each in found]) <= 0.99


def test_equal_systems_differ_by_exactly_nothing() -> None:
    found = interval(np.zeros(50, dtype=np.float32), ROUNDS, seed=1)
    assert (found.mean, found.low, found.high) == (0, 0, 0)


def test_whom_nothing_is_known_of_is_left_out() -> None:
    found = interval(np.array([1, np.nan, 3], dtype=np.float32), ROUNDS, seed=1)
    assert (found.mean, found.customers) == (2, 2)


def test_of_nobody_nothing_can_be_said() -> None:
    found = interval(np.array([np.nan], dtype=np.float32), ROUNDS, seed=1)
    assert np.isnan(found.mean)
    assert found.customers == 0


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    values = np.random.default_rng(3).normal(0, 1, 100).astype(np.float32)
    assert interval(values, ROUNDS, seed=1) == interval(values, ROUNDS, seed=1)
    assert interval(values, ROUNDS, seed=1) != interval(values, ROUNDS, seed=2)


def test_drawing_in_pieces_makes_as_many_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "DRAWS_AT_ONCE", 250)
    drawn = bootstrap._resampled_means(np.arange(100.0), 7, np.random.default_rng(1))
    assert len(drawn) == 7
