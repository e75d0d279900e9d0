"""What past weeks teach: which pairs come true, what is new to a buyer, and when nothing is learned."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from data.facts.facts import Facts
from models.recommenders.complementary import Complementary, ComplementaryModel
from models.together.odds import learned
from models.together.outcomes import outcomes
from models.together.signals import earlier
from tests.models.recommenders.worlds import anything, asked, facts
from tests.worlds import Did

ITEMS, CUSTOMERS = 24, 150


@cache
def half_a_year() -> Facts:
    """An item goes with one of the next three, the nearest most; guests buy another alone every fortnight."""
    rng = np.random.default_rng(3)
    events: list[Did] = []
    for order in range(1000):
        first = int(rng.integers(0, ITEMS))
        beside = (first + int(rng.choice([1, 2, 3], p=[0.45, 0.33, 0.22]))) % ITEMS
        customer, days = int(rng.integers(0, CUSTOMERS)), float(rng.uniform(1, 180))
        events += [Did(customer, "purchase", item, days=days, order=order) for item in sorted({first, beside})]
    for order in range(1200):
        days = float(rng.uniform(1, 180))
        events.append(Did(-1, "purchase", int(days // 14) * 5 % ITEMS, days=days, order=2000 + order))
    return facts([f"i{n:02}" for n in range(ITEMS)], [f"c{c:03}" for c in range(CUSTOMERS)], events)


def fitted(shop: Facts, **settings: int) -> ComplementaryModel:
    return Complementary(**settings).fit(shop, np.random.default_rng(0))


def shown(model: ComplementaryModel, shop: Facts, customers: list[int], items: list[int]) -> list[list[int]]:
    found = model.candidates(asked(shop, customers, [items] * len(customers)), anything(shop), 5)
    return [found.item[found.row == row].tolist() for row in range(len(customers))]


def test_past_weeks_change_the_weights_and_none_leave_the_formulas() -> None:
    shop = half_a_year()
    plain, taught = fitted(shop, lessons=0), fitted(shop)
    assert np.array_equal(plain.neighbours.item, taught.neighbours.item)
    assert not np.allclose(plain.neighbours.weight, taught.neighbours.weight)
    assert np.array_equal(plain.neighbours.weight, fitted(shop, lessons=1).neighbours.weight)


def test_what_was_learned_is_an_expected_gain_between_nothing_and_everything() -> None:
    taught = fitted(half_a_year())
    assert taught.neighbours.weight.min() > 0
    assert taught.neighbours.weight.max() < 1


def test_the_item_that_goes_with_it_still_comes_first() -> None:
    assert shown(fitted(half_a_year()), half_a_year(), [-1], [18])[0][0] == 19


def test_a_shop_without_enough_past_keeps_the_formula() -> None:
    rows = [Did(c, "purchase", item, days=10 + c % 20, order=c) for c in range(40) for item in (0, 1 + c % 3)]
    shop = facts(["a", "b", "c", "d"], [f"c{c:02}" for c in range(40)], rows)
    assert np.array_equal(fitted(shop).neighbours.weight, fitted(shop, lessons=0).neighbours.weight)


def test_buyers_and_strangers_of_one_batch_get_what_each_gets_alone() -> None:
    shop, model = half_a_year(), fitted(half_a_year())
    together = shown(model, shop, [0, -1, 1], [15, 18])
    assert together == [shown(model, shop, [customer], [15, 18])[0] for customer in (0, -1, 1)]
    assert not np.array_equal(model.fresh, model.neighbours.weight)


def test_an_outcome_is_the_part_of_the_best_possible_list() -> None:
    lines = [Did(c, "purchase", i, days=100, order=c) for c in range(3) for i in (0, 1, 2)]
    later = [Did(3, "purchase", i, days=5, order=50) for i in (0, 1)]
    later += [Did(0, "purchase", i, days=6, order=51) for i in (0, 2)]
    shop = facts(["a", "b", "c"], ["w", "x", "y", "z"], lines + later)
    before = earlier(shop, 28)
    table = Complementary().table(before)
    whoever, new = outcomes(shop, before, table, 28, 28)
    assert table.item[:2].tolist() == [1, 2]  # what goes with a
    assert whoever.gain[:2].tolist() == [0.5, 0.5]  # two orders held a; each wanted one other item
    assert whoever.weight[:2].tolist() == [2, 2]
    assert new.gain[:2].tolist() == [1, 0]  # w had a, b and c before: only z could be shown anything new
    assert new.weight[:2].tolist() == [1, 1]


def test_without_evidence_the_regression_keeps_the_tables_order() -> None:
    rng = np.random.default_rng(0)
    signals = rng.normal(size=(400, 5)).astype(np.float32)
    odds = learned(signals, np.full(400, 0.01), np.full(400, 0.001))
    assert (np.argsort(odds.of(signals)) == np.argsort(signals[:, 0])).mean() > 0.9


def test_with_evidence_it_finds_what_tells() -> None:
    rng = np.random.default_rng(0)
    signals = rng.normal(size=(5000, 5)).astype(np.float32)
    truth = 1 / (1 + np.exp(2 - 1.5 * signals[:, 3].astype(np.float64)))
    odds = learned(signals, truth, np.full(5000, 50.0))
    assert odds.slope[3] / odds.spread[3] == pytest.approx(1.5, abs=0.05)
    assert np.abs(odds.slope[[0, 1, 2, 4]]).max() < 0.05


def test_what_was_known_earlier_holds_nothing_of_later() -> None:
    shop = half_a_year()
    before = earlier(shop, 56)
    assert len(before.lines.age) == (shop.lines.age > 56).sum()
    assert before.lines.age.min() > 0
