"""Rhythm: what is due comes first, what is early or never bought twice does not come."""

from __future__ import annotations

import numpy as np
import pytest

from data.facts.facts import Facts
from models.recommenders.buy_again import BuyAgain
from tests.models.recommenders.worlds import anything, asked, facts, only
from tests.worlds import Did

COFFEE, FILTERS, MACHINE = range(3)


def coffee_drinkers(customers: int = 6) -> Facts:
    """Coffee every 30 days, the last 30 days ago; filters every 60 days, the last 20 days ago; one machine each."""
    events = [
        Did(c, "purchase", item, days=days, order=1000 * c + days)
        for c in range(customers)
        for item, when in ((COFFEE, (30, 60, 90, 120)), (FILTERS, (20, 80, 140)), (MACHINE, (150,)))
        for days in when
    ]
    return facts(["coffee", "filters", "machine"], [f"c{c}" for c in range(customers)], events)


def due(shop: Facts, customer: int, **settings: float) -> list[int]:
    model = BuyAgain(**settings).fit(shop, np.random.default_rng(0))
    return model.candidates(asked(shop, [customer]), anything(shop), 9).item.tolist()


def test_what_is_due_is_shown_and_what_was_bought_once_by_everybody_is_not() -> None:
    assert due(coffee_drinkers(), 0) == [COFFEE]


def test_what_is_too_early_waits() -> None:
    assert FILTERS not in due(coffee_drinkers(), 0)
    assert FILTERS in due(coffee_drinkers(), 0, early=3.0)


def test_an_own_rhythm_counts_more_than_the_items() -> None:
    """Everybody buys coffee each 30 days; the last customer each 10 days, and is overdue by now."""
    events = [Did(c, "purchase", 0, days=5 + 30 * n, order=100 * c + n) for c in range(5) for n in range(4)]
    events += [Did(5, "purchase", 0, days=12 + 10 * n, order=900 + n) for n in range(12)]
    shop = facts(["coffee"], [f"c{c}" for c in range(6)], events)
    assert due(shop, 0) == []
    assert due(shop, 5) == [0]


def test_two_orders_on_one_day_are_no_rhythm() -> None:
    events = [Did(0, "purchase", 0, days=3 + hour / 24, order=hour) for hour in range(5)]
    assert due(facts(["mug"], ["x"], events), 0) == []


def test_a_first_time_buyer_of_a_consumable_is_reminded_by_the_rhythm_of_others() -> None:
    shop = coffee_drinkers()
    events = [Did(0, "purchase", COFFEE, days=40, order=1)]
    model = BuyAgain().fit(shop, np.random.default_rng(0))
    newcomer = asked(facts(["coffee", "filters", "machine"], ["new"], events), [0])
    unknown = type(newcomer)(
        np.array([-1], dtype=np.int32), newcomer.group, newcomer.history, newcomer.age, newcomer.kind, newcomer.context
    )
    assert model.candidates(unknown, anything(shop), 9).item.tolist() == [COFFEE]


def test_what_was_only_looked_at_is_not_bought_again() -> None:
    model = BuyAgain().fit(coffee_drinkers(), np.random.default_rng(0))
    looker = facts(["coffee", "filters", "machine"], ["new"], [Did(0, "view", COFFEE, days=40)])
    assert not len(model.candidates(asked(looker, [0]), anything(looker), 9).item)


def test_the_anchor_is_the_item_itself_and_evidence_counts_who_came_back() -> None:
    shop = coffee_drinkers()
    model = BuyAgain().fit(shop, np.random.default_rng(0))
    found = model.candidates(asked(shop, [0]), anything(shop), 9)
    assert found.anchor.tolist() == found.item.tolist()
    assert model.evidence(found.anchor, found.item)[0].tolist() == [6]


def test_a_filter_holds() -> None:
    shop = coffee_drinkers()
    model = BuyAgain().fit(shop, np.random.default_rng(0))
    assert not len(model.candidates(asked(shop, [0]), only(shop, [FILTERS]), 9).item)


def test_gaps_lean_on_the_items_and_the_items_on_the_shops() -> None:
    shop = coffee_drinkers(1)
    model = BuyAgain(item_prior=1.0, own_prior=1.0).fit(shop, np.random.default_rng(0))
    mean = (3 * 30 + 2 * 60) / 5
    coffee = (3 * 30 + mean) / 4
    assert model.gap[COFFEE] == pytest.approx(coffee)
    assert model.own_gap[0] == pytest.approx((3 * 30 + coffee) / 4)
