"""Where there is much to learn from, by the odds of another purchase; where there is little, by rhythm alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from data.arrays import Ragged
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.candidates import Asked
from models.recommenders.buy_again import BuyAgain, BuyAgainModel
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


def unknown(one: Asked) -> Asked:
    """The same history, of somebody who was not there last night."""
    return Asked(np.array([-1], dtype=np.int32), one.group, one.history, one.age, one.kind, one.context)


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
    newcomer = unknown(asked(facts(["coffee", "filters", "machine"], ["new"], events), [0]))
    assert model.candidates(newcomer, anything(shop), 9).item.tolist() == [COFFEE]


def test_what_was_only_looked_at_is_not_bought_again() -> None:
    model = BuyAgain().fit(coffee_drinkers(), np.random.default_rng(0))
    looker = facts(["coffee", "filters", "machine"], ["new"], [Did(0, "view", COFFEE, days=40)])
    assert not len(model.candidates(unknown(asked(looker, [0])), anything(looker), 9).item)


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
    assert model.habits.gap[COFFEE] == pytest.approx(coffee)
    assert model.habits.own_gap[0] == pytest.approx((3 * 30 + coffee) / 4)


TEA, JAM, MUG = range(3)
MANY = 120


@cache
def tea_drinkers(customers: int = MANY) -> Facts:
    """Everybody buys tea each fortnight; jam, too, until the shop let go of it a hundred days ago; and one mug."""
    events = [
        Did(c, "purchase", item, days=days, order=1000 * c + days)
        for c in range(customers)
        for item, first, times in ((TEA, 1, 11), (JAM, 101, 5), (MUG, 151, 1))
        for days in range(first + c % 14, first + c % 14 + 14 * times, 14)
    ]
    return facts(["tea", "jam", "mug"], [f"c{c:03}" for c in range(customers)], events)


def learned(shop: Facts) -> BuyAgainModel:
    return BuyAgain().fit(shop, np.random.default_rng(0))


def without_history(one: Asked) -> Asked:
    """Known customers, but nothing of their history is handed in."""
    none = Ragged(np.zeros(one.rows + 1, dtype=np.int64), one.history.values[:0])
    return Asked(one.customer, one.group, none, one.age[:0], one.kind[:0], one.context)


def test_what_was_seen_to_come_back_goes_before_what_is_overdue_and_nothing_bought_is_left_out() -> None:
    """Tea bought yesterday is early by its rhythm, jam is overdue."""
    shop = tea_drinkers()
    found = learned(shop).candidates(asked(shop, range(MANY)), anything(shop), 9)
    assert found.row.tolist() == [c for c in range(MANY) for _ in range(3)]
    assert set(found.item[::3].tolist()) == {TEA}


def test_the_score_is_the_odds_of_coming_back_within_four_weeks() -> None:
    """Everybody comes back for tea and for nothing else."""
    shop = tea_drinkers()
    found = learned(shop).candidates(asked(shop, range(MANY)), anything(shop), 9)
    assert found.score.sum() == pytest.approx(MANY, rel=0.2)
    assert found.score[found.item == TEA].mean() > 0.6 > 0.3 > found.score[found.item != TEA].mean()


def test_too_little_to_learn_from_leaves_the_rhythm() -> None:
    shop = tea_drinkers(99)
    assert not len(learned(shop).weights)
    assert due(shop, 0)[0] == JAM


def test_what_orders_nothing_better_is_not_learned() -> None:
    """One item each: whoever is right about it, there is nothing to put in order."""
    events = [
        Did(c, "purchase", 0, days=days, order=10 * c + n)
        for c in range(300)
        for n, days in enumerate((80, 60, 10) if c % 4 < 2 else (80, 60))
    ]
    assert not len(learned(facts(["tea"], [f"c{c:03}" for c in range(300)], events)).weights)


def test_purchases_older_than_the_history_count_too() -> None:
    shop = tea_drinkers()
    found = learned(shop).candidates(without_history(asked(shop, [5])), anything(shop), 9)
    assert found.item.tolist() == learned(shop).candidates(asked(shop, [5]), anything(shop), 9).item.tolist()


def test_a_purchase_of_which_last_night_knew_nothing_counts() -> None:
    shop = tea_drinkers()
    found = learned(shop).candidates(unknown(asked(shop, [5])), anything(shop), 9)
    assert sorted(found.item.tolist()) == [TEA, JAM, MUG]


def test_what_a_history_tells_is_newer_than_last_night() -> None:
    shop = coffee_drinkers()
    one = asked(shop, [0])
    today = np.where(one.history.values == COFFEE, np.float32(0.5), one.age)
    bought_today = Asked(one.customer, one.group, one.history, today, one.kind, one.context)
    model = BuyAgain().fit(shop, np.random.default_rng(0))
    assert (one.kind == PURCHASE).all()
    assert COFFEE not in model.candidates(bought_today, anything(shop), 9).item


def test_learned_odds_are_the_same_bytes_alone_and_in_a_batch() -> None:
    shop = tea_drinkers()
    model = learned(shop)
    together = model.candidates(asked(shop, range(MANY)), anything(shop), 9)
    for c in range(0, MANY, 7):
        alone = model.candidates(asked(shop, [c]), anything(shop), 9)
        assert alone.score.tobytes() == together.score[together.row == c].tobytes()
