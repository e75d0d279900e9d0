"""The complementary protocol on a hand-made world."""

from __future__ import annotations

from datetime import timedelta

import duckdb
import numpy as np
import pytest

from benchmarks.accuracy.complementary import ComplementaryCases, complementary_cases, lists_of, score_lists
from benchmarks.accuracy.item_questions import ItemQuestions
from benchmarks.accuracy.pair_peers import PAIR_PEERS
from benchmarks.accuracy.trials import Peer
from data.facts.engine import facts_at
from data.facts.facts import Facts
from tests.worlds import Did, T, world

CUT = T - timedelta(days=10)
CUP, DEAD, FORK, KNIFE, PLATE, SAUCER = range(6)
ANN, BOB = 0, 1


def together(order: int, days: float, *items: int, customer: int = -1) -> list[Did]:
    """An order of these items."""
    return [Did(customer, "purchase", item, days, order=order, price=1.0) for item in items]


def a_shop_of_pairs() -> duckdb.DuckDBPyConnection:
    """Before the cut: cup goes with saucer, fork with knife, plates sell alone and most. Ann has a saucer already.

    After it Ann orders cup and saucer, Bob a plate alone, a guest fork, knife and something long dead.
    """
    pairs = [together(n, 20 + n, *((CUP, SAUCER) if n % 2 else (FORK, KNIFE))) for n in range(8)]
    plates = [together(10 + n, 20 + n, PLATE) for n in range(9)]
    events = [did for order in (*pairs, *plates) for did in order]
    events += together(30, 30, SAUCER, customer=ANN) + together(31, 200, DEAD, FORK)
    events += together(40, 5, CUP, SAUCER, customer=ANN) + together(41, 4, PLATE, customer=BOB)
    events += together(42, 3, FORK, KNIFE, DEAD)
    return world(["cup", "dead", "fork", "knife", "plate", "saucer"], ["ann", "bob"], events)


@pytest.fixture(scope="module")
def facts_and_cases() -> tuple[Facts, ComplementaryCases]:
    con = a_shop_of_pairs()
    facts = facts_at(con, CUT, past=True)
    return facts, complementary_cases(con, facts, CUT, T)


def test_each_item_of_an_order_asks_for_the_others(facts_and_cases: tuple[Facts, ComplementaryCases]) -> None:
    _, cases = facts_and_cases
    wanted = {int(item): cases.targets.row(row).tolist() for row, item in enumerate(cases.item)}
    assert wanted == {CUP: [SAUCER], SAUCER: [CUP], FORK: [KNIFE], KNIFE: [FORK]}
    assert cases.customer.tolist() == [ANN, ANN, -1, -1]
    assert cases.size.tolist() == [2, 2, 2, 2]


def test_variant_b_asks_customers_only_and_for_what_they_had_not_bought(
    facts_and_cases: tuple[Facts, ComplementaryCases],
) -> None:
    _, cases = facts_and_cases
    assert [cases.fresh.row(row).tolist() for row in range(4)] == [[], [CUP], [], []]
    lists = lists_of(cases, lambda item: np.ones((len(item), 6), dtype=np.float32), "B")
    assert SAUCER not in lists[:2]
    assert SAUCER in lists[2]
    np.testing.assert_array_equal(np.isnan(score_lists(cases, lists, "B")["ndcg@10"]), [True, False, True, True])


def test_a_list_names_neither_the_item_asked_about_nor_what_no_longer_sells(
    facts_and_cases: tuple[Facts, ComplementaryCases],
) -> None:
    _, cases = facts_and_cases
    lists = lists_of(cases, lambda item: np.ones((len(item), 6), dtype=np.float32), "A")
    assert DEAD not in lists
    assert not (lists == cases.item[:, None]).any()
    assert lists[0, :4].tolist() == [PLATE, SAUCER, FORK, KNIFE]  # ties by sales, then by number


@pytest.mark.parametrize("peer", PAIR_PEERS[1:], ids=lambda peer: peer.name)
def test_a_measure_of_association_names_the_other_half_first(
    facts_and_cases: tuple[Facts, ComplementaryCases], peer: Peer
) -> None:
    ground = ItemQuestions(*facts_and_cases, "A")
    for half_life in peer.half_lives:
        lists = ground.lists(peer.fit(ground.known, {"half_life": half_life, peer.setting: peer.values[0]}))
        assert set(ground.values(lists)["ndcg@10"]) == {1.0}


def test_popularity_names_what_sells_most(facts_and_cases: tuple[Facts, ComplementaryCases]) -> None:
    ground = ItemQuestions(*facts_and_cases, "A")
    assert set(ground.lists(PAIR_PEERS[0].fit(ground.known, {"half_life": None, "once": True}))[:, 0]) == {PLATE}


def test_a_large_order_asks_at_most_five_times() -> None:
    items = [f"i{n}" for n in range(9)]
    con = world(items, ["ann"], together(1, 20, *range(9)) + together(2, 5, *range(9), customer=0))
    facts = facts_at(con, CUT, past=True)
    cases = complementary_cases(con, facts, CUT, T)
    assert len(cases.item) == 5
    assert len(set(cases.item.tolist())) == 5
    assert np.diff(cases.targets.offsets).tolist() == [8] * 5
    assert not cases.small.any()
    assert complementary_cases(con, facts, CUT, T, seed=2).item.tolist() != cases.item.tolist()
