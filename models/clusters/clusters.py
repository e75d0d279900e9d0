"""The part of the customer table that says in which cluster a customer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints
from data.facts.facts import CustomerFacts
from models.clusters.choosing import Tried, best, tried
from models.clusters.describing import Change, changes, sentence
from models.clusters.pictures import Pictures, pictures_of, sampled
from models.clusters.space import Fitted, Weeks
from models.customers.table import EMPTY, LABEL, Column, CustomerTable, Group, labelled
from models.matching import matched, shared
from models.recommenders.ranges import Count, Days, Share

COLUMNS = (Column("cluster", LABEL, "letter", "customers who behave alike; the letter stays from night to night"),)
LIKE = 0.2
"""How much of two nights' clusters must be the same customers for the letter to stay."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class LastNight:
    """name of each cluster; code int32 [customers] by tonight's numbers (`models.matching.carried`), -1 none."""

    name: tuple[str, ...]
    code: Ints


@dataclass(frozen=True)
class Clustered:
    """table: the column of this part, empty where there are no clusters; missing: then, why; now: the pictures it was
    made from; tried: what was tried; changes: of each name, if any."""

    table: CustomerTable
    missing: str = ""
    now: Pictures | None = None
    tried: tuple[Tried, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Clusters:
    """The section [clusters]."""

    fewest: Count = 20  # customers with an order below which there are no clusters
    least: Count = 2  # clusters at least
    most: Count = 8  # clusters at most
    count: Count | None = None  # how many; absent: chosen by what they tell and how steady they are
    stable: Share = 0.7  # adjusted Rand index between refits a week apart below which a number of clusters is unsteady
    half_life: Days = 120.0  # days until an order counts half
    weeks: Count = 6  # pictures of each customer, a week apart, that the clusters are learned from
    customers: Count = 10_000  # customers drawn to learn from; all are then given a cluster

    def fit(self, facts: CustomerFacts, rng: np.random.Generator, before: LastNight | None = None) -> Clustered:
        """Every customer with an order in one of a few clusters.

        Where there is too little to tell apart the column is left out, and `missing` says why. Cost: a pass over the
        orders and k-means on a sample.
        """
        now = pictures_of(facts, self.half_life)
        buyers = int(now.known.sum())
        if buyers < self.fewest:
            return Clustered(
                EMPTY, f"{buyers} customers have ordered, {self.fewest} are the fewest to find clusters among"
            )
        some = sampled(facts, self.customers, rng)
        drawn = Weeks.of(some, self.half_life, self.weeks, np.ones(len(now.known), dtype=bool))
        if not drawn.space().features:
            return Clustered(EMPTY, "all customers who have ordered behave alike")
        trials = self._trials(facts, rng)
        fitted = drawn.fit(self.count or best(trials, self.stable), rng, inits=10)
        return _named(facts, fitted, now, trials, before)

    def _trials(self, facts: CustomerFacts, rng: np.random.Generator) -> tuple[Tried, ...]:
        if self.count:
            return ()
        counts = range(self.least, max(self.most, self.least) + 1)
        return tried(facts, self.half_life, self.weeks, counts, rng)


def _named(
    facts: CustomerFacts, fitted: Fitted, now: Pictures, trials: tuple[Tried, ...], before: LastNight | None
) -> Clustered:
    """Letters by what the clusters spend (where there are no prices: order), the most first; last night's stay."""
    code = fitted.labels(now)
    by = now.of["orders"] if np.isnan(now.of["value"]).all() else now.of["value"]
    held = np.bincount(code[now.known], minlength=fitted.count)
    mean = np.bincount(code[now.known], by[now.known], len(held)) / np.maximum(held, 1)
    order = np.lexsort((np.arange(len(held)), -mean))
    order = order[held[order] > 0]
    rank = np.full(len(held), -1, dtype=np.int32)
    rank[order] = np.arange(len(order))
    code = np.where(code >= 0, rank[code], -1).astype(np.int32)
    names = _letters(code, len(order), before)
    moved = changes(code, names, before.code, before.name) if before else ()
    groups = _groups(now, code, names)
    table = CustomerTable({}, {"cluster": labelled(code, names)}, {}, groups)
    return Clustered(table, "", now, trials, moved)


def _groups(now: Pictures, code: Ints, names: Sequence[str]) -> tuple[Group, ...]:
    return tuple(Group("cluster", name, sentence(now, code == number)) for number, name in enumerate(names))


def _letters(code: Ints, count: int, before: LastNight | None) -> tuple[str, ...]:
    """Last night's letter for the cluster that holds most of the same customers, else the next that is free."""
    old = np.full(count, -1, dtype=np.int32)
    if before is not None and before.name:
        alike: NDArray[np.float64] = shared(code, before.code, count, len(before.name))
        old = matched(alike, LIKE)
    taken = set(before.name) if before else set[str]()
    free = iter(letter for letter in LETTERS if letter not in taken)
    return tuple(before.name[at] if before and at >= 0 else next(free) for at in old.tolist())
