"""Intervals with mass at zero, and how they are judged."""

from __future__ import annotations

import numpy as np
import pytest

from models.metrics.value import gini, transform, value_figures
from models.value.buying import Outlook
from models.value.spread import Spread, SpreadModel


def said(chance: float, each: float, count: int = 1) -> Outlook:
    return Outlook(np.full(count, chance), np.full(count, chance), np.full(count, chance * each))


def a_known_spread(count: int = 4000, sigma: float = 0.5) -> SpreadModel:
    rng = np.random.default_rng(2)
    return Spread(groups=1).fit(np.full(count, 10.0), 10 * rng.lognormal(-(sigma**2) / 2, sigma, count))


def test_who_most_likely_buys_nothing_has_an_interval_that_begins_or_ends_at_nothing() -> None:
    spread = a_known_spread()
    for chance, low, high in ((0.05, True, True), (0.5, True, False), (0.95, False, False)):
        assert (spread.quantile(said(chance, 10), 0.1)[0] == 0) == low
        assert (spread.quantile(said(chance, 10), 0.9)[0] == 0) == high


def test_a_quantile_is_where_its_probability_is_reached() -> None:
    spread, word = a_known_spread(), said(0.8, 25)
    for probability in (0.3, 0.5, 0.9):
        below, upto = spread.reached(word, spread.quantile(word, probability))
        assert below[0] == upto[0] == pytest.approx(probability, abs=1e-6)
    assert [each[0] for each in spread.reached(word, np.zeros(1))] == pytest.approx([0, 0.2])


def test_who_is_expected_to_spend_little_may_surprise_more() -> None:
    rng = np.random.default_rng(3)
    expected = np.repeat([5.0, 500.0], 600)
    model = Spread(groups=2).fit(expected, expected * rng.lognormal(0, np.repeat([1.5, 0.2], 600)))
    small, large = (model.quantile(said(1 - 1e-9, each), 0.9)[0] / each for each in (5, 500))
    assert small > 3 > 1.5 > large


def test_without_anybody_who_bought_the_intervals_are_wide_and_with_many_as_wide_as_seen() -> None:
    nothing, much = Spread().fit(np.empty(0), np.empty(0)), a_known_spread(sigma=0.1)
    word = said(1 - 1e-9, 10)
    assert nothing.quantile(word, 0.9)[0] / nothing.quantile(word, 0.1)[0] > 10
    assert much.quantile(word, 0.9)[0] / much.quantile(word, 0.1)[0] < 1.5


def test_the_transform_is_uniform_where_the_distribution_is_true_and_not_where_it_is_not() -> None:
    rng, count = np.random.default_rng(5), 20_000
    word = said(0.4, 10, count)
    value = np.where(rng.random(count) < 0.4, 10 * rng.lognormal(-0.125, 0.5, count), 0.0)
    figures = value_figures(word, a_known_spread(), value, 1)
    assert figures.inside == pytest.approx(0.8, abs=0.02)
    fifths = np.histogram(transform(word, a_known_spread(), value, 1), 5, (0, 1))[0] / count
    assert fifths == pytest.approx(0.2, abs=0.02)
    bought = value > 0
    narrow = value_figures(said(1 - 1e-9, 10, int(bought.sum())), a_known_spread(sigma=0.05), value[bought], 1)
    assert narrow.inside < 0.2
    assert figures.total == pytest.approx(1, abs=0.03)


def test_gini_is_one_for_the_order_of_what_came_and_nothing_for_one_word_about_all() -> None:
    came = np.array([0.0, 0, 0, 10, 90])
    assert gini(came, came) == pytest.approx(1)
    assert gini(came, np.ones(5)) == pytest.approx(0)
    assert gini(came, -came) == pytest.approx(-1)
    assert 0 < gini(came, np.array([0.0, 0, 0, 2, 1])) < 1
    assert np.isnan(gini(np.zeros(5), came))
