"""RP3beta, EASE, ALS and the blend on a checkerboard: who buys the even items is shown the even one that is missing."""

from __future__ import annotations

import numpy as np
import pytest

from models.neighbours import Neighbours
from models.recommenders.als import Als
from models.recommenders.blend import Blend
from models.recommenders.ease import Ease
from models.recommenders.protocol import Spec
from models.recommenders.rp3beta import Rp3beta
from models.recommenders.worth import Worth
from tests.models.recommenders.worlds import (
    anything,
    asked,
    bought_by,
    browsing_only,
    checkerboard,
    facts,
    only,
    purchases_only,
    without,
)
from tests.worlds import Did

BOARD = 8
each_personal = pytest.mark.parametrize(
    "spec", [Rp3beta(), Ease(), Als(factors=4), Blend()], ids=["rp3beta", "ease", "als", "blend"]
)


@each_personal
def test_the_item_of_the_own_colour_that_is_missing_comes_first(spec: Spec) -> None:
    shop = checkerboard(BOARD)
    model = spec.fit(shop, np.random.default_rng(1))
    for customer in range(BOARD):
        bought = [item for item in range(BOARD) if item % 2 == customer % 2 and item != customer]
        found = model.candidates(asked(shop, [customer]), without(shop, 1, bought), 1)
        assert found.item.tolist() == [customer]
        assert found.anchor[0] in bought


@each_personal
def test_a_customer_unknown_last_night_is_answered_from_the_history_given(spec: Spec) -> None:
    shop = checkerboard(BOARD)
    model = spec.fit(shop, np.random.default_rng(1))
    found = model.candidates(bought_by(shop, [1, 3], [0.5, 1.0]), without(shop, 1, [1, 3]), 2)
    assert set(found.item.tolist()) == {5, 7}


@each_personal
def test_a_narrow_filter_is_answered_from_what_passes_it(spec: Spec) -> None:
    shop = checkerboard(BOARD)
    model = spec.fit(shop, np.random.default_rng(1))
    assert set(model.candidates(asked(shop, [0]), only(shop, [2, 5]), 5).item.tolist()) <= {2, 5}
    assert model.candidates(asked(shop, [0]), only(shop, [2, 5]), 5).item[0] == 2


def test_evidence_counts_the_customers_who_have_both() -> None:
    shop = checkerboard(BOARD)
    model = Rp3beta().fit(shop, np.random.default_rng(0))
    count, lift = model.evidence(np.array([0, 0], dtype=np.int32), np.array([2, 1], dtype=np.int32))
    assert count.tolist() == [2, 0]  # of the even customers 0, 2, 4, 6 the customers 4 and 6 have both 0 and 2
    assert lift[0] == pytest.approx(2 * 8 / (3 * 3))
    assert np.isnan(lift[1])


def test_the_newest_purchase_speaks_most() -> None:
    shop = checkerboard(BOARD)
    model = Rp3beta(recency=5).fit(shop, np.random.default_rng(0))
    even_last = model.candidates(bought_by(shop, [0, 1], [1, 21]), without(shop, 1, [0, 1]), 3)
    odd_last = model.candidates(bought_by(shop, [1, 0], [1, 21]), without(shop, 1, [0, 1]), 3)
    assert all(item % 2 == 0 for item in even_last.item)
    assert all(item % 2 == 1 for item in odd_last.item)


def test_a_long_silence_does_not_make_a_history_worthless() -> None:
    shop = checkerboard(BOARD)
    model = Rp3beta().fit(shop, np.random.default_rng(0))
    lately = model.candidates(bought_by(shop, [0, 2], [1, 3]), anything(shop), 4)
    long_ago = model.candidates(bought_by(shop, [0, 2], [9001, 9003]), anything(shop), 4)
    assert long_ago.item.tolist() == lately.item.tolist()
    assert long_ago.score == pytest.approx(lately.score)


def test_what_sold_lately_beats_what_sold_long_ago() -> None:
    events = [Did(c, "purchase", 0, days=50, order=c) for c in range(6)]
    events += [Did(c, "purchase", 1, days=49, order=10 + c) for c in range(3)]
    events += [Did(c, "purchase", 2, days=2, order=20 + c) for c in range(3, 6)]
    shop = facts(["common", "faded", "fresh"], [f"c{c}" for c in range(6)], events)
    model = Rp3beta().fit(shop, np.random.default_rng(0))
    assert model.candidates(bought_by(shop, [0], [1]), without(shop, 1, [0]), 1).item.tolist() == [2]


