"""Which lines teach: cancellations, returns, write-offs, non-products, guests and time."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from data.facts.engine import facts_at, window_orders, window_purchases
from data.facts.facts import Facts
from tests.worlds import Did, T, Thing, a_shop_of_three_customers, world

MUG, TEA = 0, 1


def taught(facts: Facts) -> list[tuple[int, int]]:
    """(customer, item) of each line, in the order of the lines."""
    return list(zip(facts.lines.customer.tolist(), facts.lines.item.tolist(), strict=True))


def owned(facts: Facts, customer: int = 0) -> list[int]:
    return facts.owned.row(customer).tolist()


def facts_of(*events: Did) -> Facts:
    """Facts at T of a shop with a mug and tea, where Ann did all this."""
    return facts_at(world(["mug", "tea"], ["ann"], events), T)


def test_lines_are_sorted_by_customer_then_oldest_first_and_guests_come_first() -> None:
    kettle, mug, tea = 0, 1, 2
    facts = facts_at(a_shop_of_three_customers(), T)
    assert taught(facts) == [(-1, kettle), (-1, mug), (0, kettle), (0, mug), (0, tea), (1, kettle), (1, mug), (2, tea)]
    assert facts.lines.age.tolist() == [2, 2, 20, 20, 5, 10, 10, 3]
    assert facts.lines.order.tolist() == [4, 4, 1, 1, 2, 3, 3, -1]


def test_lines_go_by_their_time_and_by_their_place_in_the_source_where_times_are_equal() -> None:
    facts = facts_of(Did(0, "view", TEA, 1), Did(0, "view", TEA, 3), Did(0, "view", MUG, 3))
    assert taught(facts) == [(0, TEA), (0, MUG), (0, TEA)]


def test_an_event_at_as_of_is_not_known_yet_and_one_a_moment_before_is() -> None:
    moment = 1e-6 / 86400
    facts = facts_of(Did(0, "purchase", MUG, 0, order=1), Did(0, "purchase", TEA, moment, order=2))
    assert taught(facts) == [(0, TEA)]
    assert owned(facts) == [TEA]
    assert facts.lines.age[0] > 0


@pytest.mark.parametrize("kind", ["view", "cart", "favourite", "purchase"])
def test_looking_carting_marking_and_buying_teach(kind: str) -> None:
    assert taught(facts_of(Did(0, kind, MUG, 1))) == [(0, MUG)]


@pytest.mark.parametrize("kind", ["remove_from_cart", "cancel", "return", "deliver", "review", "exposure", "click"])
def test_other_events_do_not_teach(kind: str) -> None:
    assert taught(facts_of(Did(0, kind, MUG, 1))) == []


def test_a_purchase_cancelled_by_its_order_is_neither_taught_nor_owned() -> None:
    facts = facts_of(
        Did(0, "purchase", MUG, 5, order=1), Did(0, "purchase", TEA, 5, order=1), Did(0, "cancel", MUG, 4, order=1)
    )
    assert taught(facts) == [(0, TEA)]
    assert owned(facts) == [TEA]


def test_a_cancelled_order_without_an_item_takes_back_all_of_its_lines() -> None:
    facts = facts_of(
        Did(0, "purchase", MUG, 5, order=1), Did(0, "purchase", TEA, 5, order=1), Did(0, "cancel", -1, 4, order=1)
    )
    assert taught(facts) == []
    assert owned(facts) == []
    assert facts.customers.n_orders.tolist() == [0]


def test_a_cancellation_of_another_order_takes_nothing_back() -> None:
    facts = facts_of(Did(0, "purchase", MUG, 5, order=1), Did(0, "cancel", MUG, 4, order=2))
    assert owned(facts) == [MUG]


def test_a_cancellation_without_an_order_takes_back_the_newest_purchase_before_it() -> None:
    facts = facts_of(
        Did(0, "purchase", MUG, 30, order=1), Did(0, "purchase", MUG, 5, order=2), Did(0, "cancel", MUG, 4)
    )
    assert facts.lines.age.tolist() == [30]
    assert owned(facts) == [MUG]
    later = facts_of(Did(0, "cancel", MUG, 10), Did(0, "purchase", MUG, 5, order=2))
    assert owned(later) == [MUG]


def test_a_cancellation_of_a_part_leaves_the_item_bought() -> None:
    order = Did(0, "purchase", MUG, 5, order=1, quantity=3)
    assert owned(facts_of(order, Did(0, "cancel", MUG, 4, order=1, quantity=2))) == [MUG]
    assert owned(facts_of(order, Did(0, "cancel", MUG, 4, order=1, quantity=3))) == []
    assert owned(facts_of(order, Did(0, "cancel", MUG, 4, order=1, quantity=None))) == []
    assert owned(facts_of(order, Did(0, "cancel", MUG, 4, quantity=2))) == [MUG]


def test_what_was_delivered_before_it_was_cancelled_stays_bought() -> None:
    ordered, cancelled = Did(0, "purchase", MUG, 9, order=1), Did(0, "cancel", MUG, 5, order=1)
    assert owned(facts_of(ordered, cancelled, Did(0, "deliver", MUG, 6, order=1))) == [MUG]
    assert owned(facts_of(ordered, cancelled, Did(0, "deliver", -1, 6, order=1))) == [MUG]
    assert owned(facts_of(ordered, cancelled, Did(0, "deliver", MUG, 4, order=1))) == []
    assert owned(facts_of(ordered, cancelled, Did(0, "deliver", TEA, 6, order=1))) == []
    assert owned(facts_of(ordered, cancelled, Did(0, "deliver", MUG, 6, order=2))) == []
    whole = Did(0, "cancel", -1, 5, order=1)
    assert owned(facts_of(ordered, whole, Did(0, "deliver", MUG, 6, order=1))) == [MUG]


def test_what_was_delivered_before_a_cancellation_without_an_order_stays_bought() -> None:
    ordered, cancelled = Did(0, "purchase", MUG, 9, order=1), Did(0, "cancel", MUG, 5)
    assert owned(facts_of(ordered, cancelled, Did(0, "deliver", MUG, 6))) == [MUG]
    assert owned(facts_of(ordered, cancelled, Did(0, "deliver", MUG, 10))) == []
    assert owned(facts_of(ordered, cancelled, Did(0, "deliver", MUG, 4))) == []


def test_a_cancellation_after_as_of_is_not_known_yet() -> None:
    assert owned(facts_of(Did(0, "purchase", MUG, 5, order=1), Did(0, "cancel", MUG, -1, order=1))) == [MUG]
    assert owned(facts_of(Did(0, "purchase", MUG, 5, order=1), Did(0, "cancel", MUG, -1))) == [MUG]


def test_what_was_returned_in_full_teaches_nothing_but_stays_owned() -> None:
    facts = facts_of(
        Did(0, "view", MUG, 6),
        Did(0, "purchase", MUG, 5, order=1, quantity=2),
        Did(0, "purchase", TEA, 5, order=1),
        Did(0, "return", MUG, 2, order=7, quantity=2),
    )
    assert taught(facts) == [(0, TEA)]
    assert owned(facts) == [MUG, TEA]
    assert facts.last_order.row(0).tolist() == [TEA]


def test_what_was_returned_in_part_still_teaches() -> None:
    facts = facts_of(Did(0, "purchase", MUG, 5, order=1, quantity=2), Did(0, "return", MUG, 2, quantity=1))
    assert taught(facts) == [(0, MUG)]


def test_fractions_that_do_not_add_up_exactly_are_returned_in_full_all_the_same() -> None:
    facts = facts_of(
        Did(0, "purchase", TEA, 5, order=1, quantity=0.1),
        Did(0, "purchase", TEA, 4, order=2, quantity=0.2),
        Did(0, "return", TEA, 3, quantity=0.3),
    )
    assert taught(facts) == []


def test_a_return_without_a_purchase_is_owned_because_it_was_bought_before_the_data_begin() -> None:
    facts = facts_of(Did(0, "return", MUG, 2))
    assert owned(facts) == [MUG]
    assert facts.customers.n_orders.tolist() == [0]


def test_an_unknown_quantity_counts_as_one() -> None:
    facts = facts_of(
        Did(0, "purchase", MUG, 5, order=1, quantity=None), Did(0, "purchase", TEA, 5, order=1, quantity=None),
        Did(0, "return", MUG, 2, quantity=1),
    )  # fmt: skip
    assert taught(facts) == [(0, TEA)]
    assert facts.lines.quantity.tolist() == [1]
    assert np.isnan(facts.lines.price).all()


def test_a_guest_gives_back_only_what_the_same_order_held() -> None:
    facts = facts_of(
        Did(-1, "purchase", MUG, 5, order=1),
        Did(-1, "purchase", MUG, 4, order=2),
        Did(-1, "purchase", TEA, 3),
        Did(-1, "return", MUG, 2, order=2),
        Did(-1, "return", TEA, 2),
    )
    assert facts.lines.age.tolist() == [5, 3]


def test_a_free_line_to_nobody_is_a_write_off_and_a_free_line_to_a_customer_is_a_gift() -> None:
    facts = facts_of(Did(-1, "purchase", MUG, 5, order=1, price=0.0), Did(0, "purchase", TEA, 5, order=2, price=0.0))
    assert taught(facts) == [(0, TEA)]
    assert np.isnan(facts.items.last_sold_age[MUG])


def test_what_is_no_product_is_neither_taught_nor_owned_nor_listed() -> None:
    con = world(
        [Thing("mug", title="Mug"), Thing("postage", title="Postage", is_product=False)],
        ["ann"],
        [Did(0, "purchase", 1, 5, order=1)],
    )
    facts = facts_at(con, T)
    assert taught(facts) == []
    assert owned(facts) == []
    assert facts.items.listed.tolist() == [True, False]


def test_an_event_without_an_item_teaches_nothing_but_says_when_the_customer_was_first_seen() -> None:
    facts = facts_of(Did(0, "sign_up", -1, 9), Did(0, "purchase", MUG, 5, order=1))
    assert taught(facts) == [(0, MUG)]
    assert facts.customers.first_age.tolist() == [9]


def test_the_truth_of_a_window_is_what_known_customers_bought_in_it() -> None:
    con = world(
        ["mug", Thing("postage", is_product=False), "tea"],
        ["ann"],
        [
            Did(0, "purchase", 0, 8, order=1),
            Did(0, "purchase", 0, 7, order=2, quantity=2, price=4.0),
            Did(0, "purchase", 1, 6, order=2),
            Did(-1, "purchase", 0, 6, order=3),
            Did(0, "purchase", 2, 5, order=4),
            Did(0, "cancel", 2, 4, order=4),
            Did(0, "purchase", 2, 3, order=5),
            Did(0, "return", 2, 2),
            Did(0, "purchase", 0, 1, order=6),
        ],
    )
    customer, item, quantity, price = window_purchases(con, T - timedelta(days=7), T - timedelta(days=1))
    assert customer.tolist() == [0, 0]
    assert item.tolist() == [0, 2]
    assert quantity.tolist() == [2, 1]
    assert price[0] == 4
    assert np.isnan(price[1])


def test_the_orders_of_a_window_hold_guests_too_and_neither_what_was_cancelled_nor_what_has_no_order() -> None:
    con = world(
        ["cup", "fee", "mug"],
        ["ann"],
        [
            Did(0, "purchase", 0, 8, order=1),
            Did(0, "purchase", 2, 6, order=3),
            Did(-1, "purchase", 2, 6, order=2),
            Did(-1, "purchase", 0, 6, order=2),
            Did(0, "purchase", 0, 5),
            Did(0, "purchase", 0, 5, order=4),
            Did(0, "cancel", 0, 4, order=4),
            Did(0, "return", 2, 2),
            Did(0, "purchase", 0, 1, order=6),
        ],
    )
    customer, item, order = window_orders(con, T - timedelta(days=7), T - timedelta(days=1))
    assert order.tolist() == [2, 2, 3]
    assert item.tolist() == [2, 0, 2]
    assert customer.tolist() == [-1, -1, 0]
