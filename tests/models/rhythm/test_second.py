"""Second orders: what brought first-time buyers back."""

from __future__ import annotations

import numpy as np
import pytest

from models.rhythm.due import STATUS
from models.rhythm.second import second_orders
from models.rhythm.settings import RhythmSettings
from models.rhythm.why import why
from models.segments.people import People, people
from tests.models.rhythm.worlds import KETTLE, MUG, TEA, known, told
from tests.worlds import Did, Thing

THINGS = [Thing("a tea", category="drinks"), Thing("b mug", category="ware"), Thing("c kettle", category="ware")]


def first_buyers() -> list[Did]:
    """Twenty began with tea 200 days ago, all came back after 30 days for a mug; twenty began with a kettle and never
    did; customer 40 bought tea and a kettle three days ago."""
    events = [Did(customer, "purchase", TEA, 200.5, order=customer) for customer in range(20)]
    events += [Did(customer, "purchase", MUG, 170.5, order=100 + customer) for customer in range(20)]
    events += [Did(customer, "purchase", KETTLE, 200.5, order=customer) for customer in range(20, 40)]
    return [*events, Did(40, "purchase", TEA, 3, order=40), Did(40, "purchase", KETTLE, 3, order=40)]


def test_an_item_has_the_share_that_came_back_after_beginning_with_it_drawn_towards_the_shops() -> None:
    found = second_orders(known(41, first_buyers(), THINGS), RhythmSettings())
    assert (found.buyers, found.back) == (40, 20)
    assert found.by_item.buyers.tolist() == [20, 0, 20]  # three days are too few to judge customer 40 by
    assert found.by_item.back.tolist() == [20, 0, 0]
    assert found.by_item.share[TEA] > 0.8
    assert found.by_item.share[KETTLE] < 0.2
    assert found.by_item.lift[TEA] == pytest.approx(found.by_item.share[TEA] / found.share)


def test_the_share_of_a_category_counts_each_buyer_once() -> None:
    both = [Did(0, "purchase", item, 200.5, order=1) for item in (MUG, KETTLE)]
    found = second_orders(known(1, both, THINGS), RhythmSettings())
    assert found.by_category.buyers.tolist() == [0, 1]  # drinks, ware


def test_the_curve_rises_on_the_day_on_which_they_came() -> None:
    found = second_orders(known(41, first_buyers(), THINGS), RhythmSettings())
    assert found.curve[29] == 0
    assert found.curve[30] == pytest.approx(0.5)
    assert np.isnan(found.curve[300])


def test_what_second_orders_held_is_told_by_what_the_first_one_held() -> None:
    found = second_orders(known(41, first_buyers(), THINGS), RhythmSettings())
    assert found.then.row(TEA).tolist() == [MUG]
    assert found.then_count.tolist() == [20]
    assert found.then.row(KETTLE).tolist() == []


def test_a_first_time_buyer_is_told_the_item_that_brought_others_back() -> None:
    facts = known(41, first_buyers(), THINGS)
    said = told(facts)
    codes = {each.code: each.says for each in why(said.rhythm, people(facts, People()), 40)}
    assert codes["first_item_brings_back"]["item"] == TEA
    assert codes["first_item_brings_back"]["count"] == 20
    assert codes["one_order"]["silent_days"] == pytest.approx(3, abs=1)
    assert said.table.numbers["second_order"][40] == said.table.numbers["order_90"][40]
    assert np.isnan(said.table.numbers["second_order"][0])


def test_who_never_ordered_is_told_nothing_and_a_regular_their_own_rhythm_and_what_is_due() -> None:
    uneven = [Did(0, "purchase", TEA, age, order=at) for at, age in enumerate((99.5, 60, 55, 40, 25, 9.5))]
    facts = known(2, [*uneven, Did(0, "view", TEA, 2)])
    said, table = told(facts), people(facts, People())
    assert why(said.rhythm, table, 1) == []
    assert said.rhythm.due.held.row(1).tolist() == []
    own, looked = why(said.rhythm, table, 0)
    assert own.code == "own_rhythm"
    assert own.says == {"orders": 6, "silent_days": 9.5, "gap_days": table.number("gap_days")[0]}
    assert (looked.code, looked.says["days"]) == ("looked_since", 1)
    assert [STATUS[code] for code in said.rhythm.due.status] == ["due"]
