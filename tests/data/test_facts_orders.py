"""What orders came to, what of them came back, and what else customers did."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from data.columns import EVENT_TYPES
from data.facts.engine import customer_facts_at, facts_at, window_placed
from data.facts.facts import Orders, Touches
from tests.worlds import Did, T, Thing, world

MUG, TEA, FEE = 0, 1, 2
THINGS = (Thing("mug"), Thing("tea"), Thing("zz fee", is_product=False))


def orders_of(*events: Did) -> Orders:
    con = world(THINGS, ["ann", "bob"], events)
    return customer_facts_at(con, facts_at(con, T)).orders


def touches_of(*events: Did) -> Touches:
    con = world(THINGS, ["ann", "bob"], events)
    return customer_facts_at(con, facts_at(con, T)).touches


def test_an_order_comes_to_its_pieces_times_their_prices_without_fees_oldest_first() -> None:
    found = orders_of(
        Did(1, "purchase", MUG, 1, order=7, price=5),
        Did(0, "purchase", MUG, 3, order=6, quantity=2, price=5),
        Did(0, "purchase", TEA, 3, order=6, quantity=1, price=4),
        Did(0, "purchase", FEE, 3, order=6, quantity=1, price=100),
        Did(0, "purchase", TEA, 9, order=5, quantity=3, price=4),
    )
    assert (found.customer.tolist(), found.order.tolist()) == ([0, 0, 1], [5, 6, 7])
    assert (found.value.tolist(), found.items.tolist(), found.pieces.tolist()) == ([12, 14, 5], [1, 2, 1], [3, 3, 1])


def test_an_order_without_a_price_comes_to_nothing_that_can_be_said() -> None:
    found = orders_of(Did(0, "purchase", MUG, 3, order=6))
    assert np.isnan(found.value).all()
    assert np.isnan(found.net).all()


def test_a_return_takes_from_the_newest_purchase_before_it_and_never_more_than_was_bought() -> None:
    found = orders_of(
        Did(0, "purchase", MUG, 9, order=5, quantity=3, price=2),
        Did(0, "return", MUG, 8, quantity=2),
        Did(0, "purchase", MUG, 4, order=6, price=5),
        Did(0, "return", MUG, 2, quantity=7),
    )
    assert (found.returned.tolist(), found.net.tolist()) == ([4, 5], [2, 0])


def test_of_two_purchases_at_the_same_moment_a_return_takes_from_the_one_written_last() -> None:
    found = orders_of(
        Did(0, "purchase", MUG, 9, order=5, quantity=1, price=2),
        Did(0, "purchase", MUG, 9, order=6, quantity=1, price=5),
        Did(0, "return", MUG, 2, quantity=1),
    )
    assert (found.order.tolist(), found.returned.tolist()) == ([5, 6], [0, 5])


def test_guests_cancelled_orders_and_what_comes_later_are_no_orders() -> None:
    found = orders_of(
        Did(-1, "purchase", MUG, 9, order=5, price=2),
        Did(0, "purchase", MUG, 8, order=6, price=2),
        Did(0, "cancel", MUG, 7, order=6),
        Did(0, "purchase", MUG, -1, order=7, price=2),
    )
    assert len(found.customer) == 0


def test_a_window_holds_the_orders_placed_in_it() -> None:
    con = world(THINGS, ["ann"], [Did(0, "purchase", MUG, age, order=int(age), price=5) for age in (1, 4, 5, 9)])
    found = window_placed(con, T - timedelta(days=5), T - timedelta(days=1))
    assert found.order.tolist() == [5, 4]
    assert found.age.tolist() == [4, 3]


def test_what_orders_come_to_does_not_depend_on_the_number_of_threads() -> None:
    """Large prices that cancel leave small ones: a sum of doubles would tell in which order it was made."""
    con = world(THINGS, ["ann", "bob"], [])
    con.execute("""
        INSERT INTO event SELECT i, i % 2, i % 2, 4, TIMESTAMP '2024-05-01', DATE '2024-05-01', i % 40, -1, 0.7,
            CASE i // 200000 WHEN 0 THEN 1e9 WHEN 1 THEN 0.01 * (i % 977) ELSE -1e9 END
        FROM range(600000) lines(i)
        """)
    found: list[Orders] = []
    for threads in (1, 2, 2, 2):
        con.execute(f"SET threads = {threads}")
        found.append(customer_facts_at(con, facts_at(con, T)).orders)
    assert len(found[0].age) == 40
    assert 0 < np.abs(found[0].value).max() < 1e5
    for other in found[1:]:
        assert {name: values.tobytes() for name, values in vars(other).items()} == {
            name: values.tobytes() for name, values in vars(found[0]).items()
        }


def test_a_price_beyond_all_measure_says_nothing_and_stops_nothing() -> None:
    found = orders_of(
        Did(0, "purchase", MUG, 3, order=6, price=1e35), Did(0, "purchase", TEA, 3, order=6, price=4),
        Did(0, "purchase", MUG, 2, order=7, price=1e35),
    )  # fmt: skip
    assert found.value[0] == 4
    assert np.isnan(found.value[1])


def test_touches_are_what_a_customer_did_with_or_without_a_product_and_no_purchase() -> None:
    found = touches_of(
        Did(0, "sign_up", -1, 9), Did(0, "open", -1, 8), Did(0, "view", MUG, 7, session=3), Did(1, "click", -1, 6),
        Did(0, "purchase", MUG, 5, order=1), Did(0, "send", -1, 4), Did(-1, "view", MUG, 3), Did(0, "cart", MUG, -1),
    )  # fmt: skip
    assert [EVENT_TYPES[kind] for kind in found.kind] == ["sign_up", "open", "view", "click"]
    assert (found.customer.tolist(), found.item.tolist()) == ([0, 0, 0, 1], [-1, -1, MUG, -1])
    assert found.session.tolist() == [-1, -1, 3, -1]
