"""The pool: all generators' candidates once each, what each said of them, and which stay where there are too many."""

from __future__ import annotations

import numpy as np
import pytest

from models.ranker import pool as pool_module
from models.ranker.generators import GENERATORS, GIVEN, HISTORY, NOTHING, Generator
from models.ranker.ranker import Ranker
from tests.models.ranker.worlds import pool_said, stand_of
from tests.models.recommenders.worlds import asked, checkerboard
from tests.models.shops import ShopShape, random_bundle, random_shop


def test_what_two_generators_name_is_one_pair_that_holds_what_both_said() -> None:
    pool = pool_said((((3, 4.0, 1), (5, 2.0, 1)), ()), (((5, 9.0, 2),), ()))
    assert (pool.row.tolist(), pool.item.tolist()) == ([0, 0], [3, 5])
    assert pool.score[:2].tolist() == [[4, 2], [0, 9]]
    assert pool.share[:2].tolist() == [[1, 0.5], [0, 1]]
    np.testing.assert_array_equal(pool.place[:2], [[0, 1], [np.nan, 0]])


def test_a_generator_that_says_nothing_has_no_score_and_no_place() -> None:
    pool = pool_said((((3, 4.0, 1),), ((2, 1.0, -1),)))
    assert not pool.score[1:].any()
    assert np.isnan(pool.place[1:]).all()


def test_pairs_stand_by_row_then_item_and_places_begin_anew_in_each_row() -> None:
    pool = pool_said((((7, 4.0, 1), (2, 3.0, 1)), ((6, 0.5, 0), (1, 0.25, 0))))
    assert list(zip(pool.row.tolist(), pool.item.tolist(), strict=True)) == [(0, 2), (0, 7), (1, 1), (1, 6)]
    assert pool.place[0].tolist() == [1, 0, 1, 0]
    assert pool.share[0].tolist() == [0.75, 1, 0.5, 1]


def test_the_best_generator_is_the_one_that_placed_it_first_and_the_anchor_is_its_own() -> None:
    pool = pool_said((((3, 4.0, 1), (5, 2.0, 1)), ()), (((5, 9.0, 2), (3, 8.0, 2)), ()))
    assert pool.best.tolist() == [0, 1]
    assert pool.anchor.tolist() == [1, 2]


def test_of_equal_places_the_earlier_generator_is_the_best() -> None:
    pool = pool_said((((3, 4.0, 1),), ()), (((3, 9.0, 2),), ()))
    assert (pool.best.tolist(), pool.anchor.tolist()) == ([0], [1])


def test_the_cap_keeps_what_most_generators_place_well_in_each_row_by_itself() -> None:
    both = (((4, 2.0, -1), (5, 1.0, -1)), ((1, 1.0, -1),))
    pool = pool_said((((3, 2.0, -1), (5, 1.0, -1)), ()), both, most=1)
    assert list(zip(pool.row.tolist(), pool.item.tolist(), strict=True)) == [(0, 5), (1, 1)]
    assert pool.place[:2, 0].tolist() == [1, 1]


def test_the_cap_keeps_what_a_lone_generator_placed_first() -> None:
    pool = pool_said((((6, 9.0, -1), (3, 5.0, -1), (7, 1.0, -1)), ()), most=2)
    assert pool.item.tolist() == [3, 6]


def test_pairs_are_ticked_off_as_they_are_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    shape = ShopShape(3, 40, 12, 160)
    stand, everybody = stand_of(random_shop(shape)), np.arange(12, dtype=np.int32)
    ticked = stand.pool(everybody, Ranker())
    monkeypatch.setattr(pool_module, "WIDE", 0)
    ordered = stand.pool(everybody, Ranker())
    for name in ticked.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(ticked, name), getattr(ordered, name))


def test_nobody_naming_anything_is_an_empty_pool() -> None:
    pool = pool_said()
    assert pool.pairs == 0
    assert pool.score.shape == (len(GENERATORS), 0)


@pytest.mark.parametrize(("context", "given"), [(NOTHING, []), (GIVEN, [4]), (HISTORY, [2, 4, 6])])
def test_a_generator_is_asked_with_its_own_context(context: str, given: list[int]) -> None:
    of_customer = asked(checkerboard(), [0], [[4]])
    put = Generator("any", "popular", context=context).asked(of_customer)
    assert sorted(put.context.row(0).tolist()) == given
    assert put.history is of_customer.history


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_is_bought_in_the_basket_unlisted_or_sold_out_gets_in(seed: int) -> None:
    shape = ShopShape(seed, 40, 12, 160)
    bundle, everybody = random_bundle(shape), np.arange(12, dtype=np.int32)
    pool = stand_of(random_shop(shape)).pool(everybody, Ranker(candidates=400))
    assert pool.pairs > 50
    assert (bundle.items.listed & bundle.items.in_stock)[pool.item].all()
    for customer in everybody.tolist():
        family = bundle.items.family[pool.item[pool.row == customer]].tolist()
        held = bundle.items.family[bundle.basket.row(customer)].tolist()
        assert not set(family) & {*bundle.owned.row(customer).tolist(), *held}