def test_an_item_that_everybody_holds_is_held_back() -> None:
    events = [Did(0, "purchase", 0, 2, order=0), Did(0, "purchase", 1, 2, order=0)]
    events += [Did(1, "purchase", 0, 2, order=1), Did(1, "purchase", 2, 2, order=1)]
    events += [Did(c, "purchase", 1, 2, order=c) for c in range(2, 9)]
    shop = facts(["anchor", "common", "rare"], [f"c{c}" for c in range(9)], events)
    for beta, order in ((0.0, [1, 2]), (0.3, [2, 1])):
        model = Rp3beta(beta=beta).fit(shop, np.random.default_rng(0))
        assert model.candidates(bought_by(shop, [0], [1]), without(shop, 1, [0]), 9).item.tolist() == order


def test_a_customer_who_holds_much_says_less_of_each_item() -> None:
    events = [Did(0, "purchase", item, 2, order=0) for item in (0, 5)]
    events += [Did(1, "purchase", item, 2, order=1) for item in (0, 1, 2, 3, 4)]
    shop = facts([f"i{i}" for i in range(6)], ["few", "many"], events)
    model = Rp3beta().fit(shop, np.random.default_rng(0))
    assert model.candidates(bought_by(shop, [0], [1]), without(shop, 1, [0]), 1).item.tolist() == [5]


def test_an_item_looked_at_speaks_for_itself() -> None:
    shop = browsing_only()
    model = Rp3beta().fit(shop, np.random.default_rng(0))
    found = model.candidates(asked(shop, [0]), only(shop, [1]), 1)
    assert found.item.tolist() == [1]
    assert found.anchor.tolist() == [1]


def test_what_is_worth_nothing_teaches_nothing() -> None:
    nothing = Worth(view=0, cart=0, favourite=0, purchase=0)
    shop = checkerboard(BOARD)
    for spec in (Rp3beta(worth=nothing), Ease(worth=nothing), Als(worth=nothing)):
        model = spec.fit(shop, np.random.default_rng(0))
        assert not len(model.candidates(asked(shop, [0]), anything(shop), 3).item)


def test_ease_leaves_out_what_is_no_best_seller() -> None:
    shop = purchases_only()
    model = Ease(most=5).fit(shop, np.random.default_rng(0))
    found = model.candidates(asked(shop, range(30)), anything(shop), 20)
    assert len(np.unique(found.item)) <= 5


@pytest.mark.parametrize("customers", [30, 9])
def test_ease_weights_solve_the_regression_whether_items_are_many_or_few(customers: int) -> None:
    shop = purchases_only(customers=customers)
    spec = Ease(half_life=1e9, evening=0, ridge=0.5)
    model = spec.fit(shop, np.random.default_rng(0))
    lines = shop.lines
    held = np.zeros((customers, 21))
    np.add.at(held, (lines.customer, lines.item), 1.0)
    held = held[:, sold := held.any(axis=0)]
    gram = held.T @ held
    gram += 0.5 * np.diag(gram).mean() * np.eye(len(gram))
    inverse = np.linalg.inv(gram)
    expected = np.zeros((21, 21))
    expected[np.ix_(sold, sold)] = -inverse / np.diag(inverse)
    table = model.neighbours
    for item in range(21):
        inside = slice(table.offsets[item], table.offsets[item + 1])
        assert table.weight[inside] == pytest.approx(expected[item, table.item[inside]], rel=1e-3)
        assert set(np.flatnonzero(expected[item] > 1e-6)) - {item} <= set(table.item[inside].tolist())


def test_als_is_drawn_from_the_seed_alone() -> None:
    shop = purchases_only()
    first, second, third = (Als(factors=4).fit(shop, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.factors.tobytes() == second.factors.tobytes()
    assert first.factors.tobytes() != third.factors.tobytes()


def dense(table: Neighbours) -> np.ndarray:
    """The weights [items, items]."""
    full = np.zeros((len(table.held), len(table.held)))
    full[np.repeat(np.arange(len(table.held)), np.diff(table.offsets)), table.item] = table.weight
    return full


def test_a_blend_is_the_sum_of_two_tables_of_one_scale() -> None:
    shop, rng = purchases_only(), np.random.default_rng(0)
    spec = Blend(share=0.5)
    walk, regression = spec.rp3beta.fit(shop, rng).neighbours, spec.ease.fit(shop, rng).neighbours
    share = walk.held / walk.held.sum()
    first, second = (full / (share @ full.sum(axis=1)) for full in (dense(walk), dense(regression)))
    assert dense(spec.fit(shop, rng).neighbours) == pytest.approx(first + 0.5 * second, rel=1e-4)
