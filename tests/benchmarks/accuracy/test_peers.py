"""Each peer recommends the obvious, and none of them is ours in disguise."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy import pair_peers, peers
from benchmarks.accuracy.new_items import NewItems
from benchmarks.accuracy.past import liked, taught
from benchmarks.accuracy.peers import PEERS, ease, popular
from benchmarks.accuracy.trials import Peer
from tests.benchmarks.accuracy.worlds import EACH, ground_of, two_tastes
from tests.worlds import Did, T, world

PERSONAL = [peer for peer in PEERS if "popular" not in peer.name]
CLOSE = 8
"""Neighbours looked at: there are eleven customers of each taste."""

pytestmark = pytest.mark.filterwarnings("ignore:.*CSR")


@pytest.fixture(scope="module")
def tastes() -> NewItems:
    return ground_of(two_tastes())


@pytest.mark.parametrize("half_life", [7.0, None])
@pytest.mark.parametrize("peer", PERSONAL, ids=lambda peer: peer.name)
def test_a_personal_peer_names_the_one_item_of_the_taste_that_is_missing(
    tastes: NewItems, peer: Peer, half_life: float | None
) -> None:
    settings = {"half_life": half_life, peer.setting: CLOSE if peer.setting == "k" else peer.values[0]}
    lists = tastes.lists(peer.fit(tastes.known, settings))
    np.testing.assert_array_equal(lists[:, 0], tastes.targets.item.values)
    assert set(tastes.values(lists)["ndcg@10"]) == {1.0}


def test_what_was_bought_is_left_out_and_lists_end_where_nothing_is_left(tastes: NewItems) -> None:
    lists = tastes.lists(lambda customer: np.ones((len(customer), 2 * EACH), dtype=np.float32))
    assert (lists[:, : EACH + 1] >= 0).all()
    assert (lists[:, EACH + 1 :] == -1).all()


def test_recent_sales_count_more_the_shorter_the_half_life() -> None:
    old = [Did(customer, "purchase", 0, 100, order=customer) for customer in range(5)]
    fresh = [Did(customer, "purchase", 1, 11, order=10 + customer) for customer in range(2)]
    sale = Did(5, "purchase", 1, 1, order=20)
    seen = Did(5, "view", 0, 50)
    ground = ground_of(world(["new", "old"], [f"c{n}" for n in range(6)], [*old, *fresh, sale, seen]))
    for half_life, best in ((None, 0), (7.0, 1)):
        lists = ground.lists(popular.fit(ground.known, {"half_life": half_life, "once": True}))
        assert lists[0, 0] == best


def test_popularity_can_count_each_customer_once() -> None:
    often = [Did(0, "purchase", 0, 20 + n, order=n) for n in range(5)]
    many = [Did(1 + n, "purchase", 1, 20, order=10 + n) for n in range(3)]
    last = [Did(4, "view", 0, 15), Did(4, "purchase", 1, 1, order=20)]
    ground = ground_of(world(["many", "often"], [f"c{n}" for n in range(5)], [*often, *many, *last]))
    for once, best in ((False, 0), (True, 1)):
        lists = ground.lists(popular.fit(ground.known, {"half_life": None, "once": once}))
        assert lists[0, 0] == best


def test_every_tuned_peer_has_about_the_same_number_of_trials_and_half_lives_down_to_three_days() -> None:
    for peer in (*PEERS[1:], *pair_peers.PAIR_PEERS):
        assert len(peer.half_lives) == 6
        assert {3, 14, 30, 60, None} < set(peer.half_lives)
        assert len(peer.values) in (2, 3)
        assert len(set(peer.values)) == len(peer.values)


def test_no_peer_imports_a_recommender_of_ours() -> None:
    files = [*Path(peers.__file__).parent.glob("*.py"), Path(pair_peers.__file__)]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    named = [node.module or "" for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert len(files) > 9
    assert not [name for name in named if name.startswith(("models.recommenders", "training"))]


def test_the_world_is_looked_at_from_the_window_before_t(tastes: NewItems) -> None:
    assert tastes.scene.split.end == T
    assert len(tastes.customer) == 24


def test_ease_is_the_same_by_customers_as_by_items(tastes: NewItems) -> None:
    met = taught(tastes.known, {"half_life": 7.0})
    by_items, by_customers = (way(met, 0.5) for way in (ease._by_items, ease._by_customers))
    np.testing.assert_allclose(by_items[0](met), by_customers[0](met), rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(by_items[1], by_customers[1], rtol=1e-8)


def test_ease_is_the_least_squares_fit_that_may_not_use_the_item_itself(tastes: NewItems) -> None:
    met = taught(tastes.known, {"half_life": None}).toarray()
    ridge = 2.0 * (met**2).sum() / met.shape[1]
    weight = np.zeros((met.shape[1], met.shape[1]))
    for item in range(met.shape[1]):
        others = np.delete(np.arange(met.shape[1]), item)
        gram = met[:, others].T @ met[:, others] + ridge * np.eye(len(others))
        weight[others, item] = np.linalg.solve(gram, met[:, others].T @ met[:, item])
    scores = ease.fit(tastes.known, {"half_life": None, "ridge": 2.0})(tastes.customer)
    expected = liked(tastes.known, {}).toarray()[tastes.customer] @ weight
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-6)
