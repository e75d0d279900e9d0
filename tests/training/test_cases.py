"""Who is replayed, and which of their purchases count as new."""

from __future__ import annotations

from datetime import timedelta

import duckdb
import numpy as np
import pytest

from data.facts.engine import facts_at
from tests.worlds import Did, T, Thing, world
from training.rehearsal.cases import GROUPS, Cases, cases_of

KETTLE, RED_MUG, BLUE_MUG, TEA, LATER, FEE = range(6)
ANN, BOB, CID, DAN, EVE = range(5)
CUT = T - timedelta(days=10)


def a_shop_with_a_window_of_ten_days() -> duckdb.DuckDBPyConnection:
    """Ann comes back for more, Bob for the same in another colour, Cid had only looked, Dan is new, Eve stays away."""
    return world(
        items=[
            "a_kettle", Thing("b_red_mug", family=1), Thing("c_blue_mug", family=1), Thing("d_tea", family=2),
            Thing("e_later", family=3), Thing("f_fee", family=4, is_product=False),
        ],
        customers=["ann", "bob", "cid", "dan", "eve"],
        events=[
            Did(ANN, "purchase", KETTLE, 30, order=1),
            Did(BOB, "purchase", RED_MUG, 25, order=2),
            Did(EVE, "purchase", TEA, 20, order=3),
            Did(CID, "view", TEA, 12),
            Did(ANN, "purchase", TEA, 8, order=4, quantity=3, price=2.0),
            Did(ANN, "purchase", TEA, 7, order=5, quantity=1, price=4.0),
            Did(ANN, "purchase", KETTLE, 7, order=5, price=30.0),
            Did(ANN, "purchase", LATER, 6, order=6, price=9.0),
            Did(ANN, "purchase", FEE, 6, order=6, price=1.0),
            Did(BOB, "purchase", BLUE_MUG, 5, order=7, price=8.0),
            Did(CID, "purchase", TEA, 4, order=8),
            Did(DAN, "purchase", TEA, 3, order=9, price=4.0),
            Did(-1, "purchase", TEA, 2, order=10, price=4.0),
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def cases() -> Cases:
    """All of the world's cases."""
    con = a_shop_with_a_window_of_ten_days()
    return cases_of(con, facts_at(con, CUT, past=True), CUT, T, most=100, seed=1)


def row(cases: Cases, customer: int) -> int:
    return cases.customer.tolist().index(customer)


def test_those_who_bought_in_the_window_are_replayed_and_guests_are_not(cases: Cases) -> None:
    assert cases.customer.tolist() == [ANN, BOB, CID, DAN]


def test_what_was_never_bought_before_is_new_and_counts_once(cases: Cases) -> None:
    assert cases.targets.item.row(row(cases, ANN)).tolist() == [TEA]


def test_revenue_is_all_that_was_paid_for_the_item_in_the_window(cases: Cases) -> None:
    start = cases.targets.item.offsets[row(cases, ANN)]
    assert cases.targets.revenue[start] == 10.0


def test_revenue_is_unknown_where_a_price_is(cases: Cases) -> None:
    assert np.isnan(cases.targets.revenue[cases.targets.item.offsets[row(cases, CID)]])


def test_the_same_thing_in_another_colour_is_a_repeat(cases: Cases) -> None:
    assert cases.targets.item.row(row(cases, BOB)).tolist() == []
    assert cases.repeat.item.row(row(cases, BOB)).tolist() == [BLUE_MUG]


def test_an_item_that_appeared_after_the_cut_is_for_no_list_of_then(cases: Cases) -> None:
    assert cases.later.item.row(row(cases, ANN)).tolist() == [LATER]
    assert not len(cases.cold.item.values)


def test_an_item_that_only_the_catalogue_knew_is_cold() -> None:
    con = world(
        items=["a_lamp", Thing("b_vase", first_seen=CUT - timedelta(days=5))],
        customers=["ann"],
        events=[Did(0, "purchase", 0, 20, order=1), Did(0, "purchase", 1, 5, order=2)],
    )
    facts = facts_at(con, CUT, past=True)
    assert facts.items.listed.all()
    drawn = cases_of(con, facts, CUT, T, most=100, seed=1)
    assert drawn.cold.item.values.tolist() == [1]
    assert not len(drawn.later.item.values)
    assert not len(drawn.targets.item.values)


def test_an_item_that_somebody_had_looked_at_is_known() -> None:
    con = world(
        items=["a_lamp", "b_vase"],
        customers=["ann", "bob"],
        events=[Did(0, "purchase", 0, 20, order=1), Did(1, "view", 1, 15), Did(0, "purchase", 1, 5, order=2)],
    )
    drawn = cases_of(con, facts_at(con, CUT, past=True), CUT, T, most=100, seed=1)
    assert drawn.targets.item.values.tolist() == [1]


def test_customers_are_grouped_by_their_orders_before_the_cut(cases: Cases) -> None:
    names = {int(customer): GROUPS[group] for customer, group in zip(cases.customer, cases.group, strict=True)}
    assert names == {ANN: "1", BOB: "1", CID: "0", DAN: "unseen"}


def test_the_headline_is_over_those_seen_before_who_bought_something_new(cases: Cases) -> None:
    assert cases.customer[cases.headline].tolist() == [ANN, CID]


def test_a_sample_is_drawn_with_the_seed_and_keeps_each_customers_purchases_together() -> None:
    con = a_shop_with_a_window_of_ten_days()
    facts = facts_at(con, CUT, past=True)
    drawn = [cases_of(con, facts, CUT, T, most=2, seed=seed) for seed in (1, 1, 2, 3, 4, 5)]
    assert drawn[0].customer.tolist() == drawn[1].customer.tolist()
    assert len({tuple(each.customer.tolist()) for each in drawn}) > 1
    for each in drawn:
        assert len(each.customer) == 2
        if ANN in each.customer:
            assert each.targets.item.row(row(each, ANN)).tolist() == [TEA]
