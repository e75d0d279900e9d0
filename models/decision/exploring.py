"""Places of personal lists that go to what arrived lately, so that it gets a chance before anybody bought it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from data.arrays import Floats, Ints, Longs
from models.bundle.bundle import Bundle
from models.candidates import Candidates, Permit
from models.decision.sourced import Sourced
from models.decision.sources import Batch

POOL = 20
"""Arrivals that match a customer best; what is shown is drawn from them."""
SOURCES = ("similar", "new")
"""Who says what matches: what is like the customer's history; where that names nothing, what arrived last."""


@dataclass(frozen=True)
class Explored:
    """What takes which place: parallel to found.row. propensity float32: how likely the item was to be drawn."""

    found: Sourced
    place: Longs
    propensity: Floats

    def chances(self, rows: int, n: int) -> Floats:
        """float32 [rows, n]: the propensity of every place of the lists, 1 where nothing was drawn."""
        chance = np.ones((rows, n), dtype=np.float32)
        chance[self.found.row, self.place] = self.propensity
        return chance


def explored(batch: Batch, shown: Ints) -> Explored:
    """The arrivals that replace items of the lists shown, int32 [rows, n]; never the first, none that stands there.

    Of n places share * n, by chance the whole number below or above; places and items are drawn by a hash of customer,
    placement and day, which is the bundle's. Cost: a look into the table of likenesses, and a draw per row.
    """
    pool = _pool(batch)
    owner, family = np.nonzero(shown >= 0)[0], batch.bundle.items.family
    standing = owner * batch.bundle.families + family[shown[shown >= 0]]
    fresh = ~np.isin(pool.row * np.int64(batch.bundle.families) + family[pool.item], standing)
    pool = _one_per_family(batch.bundle, pool.take(fresh))
    return _drawn(batch, pool, (shown >= 0).sum(axis=1))


def _pool(batch: Batch) -> Sourced:
    """At most POOL arrivals a row."""
    asked = replace(batch.alone, context=batch.alone.history)
    allowed = _arrived(batch)
    parts = [
        Sourced.by(name, batch.bundle.models[name].candidates(asked, allowed, POOL))
        for name in SOURCES
        if name in batch.bundle.models
    ]
    if not parts:
        return Sourced.by(SOURCES[0], Candidates.joined(()))
    first, *others = parts
    for other in others:
        rest = ~np.isin(other.row, first.row)
        first = _joined(first, other.take(rest))
    return first


def _arrived(batch: Batch) -> Permit:
    allowed, arrived = batch.permit, batch.bundle.arrived
    passing = arrived if allowed.passing is None else np.intersect1d(arrived, allowed.passing)
    return replace(allowed, passing=passing[allowed.default[passing]].astype(np.int32))


def _joined(one: Sourced, other: Sourced) -> Sourced:
    order = np.argsort(np.concatenate((one.row, other.row)), kind="stable")
    names = ("row", "item", "score", "anchor", "source")
    return Sourced(*(np.concatenate((getattr(one, name), getattr(other, name)))[order] for name in names))


def _one_per_family(bundle: Bundle, found: Sourced) -> Sourced:
    key = found.row.astype(np.int64) * bundle.families + bundle.items.family[found.item]
    return found.take(np.sort(np.unique(key, return_index=True)[1]))


def _drawn(batch: Batch, pool: Sourced, lengths: Longs) -> Explored:
    """Places from the second on, and as many of the pool, row by row."""
    bounds = np.searchsorted(pool.row, np.arange(batch.whom.rows + 1))
    at, places, chance = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.float32)]
    for row in np.flatnonzero((np.diff(bounds) > 0) & (lengths > 1)).tolist():
        rng = np.random.default_rng(_seed(batch, row))
        wanted = batch.bundle.policy.exploration * int(lengths[row])
        held = int(bounds[row + 1] - bounds[row])
        many = min(int(wanted + rng.random()), int(lengths[row]) - 1, held)
        at.append(bounds[row] + rng.choice(held, many, replace=False))
        places.append(1 + rng.choice(int(lengths[row]) - 1, many, replace=False))
        chance.append(np.full(many, min(wanted / held, 1.0), dtype=np.float32))
    return Explored(pool.take(np.concatenate(at)), np.concatenate(places), np.concatenate(chance))


def _seed(batch: Batch, row: int) -> int:
    customer = int(batch.whom.customer[row])
    id_ = batch.bundle.customers.id[customer] if customer >= 0 else ""
    told = f"{id_}|{batch.placement.name}|{batch.bundle.as_of[:10]}"
    return int.from_bytes(blake2b(told.encode("utf-8", "replace"), digest_size=8).digest(), "big")
