"""Wholesalers, the return-prone, and orders that look like presents."""

from __future__ import annotations

import numpy as np
import pytest

from data.facts.facts import CustomerFacts
from models.customers.table import CustomerTable
from models.segments.gifts import Gifts, gift_like, gift_lines
from models.segments.people import People
from models.segments.wholesale import Wholesale, why
from tests.models.segments.shops import MUG, TEA, all_alike, bought, known, told
from tests.worlds import Did, Thing

PRIVATE = 30
MANY = tuple(f"i{item}" for item in range(9))


def beside_private_persons(*events: Did, customers: int = 1, price: float | None = 10.0) -> CustomerTable:
    """Beside thirty who buy one to three pieces for some ten each; the first are the given."""
    others: list[Did] = []
    for each in range(PRIVATE):
        others += bought(customers + each, 22, 21, 20, quantity=1 + each % 3, price=price)
    return told(known([f"c{each:02}" for each in range(customers + PRIVATE)], [*events, *others], MANY))


def test_orders_far_above_the_usual_value_and_pieces_are_wholesale() -> None:
    table = beside_private_persons(*bought(0, 9, 4, quantity=200), *bought(1, 9, 4, quantity=4), customers=2)
    assert table.number("wholesale")[:2].tolist() == [True, False]
    assert table.number("order_pieces_times")[:2].tolist() == [100, 2]
    assert table.number("wholesale").sum() == 1


def test_one_dear_thing_is_no_wholesale() -> None:
    assert not beside_private_persons(*bought(0, 9, 4, price=5000.0)).number("wholesale").any()


def test_without_prices_pieces_and_items_decide() -> None:
    many = [Did(0, "purchase", item, 5, order=1, quantity=50) for item in range(8)]
    table = beside_private_persons(*many, *bought(1, 5, quantity=50, price=None), customers=2, price=None)
    assert table.number("wholesale")[:2].tolist() == [True, False]  # the other one bought much of one thing, once


def test_who_buys_mostly_by_the_dozen_is_wholesale_though_orders_are_usual() -> None:
    dozens = bought(0, *range(1, 13), quantity=12, price=2.0)
    few = bought(1, *range(1, 5), quantity=12, price=2.0)  # too few lines to say
    table = beside_private_persons(*dozens, *few, customers=2)
    assert table.number("wholesale")[:2].tolist() == [True, False]
    assert table.number("bulk_share")[0] == 1
    said = {each.code: each.says for each in why(table, 0)}
    assert said["bulk_share"] == {"bulk_share": 1.0}
    assert "order_far_above" not in said
    assert said["order_against_usual"]["order_value_times"] < 3  # type: ignore[operator]
    assert np.isnan(told(known(["ann"], [])).number("bulk_share")[0])


def test_where_everybody_buys_by_the_dozen_nobody_is_wholesale_for_it() -> None:
    events = [did for each in range(20) for did in bought(each, *range(1, 13), quantity=12)]
    assert not told(known([f"c{each:02}" for each in range(20)], events)).number("wholesale").any()
    assert not told(all_alike(), People(wholesale=Wholesale(bulk_lines=1))).number("wholesale").any()


def returns(customer: int, *days: float) -> list[Did]:
    return [Did(customer, "return", MUG, day, quantity=1, price=10.0) for day in days]


def test_return_prone_is_who_returns_far_more_than_others_on_enough_orders() -> None:
    """Ann sent back five of six, Bob one of one, Cid one of six; most others nothing."""
    table = beside_private_persons(
        *bought(0, 60, 50, 40, 30, 20, 10), *returns(0, 49, 39, 29, 19, 9), *bought(1, 10), *returns(1, 9),
        *bought(2, 60, 50, 40, 30, 20, 10), *returns(2, 9), customers=3,
    )  # fmt: skip
    assert np.flatnonzero(table.number("return_prone")).tolist() == [0]
    assert table.number("return_rate")[:3].tolist() == pytest.approx([0.5, 0.22, 0.13], abs=0.06)


def test_twice_next_to_nothing_is_not_return_prone() -> None:
    """In a shop where hardly anything comes back, three of forty orders are far more than usual and still few."""
    days = range(10, 90, 2)
    table = beside_private_persons(*bought(0, *days), *returns(0, 9, 29, 49))
    assert table.number("returned_orders")[0] == 3
    assert table.number("return_rate")[0] > 2 * np.nanmin(table.number("return_rate"))
    assert not table.number("return_prone").any()


def test_where_all_return_alike_nobody_is_return_prone() -> None:
    events = [did for each in range(20) for did in (*bought(each, 40, 30, 20, 10), *returns(each, 9, 19))]
    assert not told(known([f"c{each:02}" for each in range(20)], events)).number("return_prone").any()


def test_where_no_order_has_a_price_nothing_is_said_of_returns() -> None:
    assert "return_prone" not in told(known(["ann"], bought(0, 9, 3, price=None))).names()


