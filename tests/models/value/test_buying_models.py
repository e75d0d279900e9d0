"""The buying models against their own mathematics, and where a shop gives them next to nothing."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from scipy import integrate, special

from models.value.bgnbd import BgNbd, BgNbdModel
from models.value.gammagamma import GammaGamma
from models.value.histories import Histories, grouped
from models.value.likelihood import likelihood_of
from models.value.mbgnbd import MbgNbd, MbgNbdModel
from models.value.paretonbd import ParetoNbd, ParetoNbdModel

FAMILIES = (BgNbdModel(0.5, 6.0, 0.8, 2.4), MbgNbdModel(0.5, 6.0, 0.8, 2.4), ParetoNbdModel(0.5, 10.0, 0.6, 12.0))
SPECS = (BgNbd(), MbgNbd(), ParetoNbd())


def some() -> Histories:
    return Histories(np.array([0.0, 1, 4, 40]), np.array([0.0, 3, 38, 30]), np.array([38.0, 39, 38.9, 38]))


def alike(count: int, frequency: float = 0.0) -> Histories:
    return Histories(np.full(count, frequency), np.full(count, min(frequency, 1.0) * 9), np.full(count, 10.0))


@pytest.mark.parametrize("model", FAMILIES)
def test_the_more_recent_of_two_equally_frequent_customers_is_likelier_active_and_worth_more(model: Any) -> None:
    pair = Histories(np.array([3.0, 3]), np.array([10.0, 37]), np.array([38.0, 38]))
    away, here = model.active(pair)
    assert away < here < 1
    little, much = model.expected(pair, 13.0)
    assert little < much


@pytest.mark.parametrize("model", FAMILIES)
def test_no_time_brings_no_orders_and_little_time_the_rate_times_the_chance_of_being_active(model: Any) -> None:
    assert model.expected(some(), 0.0) == pytest.approx(0.0, abs=1e-12)
    rate = (model.r + some().frequency) / (model.alpha + some().tenure)
    assert model.expected(some(), 1e-5) / 1e-5 == pytest.approx(model.active(some()) * rate, rel=1e-4)


@pytest.mark.parametrize("model", FAMILIES)
def test_silence_is_as_likely_as_not_being_active_and_waiting_together(model: Any) -> None:
    quiet = np.exp(model.log_likelihood(some().later(13.0)) - model.log_likelihood(some()))
    waits = ((model.alpha + some().tenure) / (model.alpha + some().tenure + 13)) ** (model.r + some().frequency)
    active = model.active(some())
    assert (quiet >= 1 - active + active * waits - 1e-9).all()
    assert (quiet < 1).all()


def test_pareto_nbd_can_be_asked_far_from_any_shop_as_a_search_does() -> None:
    customers = Histories(np.array([0.0, 3, 0]), np.array([0.0, 30, 0]), np.array([50.0, 60, 0]))
    extreme = ParetoNbdModel(0.5, 1e5, 90.0, 1e-3)
    assert np.isfinite(extreme.log_likelihood(customers)).all()
    assert (extreme.active(customers)[:2] < 1e-6).all()
    assert extreme.active(customers)[2] == pytest.approx(1)


@pytest.mark.parametrize(("model", "stayed"), [(FAMILIES[0], 4), (FAMILIES[1], 5)])
def test_bg_and_mbg_nbd_expect_what_the_integral_over_rates_and_chances_says(model: Any, stayed: int) -> None:
    """stayed: how often a customer with four repeat orders could have left and did not."""
    shape, rate, b = model.r + 4, model.alpha + 38.0, model.b + stayed

    def ahead_of(p: float) -> float:
        """Orders to come in 20 of an active customer who leaves with chance p, over the Gamma of the rates."""
        grown = (1 - (1 + p * 20.0 / rate) ** -shape) / p
        return float(grown * p ** (model.a - 1) * (1 - p) ** (b - 1) / special.beta(model.a, b))

    found = integrate.quad(ahead_of, 0, 1)[0]
    one = Histories(np.array([4.0]), np.array([30.0]), np.array([38.0]))
    assert model.expected(one, 20.0)[0] == pytest.approx(model.active(one)[0] * found, rel=1e-6)


@pytest.mark.parametrize("a", [0.999_999_9, 1.0, 1.000_000_1])
def test_an_expectation_goes_on_where_its_closed_form_divides_by_zero(a: float) -> None:
    near = [BgNbdModel(0.5, 6.0, other, 2.4).expected(some(), 39.0) for other in (a, 1.001)]
    assert near[0] == pytest.approx(near[1], rel=2e-3)


@pytest.mark.parametrize("model", [FAMILIES[2], ParetoNbdModel(0.5, 3.0, 0.6, 12.0), ParetoNbdModel(2, 20, 1.5, 9)])
def test_pareto_nbd_integrates_to_what_the_difference_of_2f1_says(model: ParetoNbdModel) -> None:
    few = Histories(np.array([0.0, 1, 4]), np.array([0.0, 3, 38]), np.array([38.0, 39, 38.9]))
    total = model.r + few.frequency + model.s
    high, low = max(model.alpha, model.beta), min(model.alpha, model.beta)
    second = model.s + 1 if model.alpha >= model.beta else model.r + few.frequency

    def part(at: np.ndarray) -> np.ndarray:
        return special.hyp2f1(total, second, total + 1, (high - low) / (high + at)) / (high + at) ** total

    left = model.s / total * (part(few.recency) - part(few.tenure))
    stayed = (model.alpha + few.tenure) ** -(model.r + few.frequency) * (model.beta + few.tenure) ** -model.s
    assert model.active(few) == pytest.approx(stayed / (stayed + left), rel=1e-8)


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("histories", [alike(1), alike(10), alike(500), alike(500, 3.0), alike(3, 200.0)])
def test_a_handful_and_a_crowd_of_alike_customers_give_finite_estimates(spec: Any, histories: Histories) -> None:
    model = spec.fit(histories)
    assert np.isfinite(astuple(model)).all()
    expected = model.expected(histories, 13.0)
    assert (np.isfinite(expected) & (expected >= 0)).all()
    assert ((model.active(histories) > 0) & (model.active(histories) <= 1)).all()


@pytest.mark.parametrize("spec", SPECS)
def test_five_customers_who_never_came_back_are_not_written_off_and_five_hundred_are(spec: Any) -> None:
    few, many = (spec.fit(alike(count)).expected(alike(1), 10.0)[0] for count in (5, 500))
    assert many < 0.05 < few < 1


@pytest.mark.parametrize("spec", SPECS)
def test_equal_histories_weigh_as_often_as_they_occur(spec: Any) -> None:
    twice = Histories(*(np.tile(column, 2) for column in (some().frequency, some().recency, some().tenure)))
    data = grouped(twice, 100)
    assert (len(data.weight), data.buyers) == (4, 8)
    model = spec.fit(some())
    assert likelihood_of(model, data) == pytest.approx(2 * model.log_likelihood(some()).sum())


def test_of_too_many_histories_some_stand_for_the_others_and_none_is_lost() -> None:
    rng = np.random.default_rng(3)
    crowd = Histories(rng.poisson(1.0, 5000).astype(float), rng.random(5000) * 30, 30 + rng.random(5000))
    few = grouped(crowd, 400)
    assert len(few.weight) <= 400
    assert few.buyers == pytest.approx(5000)
    mean = np.average(few.histories.frequency, weights=few.weight)
    assert mean == pytest.approx(crowd.frequency.mean(), abs=0.01)


def test_equal_order_values_and_a_single_buyer_give_finite_values() -> None:
    for count in (1, 300):
        model = GammaGamma().fit(np.full(count, 2.0), np.full(count, 20.0))
        assert np.isfinite(astuple(model)).all()
        assert 5 < model.expected(np.array([0.0]), np.array([0.0]))[0] < 80
        assert model.expected(np.array([50.0]), np.array([20.0]))[0] == pytest.approx(20, rel=0.1)
