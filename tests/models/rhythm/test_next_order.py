"""The next order: chances, dates, and how the way of foretelling it is chosen."""

from __future__ import annotations

import numpy as np
import pytest

from models.rhythm.next_order import EDGES, HORIZONS, history_of, next_order_of, quantile
from models.rhythm.settings import GAPS, METHODS, RhythmSettings
from models.rhythm.trying import chosen, earlier
from models.rhythm.visits import looks_of, shrunk_gaps, visits_of
from tests.models.rhythm.worlds import TEA, a_busy_shop, every, known, told
from tests.worlds import Did


def test_orders_of_one_day_are_one_visit_and_cells_count_whole_days_before_the_moment() -> None:
    facts = known(2, [Did(0, "purchase", TEA, 9.2, order=1), Did(0, "purchase", TEA, 9.6, order=2),
                      Did(0, "purchase", TEA, 3.5, order=3), Did(1, "purchase", TEA, 0.5, order=4)])  # fmt: skip
    visits = visits_of(facts.orders, 2)
    assert visits.first.tolist() == [0, 2, 3]
    assert visits.cell.tolist() == [9, 3, 0]


def test_a_past_moment_knows_what_lay_before_it_and_what_came_next_is_counted_from_it() -> None:
    visits = visits_of(known(1, every(10, 31, 0.5, 0)).orders, 1)  # cells 30, 20, 10, 0
    assert visits.cell.tolist() == [30, 20, 10, 0]
    counted = visits.counted(15)
    assert counted.tolist() == [2]
    assert visits.next(15, counted).tolist() == [5]
    assert visits.next(0, visits.counted(0)).tolist() == [0]
    assert visits.before(15).cell.tolist() == [15, 5]


def test_a_gap_of_ones_own_leans_on_the_shops() -> None:
    slow = every(40, 121, 0.5, 1)
    gaps = shrunk_gaps(visits_of(known(3, [*every(10, 101, 0.5, 0), *slow, Did(2, "purchase", TEA, 5)]).orders, 3))
    assert 10 < gaps[0] < gaps[2] < gaps[1] < 40


def test_opens_and_sign_ups_are_no_looks() -> None:
    facts = known(1, [Did(0, "view", TEA, 5), Did(0, "open", -1, 4), Did(0, "sign_up", -1, 9), Did(0, "click", -1, 2)])
    assert looks_of(facts.touches, 1).cell.tolist() == [5, 2]


@pytest.mark.parametrize("method", METHODS)
def test_who_comes_every_ten_days_comes_within_two_weeks_and_who_never_came_back_does_not(method: str) -> None:
    numbers = told(known(300, a_busy_shop()), method=method).table.numbers
    assert np.median(numbers["order_14"][0::2]) > 0.8
    assert np.median(numbers["order_14"][1::2]) < 0.1
    assert 3 < np.median(numbers["next_order_days"][0::2]) < 9


@pytest.mark.parametrize("method", METHODS)
def test_chances_never_fall_with_the_days_and_lie_between_none_and_certain(method: str) -> None:
    numbers = told(known(300, a_busy_shop()), method=method).table.numbers
    chances = np.stack([numbers[f"order_{days}"] for days in HORIZONS], axis=1)
    assert (np.diff(chances, axis=1) >= 0).all()
    assert ((chances >= 0) & (chances <= 1)).all()
    assert (numbers["next_order_low"] <= numbers["next_order_days"]).all()
    assert (numbers["next_order_days"] <= numbers["next_order_high"]).all()


def test_the_longer_the_silence_against_ones_own_gap_the_less_likely_an_order() -> None:
    regulars = [did for customer in range(20) for did in every(10, 200, 1 + customer / 4, customer)]
    silent = every(10, 200, 90, 20)
    numbers = told(known(21, [*regulars, *silent])).table.numbers
    assert numbers["order_30"][20] < 0.5 * numbers["order_30"][:20].min()


def test_in_a_tiny_shop_a_customer_of_every_ten_days_is_likelier_to_come_soon_than_one_of_every_forty() -> None:
    events = [*every(10, 300, 5, 0), *every(10, 300, 5, 1), *every(40, 300, 5, 2), *every(40, 300, 5, 3)]
    said = told(known(4, events))
    days, chance = said.table.numbers["next_order_days"], said.table.numbers["order_14"]
    assert said.rhythm.evidence.method == GAPS
    assert chance[0] > 1.5 * chance[2]
    assert days[0] < 0.5 * days[2]


def test_the_date_is_that_of_those_who_come_however_few_they_are() -> None:
    hardly = np.array([[1.0, 1.0, 0.99, 0.99, 0.99, 0.99, 0.99]], dtype=np.float32)  # all who come, come in days 14..30
    assert quantile(hardly, 0.5)[0] == pytest.approx(22, abs=0.1)
    nobody = np.ones((1, len(EDGES)), dtype=np.float32)
    assert np.isnan(quantile(nobody, 0.5)).all()


def test_what_is_tried_on_the_newest_weeks_has_not_seen_them() -> None:
    events = a_busy_shop()
    history = history_of(known(300, events))
    past = earlier(history, 90)
    late = history_of(known(300, [did for did in events if did.days > 90]))
    assert past.visits.cell.tolist() == (late.visits.cell - 90).tolist()
    settings = RhythmSettings()
    whole, cut = (next_order_of(each, "regression", settings, 1).told(each) for each in (past, earlier(late, 90)))
    assert (whole[1] == cut[1]).all()


def test_a_shop_of_few_is_not_tried_and_its_gaps_decide() -> None:
    method, found = chosen(history_of(known(2, every(10, 300, 5, 0))), RhythmSettings(), 1)
    assert (method, found.brier) == (GAPS, {})


def test_the_settings_name_the_method_against_what_was_tried() -> None:
    history = history_of(known(300, a_busy_shop()))
    method, found = chosen(history, RhythmSettings(method="gaps"), 1)
    assert method == GAPS
    assert set(found.brier) == set(METHODS)
    assert found.method == min(found.brier, key=lambda name: np.mean(found.brier[name]))


def test_the_same_seed_says_the_same() -> None:
    facts = known(300, a_busy_shop())
    one, other = (told(facts, method="trees", rows=500).table.numbers["order_30"] for _ in range(2))
    assert one.tobytes() == other.tobytes()
