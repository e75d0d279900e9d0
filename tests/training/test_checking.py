"""The hard checks see a broken list when there is one, and count what is eligible apart from the decision."""

from __future__ import annotations

import numpy as np
import pytest

from data.arrays import Ints
from models.bundle.bundle import Bundle
from tests.models.shops import ShopShape, random_bundle
from training.rehearsal.checking import BrokenListError, check_lists, eligible, left_out
from training.rehearsal.replaying import shown_to

SHAPE = ShopShape(seed=3, items=60, customers=20, lines=300)
EVERYBODY = np.arange(20, dtype=np.int32)


@pytest.fixture
def bundle() -> Bundle:
    return random_bundle(SHAPE)


@pytest.fixture
def lists(bundle: Bundle) -> Ints:
    return shown_to(bundle, EVERYBODY).item.copy()


def test_what_decide_shows_passes(bundle: Bundle, lists: Ints) -> None:
    check_lists(bundle, EVERYBODY, lists)


def test_eligible_counts_families_one_by_one(bundle: Bundle) -> None:
    stocked = {int(f) for f, ok in zip(bundle.items.family, bundle.in_stock, strict=True) if ok}
    keys = left_out(bundle, EVERYBODY)
    for customer in EVERYBODY:
        gone = {int(key) % bundle.families for key in keys if key // bundle.families == customer}
        assert eligible(bundle, EVERYBODY)[customer] == len(stocked - gone)


def test_an_item_named_twice_is_seen(bundle: Bundle, lists: Ints) -> None:
    lists[4, 1] = lists[4, 0]
    with pytest.raises(BrokenListError, match=r"customer number 4 names an item twice; 1 such"):
        check_lists(bundle, EVERYBODY, lists)


def test_a_bought_item_is_seen(bundle: Bundle, lists: Ints) -> None:
    customer = int(np.flatnonzero(bundle.owned.lengths(EVERYBODY))[0])
    lists[customer, 0] = np.flatnonzero(bundle.items.family == bundle.owned.row(customer)[0])[0]
    with pytest.raises(BrokenListError, match=f"customer number {customer} names a bought item"):
        check_lists(bundle, EVERYBODY, lists)


def test_a_list_that_ends_too_early_is_seen(bundle: Bundle, lists: Ints) -> None:
    last = int((lists[7] >= 0).sum()) - 1
    lists[7, last] = -1
    with pytest.raises(BrokenListError, match="customer number 7 has a wrong length"):
        check_lists(bundle, EVERYBODY, lists)
