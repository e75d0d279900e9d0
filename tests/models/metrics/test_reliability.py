"""Reliability: bins of as many expected purchases, what was said beside what came."""

from __future__ import annotations

import numpy as np
import pytest

from models.metrics.reliability import BINS, reliability_of


def test_what_is_said_and_what_came_stand_beside_each_other() -> None:
    found = reliability_of(np.array([0.5, 0.5, 0.01, 0.01], dtype=np.float32), np.array([True, False, False, False]))
    assert found.said[-1] == pytest.approx(0.5)
    assert sum(found.entries) == 4
    assert (found.expected, found.bought) == (pytest.approx(1.02), 1)
    assert found.brier == pytest.approx((0.25 + 0.25 + 2 * 0.0001) / 4)
    assert found.flat == pytest.approx(0.25 * 0.75)


def test_a_chance_that_keeps_its_word_lies_on_the_line() -> None:
    rng = np.random.default_rng(1)
    chance = rng.beta(0.3, 8, 400_000).astype(np.float32)
    found = reliability_of(chance, rng.random(len(chance)) < chance)
    assert len(found.said) == BINS
    np.testing.assert_allclose(found.came, found.said, rtol=0.15)
    assert list(found.said) == sorted(found.said)
    expected = np.array(found.said) * np.array(found.entries)
    assert expected.max() < 1.5 * expected.min()


def test_a_chance_for_nobody_is_told_too() -> None:
    found = reliability_of(np.zeros(3, dtype=np.float32), np.array([False, True, False]))
    assert (found.expected, found.bought) == (0, 1)
