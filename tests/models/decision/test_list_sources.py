"""A list of last night may hold the finds of several recommenders: each item says its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.bundle.bundle import Bundle
from models.decision.decide import decide, decide_one
from models.decision.query import Query, Whom
from models.decision.sourced import SOURCE_NUMBER
from tests.models.decision.test_decide_property import part, same, same_one
from tests.models.shops import ShopShape, listed_bundle

SHAPE = ShopShape(seed=5, items=40, customers=12, lines=160)
EVERYBODY = Whom.of(np.arange(12, dtype=np.int32))
POPULAR, RP3BETA = SOURCE_NUMBER["popular"], SOURCE_NUMBER["rp3beta"]


def by_turns(depth: int = 256) -> Bundle:
    """The lists of the personal recommender, every other entry found by best sellers."""
    bundle = listed_bundle(SHAPE, depth)
    assert bundle.lists is not None
    source = bundle.lists.source.copy()
    source[::2] = POPULAR
    return replace(bundle, lists=replace(bundle.lists, source=source))


def test_each_item_says_the_source_that_its_entry_has() -> None:
    bundle, decisions = by_turns(), decide(by_turns(), Query(n=5), EVERYBODY)
    assert bundle.lists is not None
    for customer in range(12):
        listed = dict(zip(bundle.lists.items.row(customer).tolist(), _sources(bundle, customer), strict=True))
        own = decisions.item[customer, : decisions.own[customer]].tolist()
        assert decisions.source[customer, : len(own)].tolist() == [listed[item] for item in own]
    assert {POPULAR, RP3BETA} <= set(decisions.source[decisions.item >= 0].tolist())


def test_the_evidence_is_that_of_the_entrys_own_recommender() -> None:
    bundle, decisions = by_turns(), decide(by_turns(), Query(n=5), EVERYBODY)
    for name, number in (("popular", POPULAR), ("rp3beta", RP3BETA)):
        of = (decisions.source == number) & (decisions.item >= 0)
        count, lift = bundle.models[name].evidence(decisions.anchor[of], decisions.item[of])
        np.testing.assert_array_equal(decisions.count[of], count)
        np.testing.assert_array_equal(decisions.lift[of], lift)


@pytest.mark.parametrize("n", [5, 12])
def test_a_customer_alone_is_told_the_same_sources(n: int) -> None:
    together = decide(by_turns(), Query(n=n), EVERYBODY)
    for row in range(12):
        alone = Whom.of(np.array([row], dtype=np.int32))
        same(decide(by_turns(), Query(n=n), alone), part(together, row))
        same_one(decide_one(by_turns(), Query(n=n), alone), part(together, row))


def test_own_are_the_items_before_the_first_fallback() -> None:
    query = Query("cart", n=12)
    decisions = decide(by_turns(), query, EVERYBODY)
    alone = decide(by_turns(), query, EVERYBODY, fill=False)
    np.testing.assert_array_equal(decisions.own, (alone.item >= 0).sum(axis=1))
    returned = (decisions.item >= 0).sum(axis=1)
    assert (decisions.own < returned).any()
    np.testing.assert_array_equal(decisions.relaxed & 1, decisions.own < returned)


def _sources(bundle: Bundle, customer: int) -> list[int]:
    assert bundle.lists is not None
    first, end = bundle.lists.items.offsets[customer : customer + 2]
    return bundle.lists.source[first:end].tolist()
