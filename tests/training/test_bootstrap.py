"""The bootstrap: right where theory knows the answer, seeded, and silent where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest

from training.judging import bootstrap
from training.judging.bootstrap import interval, intervals

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


def test_many_columns_have_the_intervals_that_each_has_alone() -> None:
    values = np.random.default_rng(3).normal(0.3, 1, (2000, 2)).astype(np.float32)
    values[5, 1] = np.nan
    found = intervals(values, np.arange(2000, dtype=np.int32), ROUNDS, seed=1)
    for column, each in enumerate(found):
        alone = interval(values[:, column], ROUNDS, seed=2)
        assert (each.mean, each.customers) == (pytest.approx(alone.mean), alone.customers)
        assert (each.low, each.high) == (pytest.approx(alone.low, abs=0.01), pytest.approx(alone.high, abs=0.01))


def test_a_customer_seen_three_times_is_no_three_customers() -> None:
    once = np.random.default_rng(3).normal(0.3, 1, (900, 1)).astype(np.float32)
    customers = np.arange(900, dtype=np.int32)
    (alone,) = intervals(once, customers, ROUNDS, seed=1)
    (thrice,) = intervals(np.tile(once, (3, 1)), np.tile(customers, 3), ROUNDS, seed=1)
    assert thrice.customers == 900
    assert (thrice.mean, thrice.low, thrice.high) == pytest.approx((alone.mean, alone.low, alone.high))


def test_columns_of_nobody_say_nothing() -> None:
    (none,) = intervals(np.empty((0, 1), dtype=np.float32), np.empty(0, dtype=np.int32), ROUNDS, seed=1)
    (unknown,) = intervals(np.full((3, 1), np.nan, dtype=np.float32), np.arange(3, dtype=np.int32), ROUNDS, seed=1)
    for each in (none, unknown):
        assert np.isnan([each.mean, each.low, each.high]).all()
        assert each.customers == 0


def test_many_columns_are_drawn_in_pieces_too(monkeypatch: pytest.MonkeyPatch) -> None:
    values, customers = np.arange(100, dtype=np.float32)[:, None], np.arange(100, dtype=np.int32)
    (whole,) = intervals(values, customers, 50, seed=1)
    monkeypatch.setattr(bootstrap, "DRAWS_AT_ONCE", 250)
    (pieces,) = intervals(values, customers, 50, seed=1)
    assert (pieces.low, pieces.high) == pytest.approx((whole.low, whole.high))
