"""Chances: of everybody, not only of those who buy; as many come as are said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.metrics.reliability import reliability_of
from models.ranker.chance import LEAST, Survey, chance_of
from models.ranker.stand import falling
from models.ranker.table import Table

CUSTOMERS, EACH = 1200, 30


def surveyed(seed: int = 1, active: float = 0.3) -> Survey:
    """Those whose `busy` is 1 buy in the window with this probability, the others never; who buys, buys as the score
    says. What the ranker says holds among those who buy."""
    rng = np.random.default_rng(seed)
    busy = rng.integers(0, 2, CUSTOMERS)
    comes = busy.astype(bool) & (rng.random(CUSTOMERS) < active)
    score = rng.uniform(0.01, 0.3, (CUSTOMERS, EACH)).astype(np.float32)
    bought = comes[:, None] & (rng.random(score.shape) < score)
    row = np.repeat(np.arange(CUSTOMERS), EACH)
    noise = rng.random(CUSTOMERS)
    return Survey(score.ravel(), row, bought.ravel(), Table.of({"busy": busy, "noise": noise}))


def test_as_many_buy_as_the_chances_say_in_a_survey_not_seen_before() -> None:
    chance, other = chance_of(surveyed(), 1), surveyed(seed=2)
    assert chance is not None
    said = chance.of(other.score, other.row, other.customer)
    assert said.sum() == pytest.approx(other.bought.sum(), rel=0.1)
    likely = said > 0.02
    assert 100 < other.bought[likely].sum() == pytest.approx(said[likely].sum(), rel=0.15)
    found = reliability_of(said, other.bought)
    assert found.brier < found.flat


def test_who_never_comes_is_said_to_buy_nothing() -> None:
    survey = surveyed()
    chance = chance_of(survey, 1)
    assert chance is not None
    said = chance.of(survey.score, survey.row, survey.customer)
    busy = survey.customer.column("busy")[survey.row] == 1
    assert said[~busy].mean() < 0.1 * said[busy].mean()


def test_the_ranker_keeps_its_order_within_a_customer() -> None:
    survey = surveyed()
    chance = chance_of(survey, 1)
    assert chance is not None
    said = chance.of(survey.score, survey.row, survey.customer).reshape(CUSTOMERS, EACH)
    by_score = np.argsort(survey.score.reshape(CUSTOMERS, EACH), axis=1)
    assert (np.diff(np.take_along_axis(said, by_score, axis=1), axis=1) >= 0).all()


def test_the_same_survey_gives_the_same_chances() -> None:
    survey = surveyed()
    once, again = chance_of(survey, 1), chance_of(survey, 1)
    assert once is not None
    assert again is not None
    assert (
        once.of(survey.score, survey.row, survey.customer).tobytes()
        == again.of(survey.score, survey.row, survey.customer).tobytes()
    )


def test_nothing_is_said_where_too_few_bought_or_too_few_did_not() -> None:
    survey = surveyed()
    first = np.flatnonzero(survey.bought)[: LEAST - 1]
    few = np.zeros_like(survey.bought)
    few[first] = True
    assert chance_of(replace(survey, bought=few), 1) is None
    assert chance_of(replace(survey, bought=np.ones_like(survey.bought)), 1) is None


def test_a_ranker_that_is_wrong_the_more_the_surer_it_is_gives_no_chances() -> None:
    survey = surveyed()
    assert chance_of(replace(survey, score=1 / (1 + np.exp(50 * survey.score)).astype(np.float32)), 1) is None


def test_chances_fall_down_each_row_with_the_sums_kept() -> None:
    row = np.array([0, 0, 0, 1, 1, 4], dtype=np.int32)
    found = falling(np.array([0.2, 0.4, 0.1, 0.7, 0.8, 0.9]), row)
    np.testing.assert_allclose(found, [0.3, 0.3, 0.1, 0.75, 0.75, 0.9], rtol=1e-6)


def test_no_row_no_chances() -> None:
    assert len(falling(np.empty(0), np.empty(0, dtype=np.int32))) == 0
