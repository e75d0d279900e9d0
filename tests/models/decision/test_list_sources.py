"""A list of last night may hold the finds of several recommenders: each item says its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.bundle.bundle import Bundle
from models.decision.decide import decide, decide_one
from models.decision.lists import lists_of
from models.decision.query import Query, Whom
from models.decision.sourced import SOURCE_NUMBER, Sourced
from models.decision.sources import Batch
from tests.models.decision.test_decide_property import part, same, same_one
from tests.models.shops import ShopShape, listed_bundle, random_bundle

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


def test_an_anchor_that_the_history_does_not_hold_is_left_out_and_no_other_stands_in_for_it() -> None:
    bundle = random_bundle(SHAPE)

    def named(batch: Batch) -> Sourced:
        """Five items to everybody because of each item of the shop in turn."""
        rows = batch.whom.rows
        row, item = np.repeat(np.arange(rows, dtype=np.int32), 5), np.tile(np.arange(5, dtype=np.int32), rows)
        anchor = np.arange(rows * 5, dtype=np.int32) % 40
        return Sourced(row, item, np.ones(len(row), np.float32), anchor, np.full(len(row), RP3BETA, np.uint8))

    listed = replace(bundle, lists=lists_of(bundle, named, EVERYBODY.customer, 5))
    found = decide(listed, Query(n=2), EVERYBODY, fill=False)
    for customer in range(12):
        own = set(bundle.history.items.row(customer).tolist())
        spoke = [(customer * 5 + item) % 40 for item in found.item[customer].tolist()]
        assert found.anchor[customer].tolist() == [anchor if anchor in own else -1 for anchor in spoke]
        same_one(decide_one(listed, Query(n=2), EVERYBODY.take(np.array([customer]))), part(found, customer))
    assert (found.anchor >= 0).any()
    assert (found.anchor < 0).any()


def _sources(bundle: Bundle, customer: int) -> list[int]:
    assert bundle.lists is not None
    first, end = bundle.lists.items.offsets[customer : customer + 2]
    return bundle.lists.source[first:end].tolist()
