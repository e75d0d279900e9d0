"""A list's scores are chances where all of them are those of last night's list, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from numpy.typing import ArrayLike

from data.arrays import Ints, Ragged
from models.bundle.bundle import Bundle
from models.bundle.policy import Filter
from models.decision.decide import decide, decide_one
from models.decision.likely import likely
from models.decision.query import Query, Whom
from models.decision.shown import Shown
from tests.models.decision.test_decide_property import part, same_one
from tests.models.decision.test_today import days
from tests.models.shops import ShopShape, chances, listed_bundle, random_bundle

SHOP = ShopShape(20, 160, 12, 300)
EVERYBODY = Whom.of(np.arange(-1, 12, dtype=np.int32))
EVERYBODY_BUT = Whom.of(
    EVERYBODY.customer, exclude=Ragged(np.arange(0, 40, 3), np.tile(np.arange(3, dtype=np.int32), 13))
)
"""The same, who name three items not to be shown."""
CUSTOMERS = [False] + [True] * 12


def exploring(bundle: Bundle, share: float) -> Bundle:
    return replace(bundle, policy=replace(bundle.policy, exploration=share))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(days())
def test_one_customer_is_told_what_a_batch_is_told(drawn: tuple[ShopShape, str, Query, Whom]) -> None:
    shape, personal, query, whom = drawn
    for share in (0.0, 0.3):
        bundle = exploring(chances(listed_bundle(shape, 256, personal)), share)
        together = decide(bundle, query, whom)
        for row in range(whom.rows):
            same_one(decide_one(bundle, query, whom.take(np.array([row]))), part(together, row))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(days())
def test_a_row_is_likely_where_every_score_is_that_of_the_customers_list(
    drawn: tuple[ShopShape, str, Query, Whom],
) -> None:
    shape, personal, query, whom = drawn
    bundle = exploring(chances(listed_bundle(shape, 256, personal)), 0.3)
    found = decide(bundle, query, whom)
    for row, customer in enumerate(whom.customer.tolist()):
        shown = [i for i in found.item[row].tolist() if i >= 0]
        held = entries(bundle, customer)
        likely = bool(shown) and set(zip(shown, found.score[row].tolist(), strict=False)) <= held
        assert found.likely[row] == likely


def entries(bundle: Bundle, customer: int) -> set[tuple[int, float]]:
    if customer < 0 or bundle.lists is None:
        return set()
    held = bundle.lists.items
    inside = slice(held.offsets[customer], held.offsets[customer + 1])
    return set(zip(held.values[inside].tolist(), bundle.lists.score[inside].tolist(), strict=True))


@pytest.mark.parametrize("n", [1, 7, 10, 16, 24, 42, 60])
@pytest.mark.parametrize(
    "shop", [SHOP, ShopShape(1, 40, 12, 160), ShopShape(20, 160, 12, 300, variants=False)], ids=str
)
def test_a_list_that_is_short_of_spare_items_is_the_same_alone_and_in_a_batch(shop: ShopShape, n: int) -> None:
    query = Query(n=n)
    for depth, whom in product((1, 84, 256), (EVERYBODY, EVERYBODY_BUT)):
        bundle = chances(listed_bundle(shop, 256), depth)
        together = decide(bundle, query, whom)
        for row in range(whom.rows):
            same_one(decide_one(bundle, query, whom.take(np.array([row]))), part(together, row))


def test_a_filter_keeps_what_the_list_says_while_it_leaves_enough() -> None:
    bundle = chances(listed_bundle(SHOP, 256))
    for query in (Query(n=3), Query(n=3, filter=Filter(price_min=2.0))):
        assert decide(bundle, query, EVERYBODY).likely.tolist() == CUSTOMERS
    assert decide(bundle, Query(n=3), EVERYBODY_BUT).likely.tolist() == CUSTOMERS


@pytest.mark.parametrize(
    "query",
    [
        Query(n=3, exclude_bought=False),
        Query(n=3, in_stock=False),
        Query(n=3, strategy="trending"),
        Query(n=3, filter=Filter(tag=("sale",), price_max=1.0)),
        Query(n=3, filter=Filter(brand=("nowhere",))),
    ],
    ids=str,
)
def test_what_is_scored_by_day_or_shows_nothing_is_in_order_alone(query: Query) -> None:
    assert not decide(chances(listed_bundle(SHOP, 256)), query, EVERYBODY).likely.any()


def test_a_list_that_a_fallback_completes_is_in_order_alone() -> None:
    bundle = chances(listed_bundle(replace(SHOP, variants=False), 256), 256)
    filled = decide(bundle, Query(n=200), EVERYBODY)
    assert (filled.own[1:] > 0).all()
    assert (filled.own < (filled.item >= 0).sum(axis=1)).all()
    assert not filled.likely.any()


def test_an_explored_item_takes_the_chances_from_its_list_alone() -> None:
    bundle = exploring(chances(listed_bundle(replace(SHOP, variants=False), 256)), 0.1)
    plain = decide(exploring(bundle, 0.0), Query(n=8), EVERYBODY)
    found = decide(bundle, Query(n=8), EVERYBODY)
    explored = (found.item != plain.item).any(axis=1)
    assert explored[1:].any()
    assert not explored[1:].all()
    assert (found.likely == plain.likely & ~explored).all()


def test_lists_of_another_kind_are_in_order_alone() -> None:
    for bundle in (listed_bundle(SHOP, 256), random_bundle(SHOP)):
        for query in (Query(n=3), Query(n=3, filter=Filter(price_min=2.0))):
            assert not decide(bundle, query, EVERYBODY).likely.any()
            assert not any(decide_one(bundle, query, EVERYBODY.take(np.array([row]))).likely for row in range(13))


def test_a_list_that_is_all_there_is_to_say_is_likely_though_places_stay_open() -> None:
    found = decide(chances(listed_bundle(SHOP, 256), 256), Query(n=200), EVERYBODY)
    assert (found.item[:, -1] < 0).all()
    assert found.likely.tolist() == CUSTOMERS


def test_one_other_score_or_item_is_enough() -> None:
    bundle, who = chances(listed_bundle(SHOP, 256)), np.array([3], dtype=np.int32)
    lists = bundle.lists
    assert lists is not None
    bundle = replace(bundle, lists=replace(lists, score=np.full_like(lists.score, 0.25)))
    held = lists.items.row(3)
    assert told(bundle, who, held[5:8], [0.25, 0.25, 0.25])
    assert not told(bundle, who, held[5:8], [0.25, 0.25, 0.26])
    absent = np.setdiff1d(np.arange(bundle.items.count), held)
    for item in absent[[0, -1]]:
        assert not told(bundle, who, [*held[5:7], item], [0.25, 0.25, 0.25])


def test_chances_do_not_rise_down_a_list_but_where_a_category_waits() -> None:
    shop = chances(listed_bundle(replace(SHOP, variants=False), 256))
    bundle = replace(shop, policy=replace(shop.policy, category_share=0.15))
    found = decide(bundle, Query(n=12), EVERYBODY)
    rising = {row for row in range(1, 13) if (np.diff(found.score[row]) > 0).any()}
    waited = {row for row in range(1, 13) if found.relaxed[row] >= 2}
    assert found.likely.tolist() == CUSTOMERS
    assert rising
    assert rising <= waited < set(range(1, 13))


def told(bundle: Bundle, who: Ints, item: ArrayLike, score: ArrayLike) -> bool:
    """What is said of a list that shows these items with these scores."""
    shown = Shown.empty(1, 3)
    shown.item[0], shown.score[0] = item, score
    return bool(likely(bundle, who, shown)[0])