SHELF = (
    Thing("a", title="Gift wrap"), Thing("b", title="Birthday card"), Thing("c", title="Drill", category="tools"),
    Thing("d", title="Saw", category="tools"), Thing("e", title="Nails", category="iron"),
    Thing("f", title="Doll", category="toys"), Thing("g", title="Puzzle", category="games"),
    Thing("h", title="Scarf", category="fashion"), Thing("i", title="Gifted, a regift", category="books"),
)  # fmt: skip
WRAP, CARD, DRILL, SAW, NAILS, DOLL, PUZZLE, SCARF, BOOK = range(9)
CHRISTMAS, SUMMER = 170.0, 320.0
"""Days before the first of June."""


def order(number: int, days: float, *items: int, customer: int = 0) -> list[Did]:
    return [Did(customer, "purchase", item, days, order=number, price=5.0) for item in items]


def gifts_among(*events: Did) -> list[int]:
    """The numbers of the orders that look like presents."""
    facts = shelf(*events)
    found = gift_like(facts, np.zeros(2, dtype=bool))
    return facts.orders.order[found].tolist()


def shelf(*events: Did) -> CustomerFacts:
    return known(["ann", "bob"], events, SHELF)


HANDY = [
    did for place, days in enumerate((300, 280, 260, 240, 60, 40)) for did in order(place, days, DRILL, SAW, NAILS)
]


def test_gift_words_in_the_season_are_a_present_and_out_of_it_not() -> None:
    assert gifts_among(*order(8, CHRISTMAS, WRAP, CARD, DRILL), *order(9, SUMMER, WRAP, CARD, DRILL)) == [8]


def test_one_gift_word_among_many_lines_is_no_sign() -> None:
    assert gifts_among(*order(8, CHRISTMAS, WRAP, DRILL, SAW, NAILS)) == []


def test_a_word_is_a_whole_word() -> None:
    assert gifts_among(*order(8, CHRISTMAS, BOOK)) == []


def test_a_basket_far_from_the_own_taste_in_the_season_is_a_present_and_out_of_it_not() -> None:
    assert gifts_among(*HANDY, *order(8, CHRISTMAS, DOLL, PUZZLE, SCARF)) == [8]
    assert gifts_among(*HANDY, *order(8, SUMMER, DOLL, PUZZLE, SCARF)) == []


def test_who_always_buys_other_things_has_no_taste_to_be_far_from() -> None:
    motley = [
        *order(1, 60, DRILL),
        *order(2, 50, NAILS),
        *order(3, 40, BOOK),
        *order(8, CHRISTMAS, DOLL, PUZZLE, SCARF),
    ]
    assert gifts_among(*motley) == []


def test_gift_words_far_from_the_own_taste_are_a_present_in_any_season() -> None:
    assert gifts_among(*HANDY, *order(8, SUMMER, WRAP, CARD, DOLL, PUZZLE)) == [8]


def test_who_buys_for_a_trade_buys_no_presents() -> None:
    facts = shelf(*order(8, CHRISTMAS, WRAP, CARD))
    assert gift_like(facts, np.array([False, True])).tolist() == [True]
    assert gift_like(facts, np.array([True, False])).tolist() == [False]


def test_who_buys_for_a_trade_is_told_by_the_default_rules_where_nobody_says() -> None:
    pallets = [Did(0, "purchase", item, CHRISTMAS, order=8, quantity=500, price=5.0) for item in (WRAP, CARD)]
    others = [did for place in range(9) for did in order(20 + place, CHRISTMAS, WRAP, customer=1 + place)]
    facts = known([f"c{each}" for each in range(10)], [*pallets, *others], SHELF)
    found = gift_like(facts)
    assert facts.orders.order[~found].tolist() == [8]
    assert found.sum() == 9


def test_a_season_may_span_the_new_year() -> None:
    facts = shelf(*order(1, 160, WRAP), *order(2, 145, WRAP), *order(3, 100, WRAP))
    spec = Gifts(seasons=(("12-20", "01-10"),))
    assert facts.orders.order[gift_like(facts, np.zeros(2, dtype=bool), spec)].tolist() == [1, 2]


def test_the_lines_of_such_orders_can_be_left_out() -> None:
    facts = shelf(
        *HANDY, *order(8, CHRISTMAS, DOLL, PUZZLE, SCARF), *order(9, 3, WRAP, customer=1), Did(0, "view", DOLL, 1)
    )
    found = gift_like(facts, np.zeros(2, dtype=bool))
    lines = facts.facts.lines
    assert sorted(lines.item[gift_lines(lines, facts.orders, found)].tolist()) == [DOLL, PUZZLE, SCARF]
    assert not gift_lines(lines, facts.orders, ~found)[lines.order == 8].any()


def test_the_table_counts_presents_per_customer() -> None:
    table = told(shelf(*HANDY, *order(8, CHRISTMAS, DOLL, PUZZLE, SCARF), *order(9, 3, TEA, customer=1)))
    assert table.number("gift_orders").tolist() == [1, 0]
    assert table.number("gift_giver").tolist() == [True, False]
