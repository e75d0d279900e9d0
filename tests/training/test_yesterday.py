"""Tonight's lists beside the live ones: compared by the shop's ids, whatever numbers the two bundles give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.arrays import Ints
from data.facts.facts import Facts
from data.settings import Settings
from data.strings import Strings
from models.bundle.bundle import Bundle, bundle_of
from models.bundle.policy import Policy
from tests.models.shops import ShopShape, random_shop
from training.fitting import fit_models
from training.recipe import Recipe, recipe_of
from training.yesterday import overlap_of

SHOP = random_shop(ShopShape(seed=5, items=90, customers=30, lines=900))
RECIPE: Recipe = recipe_of(Settings())


def bundle(facts: Facts, personal: str) -> Bundle:
    """A bundle whose lists come from one recommender."""
    models = fit_models({name: RECIPE.specs[name] for name in (personal, "popular")}, facts, seed=1)
    return bundle_of(facts, models, Policy(personal=personal), personal)


def with_other_numbers(facts: Facts) -> Facts:
    """The same shop in which each item has the number of the one before it, and the first that of the last."""
    count = facts.items.count
    order: Ints = np.roll(np.arange(count, dtype=np.int32), -1)
    number: Ints = np.argsort(order).astype(np.int32)
    items = facts.items
    turned = replace(
        items,
        id=Strings.of(items.id[int(i)] for i in order),
        title=Strings.of(items.title[int(i)] for i in order),
        category=replace(items.category, code=items.category.code[order]),
        brand=replace(items.brand, code=items.brand.code[order]),
        price=items.price[order],
        regular_price=items.regular_price[order],
        in_stock=items.in_stock[order],
        listed=items.listed[order],
        family=items.family[order],
        first_age=items.first_age[order],
        last_sold_age=items.last_sold_age[order],
        pack_units=items.pack_units[order],
    )
    lines = replace(facts.lines, item=number[facts.lines.item])
    basket = replace(facts.basket, values=number[facts.basket.values])
    last = replace(facts.last_order, values=number[facts.last_order.values])
    return replace(facts, items=turned, lines=lines, basket=basket, last_order=last)


def test_the_same_bundle_changes_nothing() -> None:
    live = bundle(SHOP, "rp3beta")
    found = overlap_of(live, live, most=100, seed=1)
    assert (found.shared, found.unchanged, found.customers) == (1, 1, 30)
    assert found.coverage[0] == found.coverage[1] > 0


def test_other_lists_share_some_places() -> None:
    found = overlap_of(bundle(SHOP, "popular"), bundle(SHOP, "rp3beta"), most=100, seed=1)
    assert 0 < found.shared < 1
    assert found.coverage[0] != found.coverage[1]


def test_items_are_matched_by_id_not_by_number() -> None:
    found = overlap_of(bundle(SHOP, "popular"), bundle(with_other_numbers(SHOP), "popular"), most=100, seed=1)
    assert found.shared == 1


def test_a_sample_is_enough() -> None:
    live = bundle(SHOP, "popular")
    assert overlap_of(live, live, most=7, seed=1).customers == 7
