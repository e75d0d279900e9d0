"""Random small shops as facts, and a bundle of them: what the decision is tried on. All of it synthetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from data.arrays import Ragged
from data.columns import CART, PURCHASE, VIEW
from data.facts.facts import Customers, Facts, Items, Labels, Lines
from data.strings import Strings
from models.bundle.bundle import Bundle, bundle_of
from models.bundle.policy import Filter, Policy
from models.decision.lists import with_lists
from models.recommenders import RECOMMENDERS
from models.recommenders.protocol import Model

THEMES = {"cheap": Filter(price_max=5.0), "garden_b1": Filter(category=("garden",), brand=("b1",))}


@dataclass(frozen=True)
class ShopShape:
    """How large and how messy a random shop is."""

    seed: int
    items: int
    customers: int
    lines: int
    variants: bool = True  # else every item is a family of its own


@cache
def random_shop(shape: ShopShape) -> Facts:
    """Families, missing categories and prices, unlisted and sold-out items, guests, baskets: everything may occur."""
    rng = np.random.default_rng(shape.seed)
    lines = _lines(shape, rng)
    items = _items(shape, rng)
    buys = (lines.kind == PURCHASE) & (lines.customer >= 0)
    pairs = np.unique(np.stack([lines.customer[buys], items.family[lines.item[buys]]], axis=1), axis=0)
    owned = Ragged.of(pairs[:, 0], pairs[:, 1].astype(np.int32), shape.customers)
    in_basket = np.unique(
        np.stack([rng.integers(0, max(shape.customers, 1), 3), rng.integers(0, shape.items, 3)], axis=1), axis=0
    )
    in_basket = in_basket[: 3 if shape.customers else 0]
    basket = Ragged.of(in_basket[:, 0], in_basket[:, 1].astype(np.int32), shape.customers)
    return Facts(
        "2026-03-01T00:00:00Z", items, _customers(shape, lines, rng), lines, owned, basket, _last_order(shape, lines)
    )


@cache
def random_bundle(shape: ShopShape, personal: str = "rp3beta") -> Bundle:
    """Every recommender fitted on the random shop; without precomputed lists."""
    return bundle_of(random_shop(shape), _fitted(shape), Policy(personal=personal, themes=THEMES), "random")


@cache
def _fitted(shape: ShopShape) -> dict[str, Model]:
    return {row.name: row.spec.fit(random_shop(shape), np.random.default_rng(0)) for row in RECOMMENDERS}


@cache
def listed_bundle(shape: ShopShape, depth: int, personal: str = "rp3beta") -> Bundle:
    """The same with precomputed lists."""
    return with_lists(random_bundle(shape, personal), depth)


def chances(bundle: Bundle, depth: int = 1) -> Bundle:
    """The same with scores, as a night of ranked lists writes them, that no recommender gives by day."""
    assert bundle.lists is not None
    score = np.float32(0.001) + bundle.lists.score / np.float32(1024)
    return replace(bundle, lists=replace(bundle.lists, score=score, depth=depth, likely=True))


def _lines(shape: ShopShape, rng: np.random.Generator) -> Lines:
    n = shape.lines
    customer = rng.integers(-1, shape.customers, n).astype(np.int32)
    age = rng.uniform(0.1, 200, n).astype(np.float32)
    by = np.lexsort((-age, customer))
    kind = rng.choice(np.array([VIEW, CART, PURCHASE, PURCHASE], dtype=np.uint8), n)
    order = np.where(kind == PURCHASE, (customer.astype(np.int64) + 1) * 3 + rng.integers(0, 3, n), -1)
    return Lines(
        customer[by], rng.integers(0, shape.items, n).astype(np.int32), kind[by], age[by], order[by].astype(np.int32),
        np.full(n, -1, np.int32), np.ones(n, np.float32), rng.uniform(1, 9, n).astype(np.float32),
    )  # fmt: skip


def _items(shape: ShopShape, rng: np.random.Generator) -> Items:
    n = shape.items
    families = max(2 * n // 3 if shape.seed % 2 else n // 8, 1)  # every other shop has families of many variants
    family = np.unique(rng.integers(0, families, n), return_inverse=True)[1].astype(np.int32)
    family = family if shape.variants else np.arange(n, dtype=np.int32)
    price = np.where(rng.random(n) < 0.2, np.nan, rng.integers(1, 10, n)).astype(np.float32)
    tagged = np.flatnonzero(rng.random(n) < 0.4)
    words = ["red mug", "blue mug", "garden lamp", "", "tea towel"]
    return Items(
        Strings.of(f"i{i}" for i in range(n)), Strings.of(words[w] for w in rng.integers(0, 5, n)),
        Labels(rng.integers(-1, 3, n).astype(np.int32), Strings.of(["garden > lamps", "garden>pots", "kitchen"])),
        Labels(rng.integers(-1, 2, n).astype(np.int32), Strings.of(["b1", "b2"])),
        Labels(np.full(n, -1, np.int32), Strings.of([])),
        Ragged.of(tagged, np.zeros(len(tagged), np.int32), n), Strings.of(["sale"]),
        Strings.of([""] * n), Strings.of([""] * n), price, price,
        rng.random(n) < 0.8, rng.random(n) < 0.9, family,
        rng.uniform(0, 100, n).astype(np.float32), np.full(n, np.nan, np.float32), np.full(n, np.nan, np.float32),
        np.random.default_rng(shape.seed + 1_000).random(n) < 0.5,
    )  # fmt: skip


def _customers(shape: ShopShape, lines: Lines, rng: np.random.Generator) -> Customers:
    n = shape.customers
    orders = {(c, o) for c, o in zip(lines.customer.tolist(), lines.order.tolist(), strict=True) if o >= 0 and c >= 0}
    counts = np.bincount([c for c, _ in orders] or [0], minlength=max(n, 1))[:n]
    return Customers(
        Strings.of(f"c{c}" for c in range(n)),
        Labels(rng.integers(-1, 2, n).astype(np.int32), Strings.of(["DE", "FR"])),
        rng.random(n) < 0.5, counts.astype(np.int32), np.full(n, 100, np.float32), np.full(n, 1, np.float32),
    )  # fmt: skip


def _last_order(shape: ShopShape, lines: Lines) -> Ragged:
    rows = list(zip(lines.customer.tolist(), lines.order.tolist(), lines.item.tolist(), strict=True))
    newest = {customer: order for customer, order, _ in rows if order >= 0 and customer >= 0}
    held = [
        sorted({item for c, order, item in rows if c == customer and order == newest.get(customer)})
        for customer in range(shape.customers)
    ]
    lengths = [len(items) for items in held]
    flat = [item for items in held for item in items]
    return Ragged(np.concatenate(([0], np.cumsum(lengths))).astype(np.int64), np.array(flat, dtype=np.int32))
