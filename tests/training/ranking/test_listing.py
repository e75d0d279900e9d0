"""The lists that a ranker orders: candidates alone, none of them forbidden, and a reason that the bundle can give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.arrays import Ragged
from models.decision.decide import decide
from models.decision.lists import DEPTH
from models.decision.query import Query, Whom
from models.decision.sourced import SOURCE_NUMBER
from models.recommenders import RECOMMENDERS
from tests.models.shops import ShopShape, random_bundle
from tests.training.ranking.worlds import ranked_bundle
from training.ranking.listing import SILENT, awake

SHAPES = [ShopShape(seed, 40, 12, 160) for seed in range(4)]
LARGE = ShopShape(7, 900, 6, 2500)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: str(shape.seed))
def test_nothing_forbidden_stands_in_a_list(shape: ShopShape) -> None:
    bundle = ranked_bundle(shape)
    assert bundle.lists is not None
    listed = bundle.lists.items
    assert len(listed.values) > 50
    assert (bundle.items.listed & bundle.items.in_stock)[listed.values].all()
    for customer in range(bundle.customers.count):
        family = bundle.items.family[listed.row(customer)].tolist()
        held = bundle.items.family[bundle.basket.row(customer)].tolist()
        assert not set(family) & {*bundle.owned.row(customer).tolist(), *held}
        assert len(set(listed.row(customer).tolist())) == len(family)


def test_a_list_is_no_longer_than_any_other() -> None:
    bundle = ranked_bundle(LARGE)
    assert bundle.lists is not None
    assert np.diff(bundle.lists.items.offsets).max() == DEPTH


def test_the_likeliest_comes_first() -> None:
    lists = ranked_bundle(SHAPES[1]).lists
    assert lists is not None
    for customer in range(12):
        score = lists.score[lists.items.offsets[customer] : lists.items.offsets[customer + 1]]
        assert (np.diff(score) <= 0).all()
        assert (score > 0).all()


@pytest.mark.parametrize("personal", ["rp3beta", "popular"])
def test_the_bundle_holds_the_recommender_behind_every_entry(personal: str) -> None:
    bundle = ranked_bundle(SHAPES[3], personal)
    assert bundle.lists is not None
    sources = {RECOMMENDERS[number].name for number in bundle.lists.source.tolist()}
    assert personal in sources
    assert len(sources) > 1
    assert sources <= set(bundle.models)


def test_who_has_been_silent_for_two_years_has_no_list() -> None:
    bundle = random_bundle(SHAPES[0])
    known = awake(bundle).tolist()
    first, end = bundle.history.items.offsets[[known[0], known[0] + 1]]
    age = bundle.history.age.copy()
    age[first:end] += SILENT
    silent = replace(bundle, history=replace(bundle.history, age=age))
    assert awake(silent).tolist() == known[1:]


def test_who_has_no_list_is_shown_what_sells() -> None:
    bundle = ranked_bundle(SHAPES[1])
    assert bundle.lists is not None
    nothing = Ragged(np.zeros_like(bundle.lists.items.offsets), bundle.lists.items.values)
    bundle = replace(bundle, lists=replace(bundle.lists, items=nothing))
    decisions = decide(bundle, Query(n=3), Whom.of(np.arange(12, dtype=np.int32)))
    assert (decisions.source[decisions.item >= 0] == SOURCE_NUMBER["popular"]).all()
    assert (decisions.item >= 0).sum() > 30


def test_the_list_that_is_served_is_the_rankers() -> None:
    bundle = ranked_bundle(SHAPES[2])
    assert bundle.lists is not None
    shown = decide(bundle, Query(n=1), Whom.of(np.arange(12, dtype=np.int32))).item[:, 0]
    listed = bundle.lists.items
    has = np.flatnonzero(np.diff(listed.offsets)).tolist()
    assert shown[has].tolist() == [listed.row(customer)[0] for customer in has]
