"""Kaplan and Meier's curve, and scores by quantiles."""

from __future__ import annotations

import numpy as np
import pytest

from models.customers.ranks import scored
from models.customers.waiting import waiting

REMISSION = (6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35)
ENDED = (1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)


def test_the_curve_is_that_of_the_6_mp_arm_of_freireich_and_others_1963() -> None:
    found = waiting(np.array(REMISSION, dtype=np.float32), np.array(ENDED, dtype=bool))
    assert found.at.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert (1 - found.share).tolist() == pytest.approx(
        [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=1e-4
    )
    assert found.error.tolist() == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=1e-4)
    assert (found.n, found.returns) == (21, 9)


def test_by_when_is_a_share_of_those_who_came_back() -> None:
    found = waiting(np.array([1, 2, 3, 4, 90], dtype=np.float32), np.array([1, 1, 1, 1, 0], dtype=bool))
    assert [found.when(share) for share in (0.25, 0.5, 0.9, 1.0)] == [1, 2, 4, 4]
    assert [found.by(time) for time in (0.5, 2, 1000)] == pytest.approx([0, 0.4, 0.8])


def test_weights_count_like_so_many_waits() -> None:
    times, ended = np.array([1, 2, 2, 5], dtype=np.float32), np.array([1, 1, 0, 1], dtype=bool)
    weighted = waiting(times, ended, np.array([2.0, 1, 1, 1]))
    repeated = waiting(np.array([1, 1, 2, 2, 5], dtype=np.float32), np.array([1, 1, 1, 0, 1], dtype=bool))
    np.testing.assert_allclose(weighted.share, repeated.share)


def test_where_nobody_came_back_nothing_can_be_said() -> None:
    assert np.isnan(waiting(np.array([3, 4], dtype=np.float32), np.zeros(2, dtype=bool)).when(0.5))
    assert waiting(np.zeros(0, np.float32), np.zeros(0, dtype=bool)).by(9) == 0


def test_scores_are_even_and_equal_values_have_equal_scores() -> None:
    values = np.array([10, 1, 2, 3, 4, 5, 6, 7, 8, 9], dtype=np.float32)
    assert scored(values, np.ones(10, dtype=bool), 5).tolist() == [5, 1, 1, 2, 2, 3, 3, 4, 4, 5]
    assert scored(np.array([7, 7, 7], dtype=np.float32), np.ones(3, dtype=bool), 5).tolist() == [3, 3, 3]
    assert scored(np.array([1, 1, 1, 1, 9], dtype=np.float32), np.ones(5, dtype=bool), 5).tolist() == [3, 3, 3, 3, 5]
    assert scored(np.array([1, np.nan, 2], dtype=np.float32), np.array([True, True, False]), 5).tolist() == [3, 0, 0]
