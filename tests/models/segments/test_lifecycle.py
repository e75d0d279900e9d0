"""The stages of a customer."""

from __future__ import annotations

import numpy as np
import pytest

from data.facts.facts import CustomerFacts
from models.customers.history import History, days_of, history
from models.segments.lifecycle import NAMES
from models.segments.people import People
from models.segments.turns import Shares, silences, turns_of
from tests.models.segments.shops import all_alike, an_ordinary_shop, bought, known, labels, told
from tests.worlds import Did

SHARES = Shares(0.2, 0.75, 0.9, 0.97)
REGULARS = 40


def beside_regulars(*events: Did, customers: int) -> CustomerFacts:
    """These customers, who are listed first, beside forty who order every thirty days, more or less, to this day."""
    rng = np.random.default_rng(3)
    names = [f"a{each}" for each in range(customers)] + [f"b{each:02}" for each in range(REGULARS)]
    others: list[Did] = []
    for each in range(REGULARS):
        days = np.cumsum(rng.uniform(20, 40, 8)) - 15
        others += bought(customers + each, *days.tolist())
    return known(names, [*events, *others])


def stages(*events: Did, customers: int = 1) -> list[str]:
    return labels(told(beside_regulars(*events, customers=customers)), "lifecycle")[:customers]


def test_everybody_without_an_order_is_a_prospect_since_first_seen() -> None:
    table = told(beside_regulars(Did(0, "view", 1, 12), customers=1))
    assert labels(table, "lifecycle")[0] == "prospect"
    assert table.number("lifecycle_days")[0] == 12
    assert np.isnan(table.number("lifecycle_left_days")[0])


def test_one_order_ages_from_first_time_buyer_to_lost() -> None:
    orders = [bought(each, day)[0] for each, day in enumerate((1, 25, 42, 55, 190))]
    found = stages(*orders, customers=5)
    assert found == ["first_time_buyer", "second_order_candidate", "cooling", "lapsed", "lost"]


def test_orders_in_rhythm_make_repeat_then_regular_then_vip() -> None:
    few, many = bought(0, 35, 5), bought(1, 95, 65, 35, 5)
    rich = bought(2, 95, 65, 35, 5, price=500.0)
    assert stages(*few, *many, *rich, customers=3) == ["repeat", "regular", "vip"]


def test_the_same_silence_is_long_for_who_orders_often_and_short_for_who_orders_seldom() -> None:
    often = bought(0, *(60 + 7 * place for place in range(12)))
    seldom = bought(1, 420, 330, 240, 150, 60)
    found = stages(*often, *seldom, customers=2)
    assert found[0] in ("cooling", "lapsed", "lost")
    assert found[1] == "regular"


def test_a_stage_is_entered_by_the_order_that_made_it_or_by_the_silence_that_turned() -> None:
    facts = beside_regulars(*bought(0, 95, 65, 35, 5), *bought(1, 35, 5), *bought(2, 42), customers=3)
    table = told(facts)
    assert labels(table, "lifecycle")[:3] == ["regular", "repeat", "cooling"]
    days, gap = days_of(facts, History()), table.number("gap_days")
    cooling = turns_of(silences(days, gap, once=True), SHARES).cooling * gap[2]
    assert table.number("lifecycle_days")[:3].tolist() == pytest.approx([5, 5, 42 - cooling], abs=1e-3)


def test_who_comes_back_from_a_long_silence_enters_anew() -> None:
    table = told(beside_regulars(*bought(0, 500, 470, 440, 410, 80, 50, 20), customers=1))
    assert labels(table, "lifecycle")[0] == "regular"
    assert table.number("lifecycle_days")[0] == 80


def test_a_vip_has_been_one_since_the_order_that_passed_the_bar() -> None:
    days = (185, 155, 125, 95, 65, 35, 5)
    orders = [Did(0, "purchase", 0, day, order=day, price=400.0 if day == 35 else 1.0) for day in days]
    table = told(beside_regulars(*orders, customers=1))
    assert labels(table, "lifecycle")[0] == "vip"
    assert table.number("lifecycle_days")[0] == 35


def test_what_is_left_is_until_the_next_stage() -> None:
    """What cools in so many days has cooled a day after, if nothing is ordered."""
    events = [*bought(0, 42), *bought(1, 35, 5)]
    left = told(beside_regulars(*events, customers=2)).number("lifecycle_left_days")[:2]
    assert (left > 0).all()
    facts = beside_regulars(*events, customers=2)
    days = days_of(facts, History())
    late = history(facts, days, History()).number("last_order_days")[:2] + left
    gap = told(facts).number("gap_days")[:2]
    turns = [turns_of(silences(days, told(facts).number("gap_days"), once), SHARES) for once in (True, False)]
    assert (late / gap).tolist() == pytest.approx([turns[0].lapsed, turns[1].cooling], rel=1e-4)


def test_where_nobody_came_back_who_ordered_stays_a_first_time_buyer() -> None:
    table = told(known(["ann", "bob"], [*bought(0, 700), *bought(1, 3)]))
    assert labels(table, "lifecycle") == ["first_time_buyer", "first_time_buyer"]
    assert table.number("lifecycle_days").tolist() == [700, 3]


def test_where_all_are_alike_nobody_is_a_vip() -> None:
    assert set(labels(told(all_alike()), "lifecycle")) == {"regular"}


def test_few_returns_leave_the_turns_near_those_of_an_even_rate() -> None:
    facts = known(["ann", "bob"], [*bought(0, 20, 10), *bought(1, 5)])
    days = days_of(facts, History())
    found = turns_of(silences(days, history(facts, days, History()).number("gap_days"), once=True), SHARES)
    assert found.opening == pytest.approx(20 / 21 * -np.log(0.8) + 1 / 21, rel=1e-6)
    assert 1 < found.cooling < found.lapsed < found.lost


@pytest.mark.parametrize("gaps", [3, 150])
def test_every_customer_weighs_the_same_however_many_gaps_they_have(gaps: int) -> None:
    """Ann orders every third day; ten others came back after twenty days, then after eighty."""
    often = bought(0, *(3 * place + 1 for place in range(gaps + 1)))
    others = [did for each in range(1, 11) for did in bought(each, 101, 81, 1)]
    facts = known([f"c{each:02}" for each in range(11)], often + others)
    days = days_of(facts, History())
    found = silences(days, history(facts, days, History()).number("gap_days"), once=False)
    assert found.by(1) < 0.2
    assert found.when(0.5) > 1


def test_turns_rise_and_nobody_cools_before_the_usual_gap_is_over() -> None:
    facts = an_ordinary_shop()
    days = days_of(facts, History())
    gap = history(facts, days, History()).number("gap_days")
    for once in (True, False):
        found = turns_of(silences(days, gap, once), Shares(0.1, 0.2, 0.3, 0.4))
        assert found.opening <= 1 <= found.cooling <= found.lapsed <= found.lost


def test_every_stage_is_reached_in_an_ordinary_shop() -> None:
    assert set(labels(told(an_ordinary_shop(300), People()), "lifecycle")) == set(NAMES)
