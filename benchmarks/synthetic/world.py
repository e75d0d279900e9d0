"""The synthetic shop at rest: its items with types, prices and launch days, its customers with their tastes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints

DAYS = 365
COUNTRIES = ("GB", "DE", "FR", "NL", "IE", "ES", "SE", "PL")


@dataclass(frozen=True)
class Size:
    """How large a synthetic shop is; events are reached exactly."""

    events: int
    customers: int
    items: int


SIZES = {
    "S": Size(100_000, 5_000, 2_000),
    "M": Size(1_000_000, 50_000, 12_000),
    "L": Size(10_000_000, 500_000, 50_000),
}


@dataclass(frozen=True)
class World:
    """Types hold consecutive items, the best-selling first; type k is first[k]:first[k + 1]."""

    first: Ints
    complement: Ints  # the type that is bought together with a type
    price: Floats
    launch: Floats  # day on which the item can first be seen, 0 at the start
    favourites: Ints  # [customers, 3], the most liked type first
    country: Ints  # per customer
    join: Floats  # day before which the customer does nothing
    activity: Floats  # cumulative share of sessions, per customer

    @property
    def types(self) -> int:
        return len(self.first) - 1


def world_of(size: Size, rng: np.random.Generator) -> World:
    """The shop of that size. Cost: milliseconds, memory O(items + customers)."""
    types = max(20, size.items // 60)
    first = np.concatenate(([0], np.sort(rng.choice(np.arange(1, size.items), types - 1, replace=False)), [size.items]))
    type_price = rng.lognormal(2.8, 0.7, types)
    price = np.repeat(type_price, np.diff(first)) * rng.lognormal(0, 0.35, size.items)
    launch = np.where(rng.random(size.items) < 0.3, rng.uniform(0, DAYS, size.items), 0.0)
    launch[first[:-1]] = 0.0
    country = np.minimum(zipf(rng, np.full(size.customers, len(COUNTRIES))), len(COUNTRIES) - 1)
    favourites = zipf(rng, np.full((size.customers, 3), types))
    favourites[:, 2] = country % types
    activity = np.cumsum(rng.lognormal(0, 1.3, size.customers))
    return World(
        first=first.astype(np.int32),
        complement=rng.permutation(types).astype(np.int32),
        price=np.round(price, 2).astype(np.float32),
        launch=launch.astype(np.float32),
        favourites=favourites.astype(np.int32),
        country=country.astype(np.int32),
        join=(DAYS * rng.random(size.customers) ** 1.5).astype(np.float32),
        activity=(activity / activity[-1]).astype(np.float32),
    )


def zipf(rng: np.random.Generator, count: np.ndarray) -> np.ndarray:
    """A rank in 0..count - 1 for each count; rank r has a share of nearly 1 / (r + 1)."""
    return np.minimum(np.exp(rng.random(count.shape) * np.log(count + 1)).astype(np.int64) - 1, count - 1)
