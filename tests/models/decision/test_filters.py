"""Filters are remembered as long as their bundle, and no longer."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest

from data.errors import InputError
from models.bundle.policy import Filter
from models.decision import filters
from models.decision.filters import passing
from tests.models.shops import ShopShape, random_bundle

SHAPE = ShopShape(seed=1, items=40, customers=12, lines=160)


def test_a_bundle_that_is_no_longer_served_is_let_go() -> None:
    bundle = replace(random_bundle(SHAPE), id="old")
    passing(bundle, Filter(price_max=5.0), True)
    seen = weakref.ref(bundle)
    del bundle
    gc.collect()
    assert seen() is None


def test_what_is_remembered_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "REMEMBERED", 60)
    bundle = replace(random_bundle(SHAPE), id="bounded")
    for cents in range(100, 900):
        passing(bundle, Filter(price_max=cents / 100), True)
        assert sum(map(len, bundle.remembered.values())) <= 60


def test_an_unknown_theme_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError, match="cheap"):
        passing(random_bundle(SHAPE), Filter(theme="expensive"), True)
