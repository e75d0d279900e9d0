"""Due items: too early, due, overdue; packs, kinds, families."""

from __future__ import annotations

import numpy as np

from models.rhythm.due import DUE, MANY, OVERDUE, TOO_EARLY, UNLIKELY, Due, due_of
from models.rhythm.settings import RhythmSettings
from tests.models.rhythm.worlds import KETTLE, MUG, TEA, every, known
from tests.worlds import Did, Thing


def due(customers: int, events: list[Did], things: list[Thing] | None = None, **settings: int) -> Due:
    facts = known(customers, events, things) if things else known(customers, events)
    return due_of(facts.facts, RhythmSettings(**settings), np.random.default_rng(1))  # type: ignore[arg-type]


def of(found: Due, customer: int, item: int) -> int:
    """Position of a pair."""
    row = found.held.row(customer)
    return int(found.held.offsets[customer]) + row.tolist().index(item)


def tea_drinkers() -> list[Did]:
    """Ten customers buy tea every 7 to 13 days, all the time; the others are special."""
    rng = np.random.default_rng(2)
    ages = [np.cumsum(rng.uniform(7, 13, 20)) - 7 for _ in range(10)]
    return [
        Did(customer, "purchase", TEA, float(age), order=customer * 1000 + number)
        for customer in range(10)
        for number, age in enumerate(ages[customer])
    ]


def forgetful_drinkers() -> list[Did]:
    """Fourteen customers buy tea every 8 to 12 days, and sometimes after 25 or 30."""
    gaps = [10, 11, 9, 12, 8, 10, 25, 9, 11, 10, 30, 12, 8, 10]
    return [
        Did(customer, "purchase", TEA, float(age), order=customer * 1000 + number)
        for customer in range(14)
        for number, age in enumerate(np.cumsum(np.roll(gaps, customer)) - 5)
    ]


def test_who_bought_yesterday_is_too_early_and_who_bought_ten_days_ago_is_due() -> None:
    found = due(12, [*tea_drinkers(), *every(10, 200, 1, 10), *every(10, 200, 9.5, 11)])
    early, now = (of(found, customer, TEA) for customer in (10, 11))
    assert found.status[[early, now]].tolist() == [TOO_EARLY, DUE]
    assert 5 < found.due_in[early] < 14
    assert -5 < found.due_in[now] < 5
    assert found.low[early] <= found.due_in[early] <= found.high[early]


def test_who_is_silent_for_longer_than_nine_in_ten_is_overdue_as_long_as_others_came_after_such_a_silence() -> None:
    found = due(15, [*forgetful_drinkers(), *every(10, 200, 22, 14)])
    late = of(found, 14, TEA)
    assert found.status[late] == OVERDUE
    assert 0.5 < found.chance[late] < found.chance.mean()
    assert found.due_in[late] < found.high[late] < 0


def test_what_is_past_its_day_and_less_likely_than_anything_that_was_bought_is_not_overdue_but_unlikely() -> None:
    found = due(13, [*tea_drinkers(), *every(10, 200, 9.5, 11), *every(10, 200, 95, 12)])
    gone = of(found, 12, TEA)
    assert found.status[gone] == UNLIKELY
    assert found.chance[gone] < found.chance.mean()
    assert found.due_in[gone] < -50


def test_only_what_was_bought_twice_or_what_many_buy_again_has_a_due_date() -> None:
    events = [*tea_drinkers(), Did(0, "purchase", KETTLE, 30), Did(1, "purchase", KETTLE, 40),
              Did(10, "purchase", TEA, 12), Did(10, "purchase", MUG, 12), *every(30, 100, 3, 11, MUG)]  # fmt: skip
    found = due(12, events)
    assert found.held.row(0).tolist() == [TEA]
    assert found.held.row(10).tolist() == [TEA]  # once, but ten others buy it again
    assert found.held.row(11).tolist() == [MUG]  # nobody else does, but they did
    assert found.times[of(found, 10, TEA)] == 1


def test_at_most_so_many_items_of_a_customer_the_likeliest() -> None:
    events = [*every(10, 200, 9.5, 0, TEA), *every(90, 400, 1, 0, MUG), *every(10, 200, 100, 0, KETTLE)]
    found = due(1, events, due_items=1)
    assert found.held.row(0).tolist() == [TEA]


def test_a_big_purchase_puts_the_next_one_off_where_it_did_before() -> None:
    events: list[Did] = []
    for customer in range(60):
        age, number = 400.0 - customer, 0
        while age > 0:
            size = (1, 4)[(number + customer) % 2]
            events.append(Did(customer, "purchase", TEA, age, order=customer * 1000 + number, quantity=size))
            age -= 10 * size
            number += 1
    one = [*every(20, 300, 100.5, 60), Did(60, "purchase", TEA, 0.5, order=61_000, quantity=1)]
    four = [*every(20, 300, 100.5, 61), Did(61, "purchase", TEA, 0.5, order=62_000, quantity=4)]
    found = due(62, [*events, *one, *four])
    assert found.due_in[of(found, 61, TEA)] > 1.5 * found.due_in[of(found, 60, TEA)]


def test_variants_of_a_family_are_one_thing_told_by_the_variant_bought_last() -> None:
    things = [Thing("a small", family=0, pack_units=10), Thing("b big", family=0, pack_units=40)]
    found = due(1, [Did(0, "purchase", 0, 60, order=1), Did(0, "purchase", 0, 40, order=2),
                    Did(0, "purchase", 1, 20, order=3)], things)  # fmt: skip
    assert found.held.row(0).tolist() == [1]
    assert found.times.tolist() == [3]


def test_an_item_leans_on_its_kind_before_the_shop() -> None:
    things = [Thing("a tea", category="fast"), Thing("b tea", category="fast"), Thing("c pan", category="slow")]
    often = [did for customer in range(10) for did in every(10, 200, 1, customer, 0)]
    seldom = [did for customer in range(10) for did in every(80, 500, 1, customer, 2)]
    found = due(11, [*often, *seldom, Did(10, "purchase", 1, 5)], things)
    assert found.held.row(10).tolist() == [1]  # nobody buys this one again, but its kind
    assert found.gap[of(found, 10, 1)] < 15


def test_nothing_is_due_where_nothing_was_bought_and_where_nothing_was_bought_twice() -> None:
    assert len(due(2, []).due_in) == 0
    assert len(due(MANY, [Did(customer, "purchase", TEA, 9) for customer in range(MANY)]).due_in) == 0
